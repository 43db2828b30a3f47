import { invariant } from "../../../diagnostics/invariant.ts";
import type { Plan, PlanProgram, PlanSystem } from "../../../plan/plan.ts";
import { clientMethods, type InterfaceNames, nameHead } from "../interface/interface-names.ts";
import { moduleScope } from "../names.ts";

export type HeadNames = Pick<InterfaceNames, "descriptor" | "client" | "server" | "events">;

/** The names and file of an interface, as the files of a system refer to it. */
export interface InterfaceReference {
  readonly names: HeadNames;
  /** `./block.ts` */
  readonly module: string;
  /** What the module exports under another name than the interface gives it. */
  readonly renamed?: ReadonlyMap<string, string>;
  /** By opcode: the methods of its client, the one that never waits among them. */
  readonly methods: ReadonlyMap<number, readonly string[]>;
}

export function referToInterfaces(plan: Plan, files: readonly string[]): InterfaceReference[] {
  return plan.interfaces.map((one, index) => ({
    names: nameHead(one, moduleScope()),
    module: `./${files[index]}`,
    methods: clientMethods(one),
  }));
}

/** Services first, then clients, both in their order of declaration. */
export function programsOf({ services, clients }: PlanSystem): PlanProgram[] {
  return [...services, ...clients];
}

/** The services a program uses. */
export function usedServices(system: PlanSystem, program: PlanProgram): PlanProgram[] {
  return program.uses.map((index) => {
    const service = system.services[index];
    invariant(service !== undefined, `${program.name} uses a service that is not in the plan`);
    return service;
  });
}

export function referenceOf(references: readonly InterfaceReference[], service: PlanProgram): InterfaceReference {
  const reference = references[service.interface ?? -1];
  invariant(reference !== undefined, `${service.name} serves an interface that is not in the plan`);
  return reference;
}
