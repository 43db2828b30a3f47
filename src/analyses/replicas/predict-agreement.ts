/**
 * What an agreement costs by the plan: messages of each phase, and when it is done, with nothing lost and with no messages
 * but its own. Each phase begins when the one before is done.
 */
import type { Protocol } from "../../model/state.ts";
import { type Broadcast, broadcastsIn } from "../trees/broadcasts.ts";
import { reroot } from "../trees/reroot.ts";
import { unicastTree } from "../trees/shapes.ts";
import { answerTimes, completionOf, computeArrivals, eagerRoundTime, roundTime } from "../trees/times.ts";
import type { Tree, TreeCosts } from "../trees/tree.ts";

export interface Phase {
  readonly name: string;
  readonly messages: number;
  /** Picoseconds from when the leader began until the phase is done: at the leader, or where the last message arrives. */
  readonly done: number;
}

export interface Prediction {
  readonly phases: readonly Phase[];
  /** Of the messages from above: those that go to several at once, since the hardware does that. */
  readonly broadcasts: readonly Broadcast[];
  /** Of a read, at the leader, of all that was agreed on before it began: messages, and picoseconds. */
  readonly read: { readonly messages: number; readonly time: number };
  /** Picoseconds from when the leader has the change until the replica on a core knows that it is agreed. */
  readonly knownAt: (core: number) => number;
}

/**
 * Of a change that the leader has; under `shootdown`, of one that `root` makes. Messages go as the runtime's protocols send
 * them: along the tree, or for `majority` from the leader to each; they are played as messages along trees are.
 */
export function predictAgreement(protocol: Protocol, tree: Tree, root: number, costs: TreeCosts): Prediction {
  switch (protocol) {
    case "broadcast":
    case "twoPhase":
      return predictSequenced(protocol, tree, costs);
    case "majority":
      return predictMajority(tree, costs);
    case "shootdown":
      return predictShootdown(reroot(tree, root), costs);
  }
}

/** Phases of the protocols with a sequencer, which go down the tree and come back up it. */
const rounds = {
  broadcast: [["ordered, down the tree", "acknowledged, up the tree"]],
  twoPhase: [
    ["proposed, down the tree", "voted, up the tree"],
    ["decided, down the tree", "acknowledged, up the tree"],
  ],
} as const;

function predictSequenced(protocol: keyof typeof rounds, tree: Tree, costs: TreeCosts): Prediction {
  const { others, acks, down, round, arrival } = measure(tree, costs);
  const gone = rounds[protocol].flatMap(([ordered, answered], index) => [
    { name: ordered, messages: others, done: index * round + down },
    { name: answered, messages: acks, done: (index + 1) * round },
  ]);
  const time = rounds[protocol].length * round;
  const phases = [...gone, { name: "told that all have it", messages: others, done: time + down }];
  // A read is a change of nothing.
  const messages = phases.reduce((sum, phase) => sum + phase.messages, 0);
  const knownAt = (core: number): number => time + arrival(core);
  return { phases, broadcasts: broadcastsIn(tree, costs), read: { messages, time }, knownAt };
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
    round: eagerRoundTime(tree, costs),
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
  const committed = answerTimes(star, costs)[Math.floor((star.children.length + 1) / 2) - 1] ?? 0;
  const last = Math.max(0, ...arrivals.map((arrival) => arrival.at));
  return {
    phases: [
      { name: "appended, to each replica", messages: others, done: last },
      { name: "answered; more than half count", messages: others, done: committed },
      { name: "told that it is committed", messages: others, done: committed + last },
    ],
    broadcasts: broadcastsIn(star, costs),
    read: { messages: 2 * others, time: committed },
    knownAt: (core) => committed + (at.get(core) ?? 0),
  };
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
    broadcasts: broadcastsIn(tree, costs),
    // Whatever was settled before is at every replica.
    read: { messages: 0, time: 0 },
    knownAt: () => round,
  };
}

/** Replicas that may be lost at once with the object going on; for `majority` without waiting for anything. */
export function mostLost(protocol: Protocol, replicas: number): number {
  return protocol === "majority" ? Math.floor((replicas - 1) / 2) : replicas - 1;
}
