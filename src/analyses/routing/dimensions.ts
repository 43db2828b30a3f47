import { at } from "../../algorithms/digraph.ts";
import { DisjointSets } from "../../algorithms/disjoint-sets.ts";
import type { HopGraph } from "./hop-graph.ts";

/** More pairs of neighbouring hops than that are not looked at: then there is one dimension. */
const mostPairs = 40_000_000;

/**
 * The dimensions of a graph, by hop, numbered in the order of their first hops: a torus has as many as it is said to
 * have, a clique one, a board wired as it came one. They are the factors of the graph as a Cartesian product, found from
 * its squares alone (Feigenbaum, Hershberger and Schäffer, "A polynomial time algorithm for finding the prime factors of
 * Cartesian-product graphs", 1985; the local relation is that of Imrich and Žerovnik, "Factoring Cartesian-product
 * graphs", 1994): opposite sides of a square lie in one dimension, and so do two edges at a node that no square, or more
 * than one, has as its sides.
 */
export function computeDimensions(graph: HopGraph): Uint8Array {
  const neighbours = listNeighbours(graph);
  const pairs = neighbours.reduce((sum, near) => sum + (near.length * (near.length - 1)) / 2, 0);
  if (pairs > mostPairs) return new Uint8Array(graph.hopCount);
  const edges = new EdgeNumbers(neighbours);
  const classes = new DisjointSets(edges.count);
  for (let node = 0; node < graph.nodeCount && classes.count > 1; node++) joinAround(node, neighbours, edges, classes);
  return numberDimensions(graph, edges, classes);
}

/** By node, ascending: the nodes it is joined with, either way. */
function listNeighbours({ nodeCount, from, to }: HopGraph): readonly Uint32Array[] {
  const sets = Array.from({ length: nodeCount }, () => new Set<number>());
  from.forEach((tail, hop) => {
    sets[tail]?.add(at(to, hop));
    sets[at(to, hop)]?.add(tail);
  });
  return sets.map((set) => Uint32Array.from(set).sort());
}

/** Numbers the unordered pairs of neighbours. */
class EdgeNumbers {
  readonly count: number;
  readonly #neighbours: readonly Uint32Array[];
  readonly #first: Uint32Array;
  readonly #number: Uint32Array;

  constructor(neighbours: readonly Uint32Array[]) {
    this.#neighbours = neighbours;
    this.#first = new Uint32Array(neighbours.length + 1);
    neighbours.forEach((near, node) => {
      this.#first[node + 1] = at(this.#first, node) + near.length;
    });
    this.#number = new Uint32Array(at(this.#first, neighbours.length));
    let count = 0;
    neighbours.forEach((near, node) => {
      near.forEach((other, index) => {
        const slot = at(this.#first, node) + index;
        this.#number[slot] = other > node ? count++ : this.of(other, node);
      });
    });
    this.count = count;
  }

  /** -1 when the two are no neighbours. */
  of(a: number, b: number): number {
    const near = this.#neighbours[a];
    if (near === undefined) return -1;
    let low = 0;
    let high = near.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (at(near, middle) < b) low = middle + 1;
      else high = middle;
    }
    return near[low] === b ? at(this.#number, at(this.#first, a) + low) : -1;
  }
}

function joinAround(node: number, neighbours: readonly Uint32Array[], edges: EdgeNumbers, classes: DisjointSets): void {
  const near = neighbours[node] ?? new Uint32Array();
  for (let i = 0; i < near.length; i++) {
    const a = at(near, i);
    const edgeToA = edges.of(node, a);
    for (let j = i + 1; j < near.length; j++) joinPair(node, a, edgeToA, at(near, j), neighbours, edges, classes);
  }
}

/** Joins the edges from `node` to `a` and `b` with each other, or with the other sides of the only square they span. */
function joinPair(
  node: number,
  a: number,
  edgeToA: number,
  b: number,
  neighbours: readonly Uint32Array[],
  edges: EdgeNumbers,
  classes: DisjointSets,
): void {
  const edgeToB = edges.of(node, b);
  const corner = edges.of(a, b) === -1 ? onlyCorner(node, a, b, neighbours, edges) : -1;
  if (corner === -1) classes.join(edgeToA, edgeToB);
  else {
    classes.join(edgeToA, edges.of(b, corner));
    classes.join(edgeToB, edges.of(a, corner));
  }
}

/** The one node beside `node` that is a neighbour of both and not of `node`; -1 when there is none, or another. */
function onlyCorner(
  node: number,
  a: number,
  b: number,
  neighbours: readonly Uint32Array[],
  edges: EdgeNumbers,
): number {
  let corner = -1;
  for (const candidate of neighbours[a] ?? []) {
    if (candidate === node || edges.of(candidate, b) === -1) continue;
    if (corner !== -1 || edges.of(candidate, node) !== -1) return -1;
    corner = candidate;
  }
  return corner;
}

function numberDimensions({ from, to, hopCount }: HopGraph, edges: EdgeNumbers, classes: DisjointSets): Uint8Array {
  const numbers = new Map<number, number>();
  const dimensions = new Uint8Array(hopCount);
  if (classes.count > 255) return dimensions;
  for (let hop = 0; hop < hopCount; hop++) {
    const found = classes.find(edges.of(at(from, hop), at(to, hop)));
    const number = numbers.get(found) ?? numbers.size;
    numbers.set(found, number);
    dimensions[hop] = number;
  }
  return dimensions;
}
