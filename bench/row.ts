/** One line of a benchmark's table. `bench/<area>/run.ts` exports `run(): Promise<readonly BenchRow[]>`. */
export interface BenchRow {
  /** What was measured, in a few words. */
  readonly what: string;
  /** `ms`, `ns`, `messages/s` … of all numbers in the row. */
  readonly unit: string;
  readonly skerry: number;
  /** The physical limit, or the bare mechanism that nothing built on it can beat; null when there is none to measure. */
  readonly limit: number | null;
  /** By name; what the machine lacks is absent. */
  readonly peers: Readonly<Record<string, number>>;
  /** How many times worse than the limit; null without one. */
  readonly ratioToLimit: number | null;
  /** Where it stands in the picture of its area, if it does: on which line, and how far along. */
  readonly plot?: { readonly series: string; readonly x: number };
}

/** A file beside bench/README.md. `bench/<area>/run.ts` may export `draw(rows): readonly BenchPicture[]`. */
export interface BenchPicture {
  readonly path: string;
  /** What it shows, for those who cannot see it. */
  readonly title: string;
  readonly content: string;
}

export type Bench = () => Promise<readonly BenchRow[]>;

/** The middle value; the mean of the two middle ones when their number is even. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[sorted.length >> 1] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[(sorted.length >> 1) - 1] ?? upper)) / 2;
}
