import type { Plan, PlanState, PlanTree } from "../../plan/plan.ts";

/** The replicas of an object as a model has them: few, numbered as they come in its tree, 0 the leader. */
export interface GroupView {
  readonly name: string;
  readonly protocol: PlanState["protocol"];
  readonly realReplicas: number;
  /** Whether the model has fewer replicas than the object. */
  readonly reduced: boolean;
  /** Paths of their cores, in the model's order. */
  readonly cores: string;
  readonly count: number;
  readonly channels: number;
  /** By epoch, who is lost, root and replica: above whom it hangs, or the number of replicas for nobody. */
  readonly parents: string;
  /** By epoch and who is lost: who orders. */
  readonly sequencers: string;
  /** By proposal from 1: where it is made. */
  readonly homes: string;
  /** Every replica has all that there is. */
  readonly allDone: string;
  readonly allEmpty: string;
  /** Some replica lacks what the leader has. */
  readonly lacking: string;
  /** No replica has waited for longer. */
  readonly turn: string;
}

/** More take SPIN long. */
const mostReplicas = 3;

/** Null for an object of one replica, which agrees with itself. */
export function viewGroup(state: PlanState, { machine }: Pick<Plan, "machine">): GroupView | null {
  if (state.replicas.length < 2) return null;
  const { cores, parents } = reduceTree(state.tree);
  const count = cores.length;
  const replicas = Array.from({ length: count }, (_, replica) => replica);
  const pairs = replicas.flatMap((from) => replicas.filter((to) => to !== from).map((to) => from * count + to));
  const views = livingByView(count);
  return {
    ...{ name: state.name, protocol: state.protocol, realReplicas: state.replicas.length },
    reduced: count < state.replicas.length,
    cores: cores.map((core) => machine?.cores[core]?.path ?? "").join(", "),
    ...{ count, channels: count * count },
    parents: views.flatMap(({ living }) => replicas.flatMap((root) => hangTree(parents, living, root))).join(", "),
    sequencers: views.map(({ first }) => first).join(", "),
    homes: [0, count - 1, 0].join(", "),
    allDone: replicas.map((replica) => `isDone(${replica})`).join(" && "),
    turn: replicas.map((replica) => `isBefore(r, ${replica})`).join(" && "),
    lacking: replicas.map((replica) => `lacks(r, ${replica})`).join(" || "),
    allEmpty: pairs.map((pair) => `len(link[${pair}]) == 0`).join(" && "),
  };
}

/** The leader, its first child, and a child of that or else another of its own: deep where the tree is deep. */
export function reduceTree({ cores, parents }: PlanTree): PlanTree {
  const places = [0];
  const first = parents.indexOf(0);
  if (first > 0) places.push(first);
  const deeper = parents.indexOf(first, first + 1);
  const third = deeper > 0 && first > 0 ? deeper : parents.indexOf(0, first + 1);
  if (third > 0) places.push(third);
  const kept = places.slice(0, mostReplicas);
  return {
    cores: kept.map((place) => cores[place] ?? -1),
    parents: kept.map((place) => kept.indexOf(parents[place] ?? -1)),
  };
}

/**
 * By replica the one above it, when only some live and another is the root; as many as there are replicas for nobody. As
 * `src/runtime/agreement/tree.ts` does it.
 */
export function hangTree(parents: readonly number[], living: ReadonlySet<number>, root: number): readonly number[] {
  const nobody = parents.length;
  const joined = joinLiving(parents, living);
  const above = parents.map(() => nobody);
  const queue = living.has(root) ? [root] : [];
  for (const replica of queue) {
    for (const [one, other] of joined) {
      const next = one === replica ? other : other === replica ? one : nobody;
      if (next === nobody || next === above[replica]) continue;
      above[next] = replica;
      queue.push(next);
    }
  }
  return above;
}

/** Who hung below a lost one hangs below the next one above it. */
function joinLiving(parents: readonly number[], living: ReadonlySet<number>): readonly (readonly [number, number])[] {
  const joined: (readonly [number, number])[] = [];
  let top = -1;
  for (const replica of parents.keys()) {
    if (!living.has(replica)) continue;
    let above = parents[replica] ?? -1;
    while (above >= 0 && !living.has(above)) above = parents[above] ?? -1;
    const other = above >= 0 ? above : top;
    if (other < 0) top = replica;
    else joined.push([other, replica]);
  }
  return joined;
}

interface LivingView {
  readonly living: ReadonlySet<number>;
  /** Who has never been away, and comes first. */
  readonly first: number;
}

/** Epoch 1: all; 2: without the lost one; 3: with it again. Each for whoever is to be lost. */
function livingByView(count: number): readonly LivingView[] {
  const replicas = Array.from({ length: count }, (_, replica) => replica);
  const without = replicas.map((lost) => new Set(replicas.filter((replica) => replica !== lost)));
  const survivor = replicas.map((lost) => (lost === 0 ? 1 : 0));
  const all = new Set(replicas);
  return [
    ...replicas.map(() => ({ living: all, first: 0 })),
    ...without.map((living, lost) => ({ living, first: survivor[lost] ?? 0 })),
    ...replicas.map((lost) => ({ living: all, first: survivor[lost] ?? 0 })),
  ];
}
