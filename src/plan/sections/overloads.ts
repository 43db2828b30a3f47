import { printBandwidth } from "../../algorithms/print-quantity.ts";
import { trafficDiagnostics } from "../../diagnostics/catalogue/traffic.ts";
import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import type { Program, StateTraffic, System, Traffic } from "../../model/deployment.ts";
import type { Machine } from "../../model/machine.ts";
import type { Span } from "../../source/source-file.ts";
import type { PlanLoad, PlanTraffic } from "../plan.ts";

/** Everything that would have to carry more than it can, at its place in the description, with who fills it. */
export function findOverloads(system: System | null, traffic: PlanTraffic | null): readonly Diagnostic[] {
  if (system === null || traffic === null) return [];
  return traffic.loads.flatMap((load) => ((load.utilisation ?? 0) > 1 ? [reportOverload(load, system)] : []));
}

function reportOverload({ carrier, demand, utilisation, filledBy }: PlanLoad, system: System): Diagnostic {
  const { span, name, bandwidth } = describe(carrier, system.machine);
  const worthTelling = filledBy.slice(0, 3).filter((share) => share.demand >= demand / 100);
  const most = worthTelling.map((share) => ({ share, said: findTraffic(share, system) }));
  const names = most.map(({ share, said }) => {
    const percent = Math.round((100 * share.demand) / demand);
    const asked = "state" in share ? share.state : share.service;
    return `${percent} % of it is \`${asked}.${said?.traffic.operation.name ?? ""}\` of \`${share.program}\``;
  });
  const facts = {
    carrier: name,
    demand: printBandwidth(demand),
    bandwidth: printBandwidth(bandwidth),
    percent: Math.round(100 * (utilisation ?? 0)),
    filledBy: names.join(", "),
  };
  const related = most.flatMap(({ share, said }) =>
    said === null
      ? []
      : [{ span: said.traffic.span, message: `${printBandwidth(share.demand)} for \`${said.program.name}\`` }],
  );
  return diagnose(trafficDiagnostics.overloaded, span, facts, { related });
}

interface Described {
  readonly span: Span;
  readonly name: string;
  readonly bandwidth: number;
}

function describe(carrier: PlanLoad["carrier"], { links, coherences, cores, memories, span }: Machine): Described {
  if ("coherence" in carrier) {
    const domain = coherences[carrier.coherence];
    const ends = `\`${cores[carrier.from]?.path ?? ""}\` to \`${cores[carrier.to]?.path ?? ""}\``;
    return { span: domain?.span ?? span, name: `coherence from ${ends}`, bandwidth: domain?.bandwidth ?? 0 };
  }
  if ("memory" in carrier) {
    const memory = memories[carrier.memory];
    return { span: memory?.span ?? span, name: `the memory \`${memory?.path}\``, bandwidth: memory?.bandwidth ?? 0 };
  }
  const link = links[carrier.link];
  const ends = [link?.path.split(/ (?:--|->) /)].flat();
  const towards = (carrier.direction === "forward" ? ends : ends.toReversed()).join(" -> ");
  return { span: link?.span ?? span, name: `the link \`${towards}\``, bandwidth: link?.bandwidth ?? 0 };
}

function findTraffic(
  share: PlanLoad["filledBy"][number],
  { services, clients }: System,
): { readonly program: Program; readonly traffic: Traffic | StateTraffic } | null {
  const program = [...services, ...clients].find(({ name }) => name === share.program);
  const traffic = "state" in share ? findOfState(share, program) : findOfService(share, program);
  return program === undefined || traffic === undefined ? null : { program, traffic };
}

type ShareOf<Key extends string> = Extract<PlanLoad["filledBy"][number], { readonly [each in Key]: string }>;

function findOfService(share: ShareOf<"service">, program: Program | undefined): Traffic | undefined {
  return program?.traffic.find(
    ({ service, operation }) => service.name === share.service && operation.identity === share.opcode,
  );
}

function findOfState(share: ShareOf<"state">, program: Program | undefined): StateTraffic | undefined {
  return program?.stateTraffic.find(
    ({ state, operation }) => state.name === share.state && operation.name === share.operation,
  );
}
