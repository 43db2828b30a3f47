import { type GroupOf, groupCores } from "./shapes.ts";
import { type Tree, type TreeCosts, timeBetween } from "./tree.ts";

interface Grown {
  readonly core: number;
  readonly children: Grown[];
}

/** A core that does not have the message yet, and who would give it first, as far as is known. */
interface Waiting {
  readonly core: number;
  from: number;
  at: number;
}

/**
 * Grows a tree by the send that arrives soonest, one after the other: of all cores that have the message and all that do
 * not, the pair whose message would arrive first. ECEF, "earliest completing edge first" (Bhat, Raghavendra and Prasanna,
 * "Efficient collective communication in distributed heterogeneous systems", JPDC 63, 2003). Time grows
 * with the square of the number of cores, at most with its cube.
 */
export function growTree(root: number, cores: readonly number[], costs: TreeCosts): Tree {
  const grown = new Map<number, Grown>([[root, { core: root, children: [] }]]);
  const senders = new Map<number, Sender>([[root, new Sender(root, 0, costs)]]);
  let waiting = cores.filter((core) => core !== root).map((core) => soonest({ core, from: root, at: 0 }, senders));
  while (waiting.length > 0) {
    const next = waiting.reduce((best, one) => (one.at < best.at ? one : best));
    const child: Grown = { core: next.core, children: [] };
    grown.get(next.from)?.children.push(child);
    grown.set(next.core, child);
    senders.get(next.from)?.send(next.core);
    const sender = new Sender(next.core, next.at, costs);
    senders.set(next.core, sender);
    waiting = waiting.filter((one) => one !== next);
    for (const one of waiting) {
      if (one.from === next.from) soonest(one, senders);
      else offer(one, sender);
    }
  }
  return grown.get(root) ?? { core: root, children: [] };
}

/** A core that has the message. */
class Sender {
  readonly core: number;
  readonly #costs: TreeCosts;
  /** When it can store another line. */
  #free: number;
  /** By what it has broadcast a line over: when it began to store that. */
  readonly #stored = new Map<string, number>();

  constructor(core: number, at: number, costs: TreeCosts) {
    this.core = core;
    this.#free = at;
    this.#costs = costs;
  }

  /** When another would have the message from it: by the line that it has stored already where that reaches it too. */
  arrivalAt(to: number): number {
    return this.#start(to) + timeBetween(this.core, to, this.#costs);
  }

  send(to: number): void {
    const start = this.#start(to);
    const over = this.#costs.broadcast(this.core, to);
    this.#free = Math.max(this.#free, start + this.#costs.send(this.core, to));
    if (over !== null) this.#stored.set(over, start);
  }

  #start(to: number): number {
    if (this.#stored.size === 0) return this.#free;
    return this.#stored.get(this.#costs.broadcast(this.core, to) ?? "") ?? this.#free;
  }
}

function soonest(one: Waiting, senders: ReadonlyMap<number, Sender>): Waiting {
  one.at = Number.POSITIVE_INFINITY;
  for (const sender of senders.values()) offer(one, sender);
  return one;
}

function offer(one: Waiting, sender: Sender): void {
  const at = sender.arrivalAt(one.core);
  if (at < one.at) [one.from, one.at] = [sender.core, at];
}

/**
 * Remote packages first, as in Kaestle et al., "Machine-aware atomic broadcast trees for multicores" (Smelt), OSDI '16: a
 * tree grows over one core of each package, the one that the root reaches soonest, and another within each package.
 */
export function growByPackages(root: number, cores: readonly number[], groupOf: GroupOf, costs: TreeCosts): Tree {
  const time = (core: number): number => (core === root ? -1 : timeBetween(root, core, costs));
  const within = new Map<number, Tree>();
  for (const members of groupCores([root, ...cores.filter((core) => core !== root)], groupOf).values()) {
    const receiver = members.reduce((best, core) => (time(core) < time(best) ? core : best));
    within.set(receiver, growTree(receiver, members, costs));
  }
  return join(growTree(root, [...within.keys()], costs), within);
}

function join({ core, children }: Tree, within: ReadonlyMap<number, Tree>): Tree {
  return { core, children: [...children.map((child) => join(child, within)), ...(within.get(core)?.children ?? [])] };
}
