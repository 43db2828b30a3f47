/** What an agreement costs by the plan: messages of each phase, and when it is done, with nothing lost and nothing in the way. */
import type { Protocol } from "../../model/state.ts";
import { reroot, roundTime } from "../trees/gather.ts";
import { unicastTree } from "../trees/shapes.ts";
import { completionOf, computeArrivals, type Tree, type TreeCosts } from "../trees/tree.ts";

export interface Phase {
  readonly name: string;
  readonly messages: number;
  /** Picoseconds from when the leader began until the phase is done: at the leader, or where the last message arrives. */
  readonly done: number;
}

export interface Prediction {
  readonly phases: readonly Phase[];
  /** Of a linearisable read at the leader: messages, and picoseconds. */
  readonly read: { readonly messages: number; readonly time: number };
  /** Picoseconds from when the leader has the change until the replica on a core knows that it is agreed. */
  readonly knownAt: (core: number) => number;
}

/**
 * Of a change that the leader has; under `shootdown`, of one that `root` makes. Messages go as the runtime's protocols send
 * them: along the tree, or for `majority` from the leader to each. A message costs what it does in trees.
 */
export function predictAgreement(protocol: Protocol, tree: Tree, root: number, costs: TreeCosts): Prediction {
  switch (protocol) {
    case "broadcast":
      return predictBroadcast(tree, costs);
    case "twoPhase":
      return predictTwoPhase(tree, costs);
    case "majority":
      return predictMajority(tree, costs);
    case "shootdown":
      return predictShootdown(reroot(tree, root), costs);
  }
}

function predictBroadcast(tree: Tree, costs: TreeCosts): Prediction {
  const { others, acks, down, round, arrival } = measure(tree, costs);
  return {
    phases: [
      { name: "ordered, down the tree", messages: others, done: down },
      { name: "acknowledged, up the tree", messages: acks, done: round },
      { name: "told that all have it", messages: others, done: round + down },
    ],
    read: { messages: 2 * others + acks, time: round },
    knownAt: (core) => round + arrival(core),
  };
}

function predictTwoPhase(tree: Tree, costs: TreeCosts): Prediction {
  const { others, acks, down, round, arrival } = measure(tree, costs);
  return {
    phases: [
      { name: "proposed, down the tree", messages: others, done: down },
      { name: "voted, up the tree", messages: acks, done: round },
      { name: "decided, down the tree", messages: others, done: round + down },
      { name: "acknowledged, up the tree", messages: acks, done: 2 * round },
      { name: "told that all have it", messages: others, done: 2 * round + down },
    ],
    read: { messages: 3 * others + 2 * acks, time: 2 * round },
    knownAt: (core) => 2 * round + arrival(core),
  };
}

interface Measured {
  readonly others: number;
  /** A core that has others below it says first that it has a message, and then that they all have. */
  readonly acks: number;
  readonly down: number;
  readonly round: number;
  readonly arrival: (core: number) => number;
}

function measure(tree: Tree, costs: TreeCosts): Measured {
  const arrivals = computeArrivals(tree, costs);
  const at = new Map(arrivals.map((arrival) => [arrival.core, arrival.at]));
  const inner = new Set(arrivals.flatMap(({ parent }) => (parent === null || parent === tree.core ? [] : [parent])));
  return {
    others: arrivals.length - 1,
    acks: arrivals.length - 1 + inner.size,
    down: completionOf(tree, costs),
    round: roundTime(tree, costs),
    arrival: (core) => at.get(core) ?? 0,
  };
}

/** Raft: the leader sends to each, counts answers until more than half have it, and says so with the next message to each. */
function predictMajority(tree: Tree, costs: TreeCosts): Prediction {
  const cores = computeArrivals(tree, costs).map(({ core }) => core);
  const star = unicastTree(
    tree.core,
    cores.toSorted((a, b) => a - b),
  );
  const arrivals = computeArrivals(star, costs);
  const at = new Map(arrivals.map((arrival) => [arrival.core, arrival.at]));
  const others = arrivals.length - 1;
  const sent = star.children.reduce((sum, child) => sum + costs.send(tree.core, child.core), 0);
  const committed = quorumTime(star, at, sent, costs);
  const last = Math.max(0, ...arrivals.map((arrival) => arrival.at));
  return {
    phases: [
      { name: "appended, to each replica", messages: others, done: last },
      { name: "answered; more than half count", messages: others, done: committed },
      { name: "told that it is committed", messages: others, done: committed + last },
      { name: "answered again", messages: others, done: committed + roundTime(star, costs) },
    ],
    read: { messages: 2 * others, time: committed },
    knownAt: (core) => committed + (at.get(core) ?? 0),
  };
}

/** When the leader, which has it itself, has as many answers as make more than half. */
function quorumTime(star: Tree, at: ReadonlyMap<number, number>, sent: number, costs: TreeCosts): number {
  const wanted = Math.floor((star.children.length + 1) / 2);
  const answers = star.children
    .map(({ core }) => ({
      at: (at.get(core) ?? 0) + costs.transit(core, star.core),
      busy: costs.send(star.core, core),
    }))
    .sort((a, b) => a.at - b.at)
    .slice(0, wanted);
  if (answers.length === 0) return 0;
  return answers.reduce((free, answer) => Math.max(free, answer.at) + answer.busy, sent);
}

function predictShootdown(tree: Tree, costs: TreeCosts): Prediction {
  const arrivals = computeArrivals(tree, costs);
  const round = roundTime(tree, costs);
  const others = arrivals.length - 1;
  return {
    phases: [
      { name: "told, down the tree", messages: others, done: completionOf(tree, costs) },
      { name: "acknowledged, up the tree", messages: others, done: round },
    ],
    read: { messages: 2 * others, time: round },
    knownAt: () => round,
  };
}

/** Replicas that may be lost at once with the object going on; for `majority` without waiting for anything. */
export function mostLost(protocol: Protocol, replicas: number): number {
  return protocol === "majority" ? Math.floor((replicas - 1) / 2) : replicas - 1;
}
