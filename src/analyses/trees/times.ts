/** How long trees take: messages down, answers up, and one after the other, as they are played. */
import { playMessages, type Stage } from "./play-messages.ts";
import { branchesIn, packTree, type Tree, type TreeCosts } from "./tree.ts";

/** When something happens at a core, in picoseconds since the root began. */
export interface Arrival {
  readonly core: number;
  /** Who it has the message from; null for the root. */
  readonly parent: number | null;
  /** 0 for the root. */
  readonly depth: number;
  readonly at: number;
}

/** When a message that the root has reaches every core, each behind its parent. */
export function computeArrivals(tree: Tree, costs: TreeCosts): readonly Arrival[] {
  const informed = playDown(tree, costs);
  const { cores, parents } = packTree(tree);
  const arrivals: Arrival[] = [];
  for (const [place, core] of cores.entries()) {
    const parent = arrivals[parents[place] ?? -1];
    arrivals.push({
      ...{ core, parent: parent?.core ?? null, depth: parent === undefined ? 0 : parent.depth + 1 },
      at: informed.get(core) ?? 0,
    });
  }
  return arrivals;
}

/** By core: picoseconds until it has the message. */
function playDown(tree: Tree, costs: TreeCosts): ReadonlyMap<number, number> {
  const children = childrenOf(tree);
  const informed = new Map<number, number>([[tree.core, 0]]);
  const tell = (stage: Stage, core: number): void => stage.tell(core, children.get(core) ?? []);
  playMessages(
    costs,
    (stage) => tell(stage, tree.core),
    (stage, core) => {
      informed.set(core, stage.now);
      tell(stage, core);
    },
  );
  return informed;
}

function childrenOf(tree: Tree): ReadonlyMap<number, readonly number[]> {
  return new Map(branchesIn(tree).map(({ core, children }) => [core, children.map((child) => child.core)]));
}

/** When the last core has the message. */
export function completionOf(tree: Tree, costs: TreeCosts): number {
  let last = 0;
  for (const at of playDown(tree, costs).values()) last = Math.max(last, at);
  return last;
}

/** When the root has the answers of all, gathered along the tree: each core answers once it has those of its branch. */
export function reductionTime(tree: Tree, costs: TreeCosts): number {
  return gather(tree, costs, (stage, { leaves, answer }) => {
    for (const leaf of leaves) answer(stage, leaf);
  });
}

/**
 * When the root has the answers of all to a message that it sends down the tree: each core answers once it has the message
 * and the answers of its branch.
 */
export function roundTime(tree: Tree, costs: TreeCosts): number {
  return gather(tree, costs, (stage, { tell }) => tell(stage, tree.core));
}

/** The same where a core that has others below it says also that it has the message itself, once it has sent it on. */
export function eagerRoundTime(tree: Tree, costs: TreeCosts): number {
  return gather(tree, costs, (stage, { tell }) => tell(stage, tree.core), true);
}

/** When the root has each of the answers to a message that it sends to all below it by itself, in order. */
export function answerTimes({ core: root, children }: Tree, costs: TreeCosts): readonly number[] {
  const times: number[] = [];
  playMessages(
    costs,
    (stage) =>
      stage.tell(
        root,
        children.map(({ core }) => core),
      ),
    (stage, core) => {
      if (core === root) times.push(stage.now);
      else stage.send(core, root);
    },
  );
  return times;
}

interface Gathering {
  readonly leaves: readonly number[];
  /** To the core above it. */
  readonly answer: (stage: Stage, core: number) => void;
  /** To all cores below it. */
  readonly tell: (stage: Stage, core: number) => void;
}

type Begin = (stage: Stage, gathering: Gathering) => void;

/** A core that hears from the one above it has the message, and one that hears from below it an answer. */
function gather(tree: Tree, costs: TreeCosts, begin: Begin, isEager = false): number {
  const { cores, parents } = packTree(tree);
  const above = new Map(cores.map((core, place) => [core, cores[parents[place] ?? -1] ?? -1]));
  const children = childrenOf(tree);
  const isInner = (core: number): boolean => (children.get(core) ?? []).length > 0;
  const answersOf = (core: number): number => (isEager && isInner(core) ? 2 : 1);
  const missing = new Map(
    [...children].map(([core, below]) => [core, below.reduce((sum, child) => sum + answersOf(child), 0)]),
  );
  let done = 0;
  const answer: Gathering["answer"] = (stage, core) => {
    if (core === tree.core) done = stage.now;
    else stage.send(core, above.get(core) ?? -1);
  };
  const tell: Gathering["tell"] = (stage, core) => stage.tell(core, children.get(core) ?? []);
  const arrive = (stage: Stage, core: number, from: number): void => {
    const isFromAbove = from === above.get(core);
    if (isFromAbove) tell(stage, core);
    if (isFromAbove && isEager && isInner(core)) answer(stage, core);
    const left = (missing.get(core) ?? 0) - (isFromAbove ? 0 : 1);
    missing.set(core, left);
    if (left === 0) answer(stage, core);
  };
  const leaves = cores.filter((core) => core !== tree.core && !isInner(core));
  playMessages(costs, (stage) => begin(stage, { leaves, answer, tell }), arrive);
  return done;
}
