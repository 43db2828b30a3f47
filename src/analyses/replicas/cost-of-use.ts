/** What it costs a copy of a program to change and to read replicated state. */
import { type TreeCosts, timeBetween } from "../trees/tree.ts";
import type { ReplicaGroup } from "./list-messages.ts";
import { predictAgreement } from "./predict-agreement.ts";

export interface Cost {
  readonly messages: number;
  /** Picoseconds. */
  readonly time: number;
}

export interface CostOfUse {
  readonly change: Cost;
  readonly get: Cost;
  readonly read: Cost;
}

/** A kernel without a replica asks the nearest; that one passes on to the leader what it does not lead itself. */
export function costOfUse(core: number, replica: number, group: ReplicaGroup, costs: TreeCosts): CostOfUse {
  const { protocol, tree } = group;
  const way = (from: number, to: number): number => timeBetween(from, to, costs);
  const isOrdered = protocol !== "shootdown";
  const root = isOrdered ? tree.core : replica;
  const { phases, knownAt, read } = predictAgreement(protocol, tree, root, costs);
  const asked = { messages: core === replica ? 0 : 2, time: way(core, replica) + way(replica, core) };
  const passedOn = { messages: replica === root ? 0 : 1, time: way(replica, root) };
  const agreed = phases.reduce((sum, { messages }) => sum + messages, 0);
  const answer = protocol === "majority" ? way(root, replica) : isOrdered ? knownAt(replica) - read.time : 0;
  const isAnswered = protocol === "majority" && replica !== root;
  return {
    change: {
      messages: asked.messages + passedOn.messages + agreed,
      time: asked.time + passedOn.time + knownAt(replica),
    },
    get: asked,
    read: {
      messages: asked.messages + passedOn.messages + read.messages + (isAnswered ? 1 : 0),
      time: asked.time + passedOn.time + read.time + answer,
    },
  };
}
