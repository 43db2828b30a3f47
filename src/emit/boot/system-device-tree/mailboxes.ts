import type { PlanMachine } from "../../../plan/plan.ts";
import type { Domain } from "./domains.ts";

/** A device that wakes two domains, each by an interrupt of its own. */
export interface Mailbox {
  readonly device: number;
  /** Its source that interrupts the host, and the one for the other. */
  readonly toHost: number;
  readonly toRemote: number;
}

/** For each remote domain the first mailbox with a source for both sides that no other domain has. */
export function mailboxesOf(host: Domain, remotes: readonly Domain[], machine: PlanMachine): Map<Domain, Mailbox> {
  const found = new Map<Domain, Mailbox>();
  for (const remote of remotes) {
    const mailbox = findMailbox(host, remote, machine, [...found.values()]);
    if (mailbox !== null) found.set(remote, mailbox);
  }
  return found;
}

function findMailbox(host: Domain, remote: Domain, machine: PlanMachine, used: readonly Mailbox[]): Mailbox | null {
  for (const [device, { isMailbox }] of machine.devices.entries()) {
    if (isMailbox !== true) continue;
    const [toHost] = sourcesTo(host, device, machine);
    const toRemote = sourcesTo(remote, device, machine).find(
      (source) => source !== toHost && !used.some((other) => other.device === device && other.toRemote === source),
    );
    if (toHost !== undefined && toRemote !== undefined) return { device, toHost, toRemote };
  }
  return null;
}

/** Sources of a device whose lines the cores of a domain take themselves. */
function sourcesTo({ cluster }: Domain, device: number, { controllers }: PlanMachine): readonly number[] {
  return controllers.flatMap(({ sources, routes }) => {
    const takes = (line: number): boolean =>
      routes.some(
        ({ lines, to }) =>
          to !== null &&
          "cores" in to &&
          to.cores.some((core) => cluster.indices.includes(core)) &&
          lines.some(([from, end]) => line >= from && line <= end),
      );
    return sources
      .filter((source) => source.device === device && source.sources !== null && source.lines !== null)
      .flatMap(({ sources: numbers, lines }) =>
        (lines ?? []).flatMap(expand).flatMap((line, place) => (takes(line) ? [(numbers?.[0] ?? 0) + place] : [])),
      );
  });
}

function expand([from, to]: readonly [number, number]): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
