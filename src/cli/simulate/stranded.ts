import type { FaultSchedule } from "../../runtime/hosts/simulation/faults.ts";
import type { BootConfiguration, BootProgram } from "../../runtime/kernel/boot-configuration.ts";
import type { BootEvent } from "../../runtime/kernel/events.ts";

/** What a run can be judged by. */
export interface Course {
  readonly configuration: Pick<BootConfiguration, "channels" | "order" | "programs">;
  readonly schedule: FaultSchedule;
  readonly events: readonly BootEvent[];
}

/**
 * Clients, by name and instance, that cannot begin: their kernel has started anew, and by faults that last no kernel is within
 * its reach that has enough others to let it in, or to give it the state that its programs begin with.
 */
export function strandedClients({ configuration, schedule, events }: Course): ReadonlySet<string> {
  const deciding = new Set(configuration.order.filter((core) => canDecide(core, events)));
  const isAlone = (core: number): boolean =>
    ![...reachFrom(core, configuration, schedule)].some((other) => deciding.has(other));
  const clients = configuration.programs.filter(
    (program) => program.kind === "client" && waitsToBegin(program, events) && isAlone(program.core),
  );
  return new Set(clients.map(({ name, instance }) => `${name}#${instance}`));
}

/** Whether its kernel has started anew and it has not. */
function waitsToBegin({ name, instance, core }: BootProgram, events: readonly BootEvent[]): boolean {
  const restarted = events.findLastIndex((event) => event.kind === "kernelRestarted" && event.core === core);
  const started = events.findLastIndex(
    (event) => event.kind === "clientStarted" && event.program === name && event.instance === instance,
  );
  return restarted > started;
}

/** Whether in the end it was one of enough kernels to agree on anything; who starts anew is none before it is let in. */
function canDecide(core: number, events: readonly BootEvent[]): boolean {
  const latest = events.findLast((event) => "core" in event && event.core === core && standings.has(event.kind));
  return latest === undefined || latest.kind === "viewChanged" || latest.kind === "quorumFound";
}

const standings: ReadonlySet<string> = new Set(["kernelRestarted", "viewChanged", "quorumFound", "quorumLost"]);

/** Itself, and the cores that lasting faults leave a way to. */
function reachFrom(core: number, { channels }: Course["configuration"], schedule: FaultSchedule): ReadonlySet<number> {
  const lasting = schedule.filter(({ until }) => until === null);
  const isOpen = (one: number, other: number): boolean => !lasting.some((fault) => parts(fault, one, other));
  const reached = new Set([core]);
  for (const from of reached) {
    for (const channel of channels) if (channel.from === from && isOpen(from, channel.to)) reached.add(channel.to);
  }
  return reached;
}

/** Whether neighbours cannot talk to each other while it lasts. */
function parts(fault: FaultSchedule[number], one: number, other: number): boolean {
  switch (fault.kind) {
    case "kill":
      return fault.core === one || fault.core === other;
    case "cut":
      return fault.between.includes(one) && fault.between.includes(other);
    case "partition":
      return fault.cores.includes(one) !== fault.cores.includes(other);
    default:
      return false;
  }
}
