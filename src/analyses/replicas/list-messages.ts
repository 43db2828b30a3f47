/** Every message of an agreement, from whom to whom and of how many bytes: what it puts on the machine. */
import type { Protocol, StateOperation } from "../../model/state.ts";
import type { Sent } from "../contention/contention.ts";
import { reroot } from "../trees/reroot.ts";
import { unicastTree } from "../trees/shapes.ts";
import { branchesIn, coresOf, shareLines, type Tree, type TreeCosts } from "../trees/tree.ts";
import { type Parts, sizes } from "./message-sizes.ts";

export interface ReplicaGroup {
  readonly protocol: Protocol;
  /** Its root leads. */
  readonly tree: Tree;
}

type Effect = StateOperation["effect"];

/** Between a copy of a program and the replicas: to the nearest one, on to the leader, and back. */
export function listAsking(
  effect: Effect,
  { core, replica }: { readonly core: number; readonly replica: number },
  { protocol, tree }: ReplicaGroup,
  parts: Parts,
): readonly Sent[] {
  const asked = core === replica ? [] : ask(effect, core, replica, parts);
  const isPassedOn = effect !== "get" && protocol !== "shootdown" && replica !== tree.core;
  return isPassedOn ? [...asked, ...passOn(effect, protocol, replica, tree.core, parts)] : asked;
}

function ask(effect: Effect, core: number, replica: number, parts: Parts): readonly Sent[] {
  const [question, answer] =
    effect === "change"
      ? [sizes.askChange(sizes.command(parts)), sizes.settled(parts.result)]
      : [sizes.askValue(parts.key), sizes.value(parts.value)];
  return [
    { from: core, to: [replica], bytes: question },
    { from: replica, to: [core], bytes: answer },
  ];
}

function passOn(effect: Effect, protocol: Protocol, replica: number, leader: number, parts: Parts): readonly Sent[] {
  if (effect === "change") return [{ from: replica, to: [leader], bytes: sizes.forward(sizes.command(parts)) }];
  // Who orders is asked for a change of nothing.
  if (protocol !== "majority") return [{ from: replica, to: [leader], bytes: sizes.forward(0) }];
  return [
    { from: replica, to: [leader], bytes: sizes.askRead },
    { from: leader, to: [replica], bytes: sizes.readFrom },
  ];
}

/**
 * Between the replicas, as `predictAgreement` counts them: for one change by itself. Changes that come close together share
 * messages; this is the most it can be. `root`: of a shootdown, the replica that begins it.
 */
export function listAgreeing(
  effect: Effect,
  { protocol, tree }: ReplicaGroup,
  root: number,
  parts: Parts,
  costs: Pick<TreeCosts, "broadcast">,
): readonly Sent[] {
  if (effect === "get") return [];
  const command = effect === "read" ? 0 : sizes.command(parts);
  const down = (below: Tree, bytes: number): readonly Sent[] => sendDown(below, bytes, costs);
  const star = unicastTree(tree.core, coresOf(tree));
  switch (protocol) {
    case "broadcast":
      return [...down(tree, sizes.entries(command)), ...eagerlyUp(tree), ...down(tree, sizes.stable)];
    case "twoPhase":
      return [
        ...[...down(tree, sizes.entries(command)), ...eagerlyUp(tree)],
        ...[...down(tree, sizes.decision), ...eagerlyUp(tree), ...down(tree, sizes.stable)],
      ];
    case "majority":
      return effect === "read"
        ? [...down(star, sizes.committed), ...up(star, sizes.appended)]
        : [...down(star, sizes.append(command)), ...up(star, sizes.appended), ...down(star, sizes.committed)];
    case "shootdown": {
      const rooted = reroot(tree, root);
      return effect === "read" ? [] : [...down(rooted, sizes.invalidate(command)), ...up(rooted, sizes.invalidated)];
    }
  }
}

/** From each to those below it. */
function sendDown(tree: Tree, bytes: number, costs: Pick<TreeCosts, "broadcast">): readonly Sent[] {
  return branchesIn(tree).flatMap(({ core: from, children }) =>
    shareLines(from, children, costs).map((line) => ({ from, to: line.map(({ core }) => core), bytes })),
  );
}

function up(tree: Tree, bytes: number): readonly Sent[] {
  return branchesIn(tree).flatMap(({ core: to, children }) =>
    children.map(({ core: from }) => ({ from, to: [to], bytes })),
  );
}

/** A core that has others below it says first that it has a message, and then that they all have. */
function eagerlyUp(tree: Tree): readonly Sent[] {
  return branchesIn(tree).flatMap(({ core: to, children }) =>
    children.flatMap(({ core: from, children: below }) => {
      const ack = { from, to: [to], bytes: sizes.ack };
      return below.length > 0 ? [ack, ack] : [ack];
    }),
  );
}
