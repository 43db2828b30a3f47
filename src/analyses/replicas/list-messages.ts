/** Every message of an agreement, from whom to whom and of how many bytes: what it puts on the machine. */
import type { Protocol, StateOperation } from "../../model/state.ts";
import { reroot } from "../trees/reroot.ts";
import { packTree, type Tree } from "../trees/tree.ts";
import { type Parts, sizes } from "./message-sizes.ts";

/** Cores by number. */
export interface Sent {
  readonly from: number;
  readonly to: number;
  /** Of the message. */
  readonly bytes: number;
}

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
    { from: core, to: replica, bytes: question },
    { from: replica, to: core, bytes: answer },
  ];
}

function passOn(effect: Effect, protocol: Protocol, replica: number, leader: number, parts: Parts): readonly Sent[] {
  if (effect === "change") return [{ from: replica, to: leader, bytes: sizes.forward(sizes.command(parts)) }];
  // Who orders is asked for a change of nothing.
  if (protocol !== "majority") return [{ from: replica, to: leader, bytes: sizes.forward(0) }];
  return [
    { from: replica, to: leader, bytes: sizes.askRead },
    { from: leader, to: replica, bytes: sizes.readFrom },
  ];
}

/**
 * Between the replicas, as `predictAgreement` counts them: for one change by itself. Changes that come close together share
 * messages; this is the most it can be. `root`: of a shootdown, the replica that begins it.
 */
export function listAgreeing(effect: Effect, { protocol, tree }: ReplicaGroup, root: number, parts: Parts): Sent[] {
  if (effect === "get") return [];
  const command = effect === "read" ? 0 : sizes.command(parts);
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
        ? roundOf(tree, sizes.committed)
        : [...roundOf(tree, sizes.append(command)), ...told(tree)];
    case "shootdown": {
      const rooted = reroot(tree, root);
      return effect === "read" ? [] : [...down(rooted, sizes.invalidate(command)), ...up(rooted, sizes.invalidated)];
    }
  }
}

interface Edge {
  readonly parent: number;
  readonly child: number;
  readonly isInner: boolean;
}

function edgesOf(tree: Tree): readonly Edge[] {
  const { cores, parents } = packTree(tree);
  return cores.flatMap((child, place): Edge[] => {
    const parent = cores[parents[place] ?? -1];
    return parent === undefined ? [] : [{ parent, child, isInner: parents.includes(place) }];
  });
}

function down(tree: Tree, bytes: number): Sent[] {
  return edgesOf(tree).map(({ parent, child }) => ({ from: parent, to: child, bytes }));
}

function up(tree: Tree, bytes: number): Sent[] {
  return edgesOf(tree).map(({ parent, child }) => ({ from: child, to: parent, bytes }));
}

/** A core that has others below it says first that it has a message, and then that they all have. */
function eagerlyUp(tree: Tree): Sent[] {
  return edgesOf(tree).flatMap(({ parent, child, isInner }) => {
    const ack = { from: child, to: parent, bytes: sizes.ack };
    return isInner ? [ack, ack] : [ack];
  });
}

function others({ core, children }: Tree): readonly number[] {
  return children.flatMap((child) => packTree(child).cores).filter((each) => each !== core);
}

/** From the leader to each, and an answer of each. */
function roundOf(tree: Tree, bytes: number): Sent[] {
  return others(tree).flatMap((core) => [
    { from: tree.core, to: core, bytes },
    { from: core, to: tree.core, bytes: sizes.appended },
  ]);
}

function told(tree: Tree): Sent[] {
  return others(tree).map((core) => ({ from: tree.core, to: core, bytes: sizes.committed }));
}
