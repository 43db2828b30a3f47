/** Services, clients and replicated state, and where they are. */
import { printSize, printTime } from "../../algorithms/print-quantity.ts";
import type { Plan, PlanMachine, PlanProgram } from "../../plan/plan.ts";
import { printOperation } from "../readme/operation-text.ts";
import type { FactTable } from "./fact-table.ts";
import type { ViewProgram, ViewState } from "./view-data.ts";

/** Services first: programs say by index what they use. */
export function describePrograms({ system, interfaces }: Plan, machine: PlanMachine): readonly ViewProgram[] {
  const describe =
    (kind: ViewProgram["kind"]) =>
    (program: PlanProgram): ViewProgram => {
      const served = program.interface === null ? undefined : interfaces[program.interface];
      return {
        ...{ kind, name: program.name, documentation: program.documentation, uses: program.uses },
        serves: served === undefined ? null : `${served.name} @ ${served.version}`,
        operations: (served?.operations ?? []).map((operation) =>
          served === undefined ? "" : printOperation(served, operation, interfaces),
        ),
        instances: program.instances.map(({ core, reasons, bindings, buffers }) => ({
          ...{ core, reasons, bindings },
          buffers: buffers.map(({ memory }, buffer) => describeBuffer(program, buffer, memory, machine)),
        })),
      };
    };
  return [...(system?.services ?? []).map(describe("service")), ...(system?.clients ?? []).map(describe("client"))];
}

function describeBuffer({ buffers }: PlanProgram, buffer: number, memory: number, machine: PlanMachine): string {
  const { name = "", size = 0 } = buffers[buffer] ?? {};
  return `${name}, ${printSize(size)} in ${machine.memories[memory]?.path ?? ""}`;
}

const protocols = {
  broadcast: "an order by one",
  twoPhase: "two phases",
  majority: "a majority",
  shootdown: "a shootdown",
} as const;

export function describeStates({ system }: Plan, facts: FactTable): readonly ViewState[] {
  return (system?.states ?? []).map((state) => ({
    ...{ name: state.name, documentation: state.documentation, replicas: state.replicas, leader: state.leader },
    users: state.users.map(({ program }) => program),
    facts: facts.add([
      ["Kind", state.kind],
      ["Agreed by", protocols[state.protocol]],
      ["Replicas", `${state.replicas.length}`],
      ["Entries at most", state.capacity > 1 ? `${state.capacity}` : null],
      ["Lease", state.lease === null ? null : printTime(state.lease)],
      ["Bytes of a replica at most", printSize(state.replicaBytes)],
    ]),
  }));
}
