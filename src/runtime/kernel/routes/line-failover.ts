/** What the routes of a grid are after a loss, line by line: the section of the routing table that says it, read. */

/** An entry that changes: at one coordinate, for another. */
interface Change {
  readonly nextHop: number;
  readonly virtualChannel: number;
}

/** By `from × size + to`, in coordinates of the dimension. */
export type LineChanges = ReadonlyMap<number, Change>;

/** What a link breaks: a line of a dimension, by a core that lies on it. */
export interface BrokenLine {
  readonly dimension: number;
  readonly core: number;
  readonly changes: LineChanges;
}

export interface LineFailovers {
  /** By dimension, by lost coordinate. */
  readonly ofCoordinates: readonly ReadonlyMap<number, LineChanges>[];
  readonly ofLinks: ReadonlyMap<number, readonly BrokenLine[]>;
}

interface Case {
  readonly dimension: number;
  /** -1 when it is hops that are lost. */
  readonly coordinate: number;
  readonly changes: LineChanges;
}

/** Reads part of a table; throws where it is cut short. */
export interface Sections {
  words(offset: number, count: number): readonly number[];
  halves(offset: number, count: number): Uint16Array;
}

/** `sizes`: of the dimensions. */
export function readLineFailovers(sections: Sections, at: number, sizes: readonly number[]): LineFailovers {
  const [caseCount = 0, linkCount = 0] = sections.words(at, 2);
  const cases = Array.from({ length: caseCount }, (_, index) => readCase(sections, at + 8 + index * 20, sizes));
  const ofCoordinates = sizes.map(() => new Map<number, LineChanges>());
  for (const { dimension, coordinate, changes } of cases) {
    if (coordinate !== -1) ofCoordinates[dimension]?.set(coordinate, changes);
  }
  const ofLinks = new Map<number, readonly BrokenLine[]>();
  for (let index = 0; index < linkCount; index++) {
    const [link = 0, count = 0, linesAt = 0] = sections.words(at + 8 + caseCount * 20 + index * 12, 3);
    ofLinks.set(link, readBroken(sections.halves(linesAt, count * 2), cases));
  }
  return { ofCoordinates, ofLinks };
}

function readCase(sections: Sections, at: number, sizes: readonly number[]): Case {
  const [dimension = 0, kind = 0, coordinate = 0, count = 0, entriesAt = 0] = sections.words(at, 5);
  const columns = sections.halves(entriesAt, count * 4);
  const changes = new Map<number, Change>();
  for (let entry = 0; entry < columns.length; entry += 4) {
    const [from = 0, to = 0, nextHop = 0, virtualChannel = 0] = columns.subarray(entry, entry + 4);
    changes.set(from * (sizes[dimension] ?? 0) + to, { nextHop, virtualChannel });
  }
  return { dimension, coordinate: kind === 0 ? coordinate : -1, changes };
}

function readBroken(columns: Uint16Array, cases: readonly Case[]): readonly BrokenLine[] {
  const broken: BrokenLine[] = [];
  for (let line = 0; line < columns.length; line += 2) {
    const of = cases[columns[line] ?? -1];
    if (of !== undefined) broken.push({ dimension: of.dimension, core: columns[line + 1] ?? 0, changes: of.changes });
  }
  return broken;
}
