import type { Failover, Hop, LineFailover, Routes } from "./plan.ts";
import type { DetourReader, RouteReader } from "./route-reader.ts";

type Coordinates = readonly (readonly number[])[];

/** Where the cores of a grid stand. */
class Points {
  readonly coreCount: number;
  readonly #coordinates: Coordinates;
  readonly #strides: readonly number[];
  readonly #coreAt = new Map<number, number>();

  constructor(dimensions: Routes["dimensions"], coordinates: Coordinates) {
    this.coreCount = coordinates[0]?.length ?? 0;
    this.#coordinates = coordinates;
    this.#strides = stridesOf(dimensions);
    for (let core = 0; core < this.coreCount; core++) this.#coreAt.set(this.#pointOf(core), core);
  }

  coordinate(dimension: number, core: number): number {
    return this.#coordinates[dimension]?.[core] ?? -1;
  }

  isOn(core: number): boolean {
    return this.coordinate(0, core) >= 0;
  }

  /** The first dimension from `start` on in which two cores differ; -1 when they do in none. */
  firstDifference(from: number, to: number, start = 0): number {
    return this.#strides.findIndex(
      (_, dimension) => dimension >= start && this.coordinate(dimension, from) !== this.coordinate(dimension, to),
    );
  }

  /** Whether two cores lie on one line along a dimension. */
  areBeside(dimension: number, core: number, other: number): boolean {
    return this.#coordinates.every((by, axis) => axis === dimension || by[core] === by[other]);
  }

  /** The core that differs from another in one dimension, where its coordinate is `next`; -1 when `next` is. */
  moved(core: number, dimension: number, next: number): number {
    const steps = next - this.coordinate(dimension, core);
    return next === -1 ? -1 : (this.#coreAt.get(this.#pointOf(core) + steps * (this.#strides[dimension] ?? 0)) ?? -1);
  }

  #pointOf(core: number): number {
    return this.#strides.reduce((point, stride, dimension) => point + stride * this.coordinate(dimension, core), 0);
  }
}

/** By dimension: how far apart points are that differ by one in it. */
function stridesOf(dimensions: Routes["dimensions"]): readonly number[] {
  let stride = 1;
  return dimensions.map(({ nextHop }) => {
    const own = stride;
    stride *= nextHop.length;
    return own;
  });
}

export function readGrid(dimensions: Routes["dimensions"], coordinates: Coordinates): RouteReader {
  const points = new Points(dimensions, coordinates);
  return {
    coreCount: points.coreCount,
    nextHop(from, to) {
      if (!points.isOn(from) || !points.isOn(to)) return -1;
      const dimension = points.firstDifference(from, to);
      if (dimension === -1) return from;
      const [here, there] = [points.coordinate(dimension, from), points.coordinate(dimension, to)];
      return points.moved(from, dimension, dimensions[dimension]?.nextHop[here]?.[there] ?? -1);
    },
    virtualChannel(from, to) {
      const dimension = points.firstDifference(from, to);
      const [here, there] = [points.coordinate(dimension, from), points.coordinate(dimension, to)];
      return dimensions[dimension]?.virtualChannel[here]?.[there] ?? 0;
    },
    latency(from, to) {
      const times = dimensions.map(
        ({ latency }, dimension) =>
          latency[points.coordinate(dimension, from)]?.[points.coordinate(dimension, to)] ?? -1,
      );
      return times.includes(-1) ? -1 : times.reduce((sum, time) => sum + time, 0);
    },
  };
}

/** Along a line that has lost something, what holds there; null where nothing was lost. */
type ChangesOf = (dimension: number, core: number) => LineFailover | null;

/** The routes of a grid once a link or a core is lost, where that was worked out beforehand. */
export function readGridWithout(
  routes: Routes,
  coordinates: Coordinates,
  lost: Failover["lost"],
  hops: readonly Hop[],
): DetourReader {
  const points = new Points(routes.dimensions, coordinates);
  const changesOf =
    "core" in lost
      ? changesWithoutCore(routes, points, lost.core)
      : changesWithoutLink(routes, points, lost.link, hops);
  const gone = "core" in lost ? lost.core : -1;
  const choose = (from: number, to: number): { readonly next: number; readonly virtualChannel: number } => {
    const dimension = points.firstDifference(from, to);
    if (from === gone || to === gone || !points.isOn(from) || !points.isOn(to)) return { next: -1, virtualChannel: 0 };
    if (dimension === -1) return { next: from, virtualChannel: 0 };
    const changes = changesOf(dimension, from);
    const turnsThere = changes !== null && points.coordinate(dimension, gone) === points.coordinate(dimension, to);
    const along = turnsThere ? points.firstDifference(from, to, dimension + 1) : dimension;
    const [here, there] = [points.coordinate(along, from), points.coordinate(along, to)];
    const entry = turnsThere ? -1 : findEntry(changes, here, there);
    const table = routes.dimensions[along];
    const virtualChannel = turnsThere ? routes.sidestep : table?.virtualChannel[here]?.[there];
    return {
      next: points.moved(from, along, changes?.nextHop[entry] ?? table?.nextHop[here]?.[there] ?? -1),
      virtualChannel: changes?.virtualChannel[entry] ?? virtualChannel ?? 0,
    };
  };
  return {
    coreCount: points.coreCount,
    nextHop: (from, to) => choose(from, to).next,
    virtualChannel: (from, to) => choose(from, to).virtualChannel,
  };
}

const entries = new WeakMap<LineFailover, ReadonlyMap<string, number>>();

/** -1 when nothing changes there. */
function findEntry(changes: LineFailover | null, here: number, there: number): number {
  if (changes === null) return -1;
  const known =
    entries.get(changes) ?? new Map(changes.from.map((from, entry) => [`${from} ${changes.to[entry]}`, entry]));
  entries.set(changes, known);
  return known.get(`${here} ${there}`) ?? -1;
}

function changesWithoutCore(routes: Routes, points: Points, core: number): ChangesOf {
  const lines = routes.dimensions.map((_, dimension) => {
    const coordinate = points.coordinate(dimension, core);
    const isOf = ({ lost }: LineFailover): boolean => "coordinate" in lost && lost.coordinate === coordinate;
    return routes.lines.find((line) => line.dimension === dimension && isOf(line)) ?? null;
  });
  return (dimension, other) => (points.areBeside(dimension, core, other) ? (lines[dimension] ?? null) : null);
}

/** What each line loses with a link is found again among the hops that go over it. */
function changesWithoutLink(routes: Routes, points: Points, link: number, hops: readonly Hop[]): ChangesOf {
  const lost = hops.filter(({ via }) => "link" in via && via.link === link);
  const broken = new Map<string, { readonly dimension: number; readonly core: number; readonly pairs: Set<string> }>();
  for (const { from, to } of lost) {
    const dimension = points.firstDifference(from, to);
    const line = routes.dimensions
      .map((_, axis) => (axis === dimension ? "*" : points.coordinate(axis, from)))
      .join(" ");
    const known = broken.get(line) ?? { dimension, core: from, pairs: new Set<string>() };
    broken.set(line, known);
    known.pairs.add(`${points.coordinate(dimension, from)} ${points.coordinate(dimension, to)}`);
  }
  const lines = [...broken.values()].map(({ dimension, core, pairs }) => {
    const changes = routes.lines.find((line) => line.dimension === dimension && losesPairs(line, pairs)) ?? null;
    return { dimension, core, changes };
  });
  return (dimension, core) => {
    const isHere = (line: (typeof lines)[number]): boolean =>
      line.dimension === dimension && points.areBeside(dimension, line.core, core);
    return lines.find(isHere)?.changes ?? null;
  };
}

function losesPairs({ lost }: LineFailover, pairs: ReadonlySet<string>): boolean {
  if ("coordinate" in lost || lost.from.length !== pairs.size) return false;
  return lost.from.every((tail, index) => pairs.has(`${tail} ${lost.to[index]}`));
}
