/**
 * What goes wrong in a simulated run, as data. Every fault stands for itself and ends by itself, so that any part of a
 * schedule is a schedule too. Times are virtual milliseconds, cores indices; `until` is null for what lasts.
 */
export type Fault = { readonly at: number } & FaultKind;

export type FaultKind =
  /** A kernel dies; at `until` a new one starts on its core. */
  | { readonly kind: "kill"; readonly core: number; readonly until: number | null }
  /** Nothing passes between two neighbours. */
  | { readonly kind: "cut"; readonly between: Neighbours; readonly until: number | null }
  /** Nothing passes between these cores and all others. */
  | { readonly kind: "partition"; readonly cores: readonly number[]; readonly until: number | null }
  /** Frames between two neighbours take so many nanoseconds longer. */
  | { readonly kind: "delay"; readonly between: Neighbours; readonly nanoseconds: number; readonly until: number }
  /** Where the link does not promise otherwise, shares of the frames, from 0 to 1, are lost, come twice, or come late. */
  | {
      readonly kind: "disturb";
      readonly between: Neighbours;
      readonly loss: number;
      readonly duplication: number;
      readonly reordering: number;
      readonly until: number;
    }
  /** A core takes so many times longer for each frame. */
  | { readonly kind: "slow"; readonly core: number; readonly factor: number; readonly until: number }
  /** A core's clock runs so many times as fast as time. */
  | { readonly kind: "skew"; readonly core: number; readonly rate: number; readonly until: number };

export type Neighbours = readonly [number, number];

/** All faults that happen in a run, in whatever order. */
export type FaultSchedule = readonly Fault[];

/** Cores as people name them. */
export function renderFault(fault: Fault, nameOf: (core: number) => string): string {
  const until = fault.until === null ? "" : ` until ${renderTime(fault.until)}`;
  return `${renderTime(fault.at)} ${renderKind(fault, nameOf)}${until}`;
}

function renderKind(fault: FaultKind, nameOf: (core: number) => string): string {
  const between = ([one, other]: Neighbours): string => `between ${nameOf(one)} and ${nameOf(other)}`;
  switch (fault.kind) {
    case "kill":
      return `the kernel on ${nameOf(fault.core)} dies${fault.until === null ? "" : ", gone"}`;
    case "cut":
      return `the link ${between(fault.between)} is cut`;
    case "partition":
      return `${fault.cores.map(nameOf).join(", ")} ${fault.cores.length === 1 ? "is" : "are"} cut off from the rest`;
    case "delay":
      return `frames ${between(fault.between)} take ${fault.nanoseconds} ns longer`;
    case "disturb":
      return `frames ${between(fault.between)} are ${renderDisturbance(fault)}`;
    case "slow":
      return `${nameOf(fault.core)} is ${fault.factor} times slower`;
    case "skew":
      return `the clock of ${nameOf(fault.core)} runs ${fault.rate} times as fast`;
  }
}

function renderDisturbance({ loss, duplication, reordering }: Extract<FaultKind, { kind: "disturb" }>): string {
  const shares: readonly (readonly [number, string])[] = [
    [loss, "lost"],
    [duplication, "doubled"],
    [reordering, "late"],
  ];
  return shares
    .filter(([share]) => share > 0)
    .map(([share, word]) => `${word} (${Math.round(share * 100)} %)`)
    .join(", ");
}

function renderTime(milliseconds: number): string {
  return `${milliseconds.toFixed(3)} ms`;
}
