/** Cycles among things that know their successors: files that use each other, parts that contain each other. */
import { at, buildDigraph } from "./digraph.ts";
import { computeStrongComponents } from "./strongly-connected.ts";

/**
 * For each strongly connected component that has a cycle: the shortest one through the member that stands first in
 * `nodes`, beginning and ending with it. Successors that are not among `nodes` are ignored.
 */
export function findCycles<Node>(
  nodes: readonly Node[],
  successors: (node: Node) => readonly Node[],
): readonly (readonly Node[])[] {
  const numberOf = new Map(nodes.map((node, number) => [node, number]));
  const known = (node: Node) => successors(node).filter((next) => numberOf.has(next));
  const edges = nodes.flatMap((node, tail) => known(node).map((next) => [tail, numberOf.get(next) ?? 0] as const));
  const graph = buildDigraph(
    nodes.length,
    edges.map(([tail]) => tail),
    edges.map(([, head]) => head),
  );
  const component = computeStrongComponents(graph);
  const componentOf = (node: Node) => at(component, numberOf.get(node) ?? 0);
  // A cycle never leaves its component; to look further would take time with the square of the nodes.
  const near = (node: Node) => known(node).filter((next) => componentOf(next) === componentOf(node));
  const visited = new Set<number>();
  return nodes.flatMap((node, number) => {
    if (visited.has(at(component, number))) return [];
    visited.add(at(component, number));
    const cycle = shortestCycle(node, near);
    return cycle === null ? [] : [cycle];
  });
}

/** The shortest way from `start` back to itself, both ends included; null when there is none. */
export function shortestCycle<Node>(start: Node, successors: (node: Node) => readonly Node[]): readonly Node[] | null {
  const cameFrom = new Map<Node, Node>();
  const queue = [start];
  for (const node of queue) {
    for (const following of successors(node)) {
      if (following === start) return trace(start, node, cameFrom);
      if (cameFrom.has(following)) continue;
      cameFrom.set(following, node);
      queue.push(following);
    }
  }
  return null;
}

function trace<Node>(start: Node, last: Node, cameFrom: ReadonlyMap<Node, Node>): readonly Node[] {
  const backwards: Node[] = [];
  for (let node: Node | undefined = last; node !== undefined && node !== start; node = cameFrom.get(node)) {
    backwards.push(node);
  }
  return [start, ...backwards.reverse(), start];
}
