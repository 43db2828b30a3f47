import type { Dimension } from "../model/quantity.ts";

export interface Unit {
  readonly name: string;
  readonly dimension: Dimension;
  /** How many base units (bytes, picoseconds, hertz, bytes per second) it is; for cycles 1. */
  readonly scale: number;
  readonly cycles: boolean;
}

const prefixes: readonly (readonly [string, number])[] = [
  ["", 1],
  ["k", 1e3],
  ["M", 1e6],
  ["G", 1e9],
  ["T", 1e12],
];
const binaryPrefixes: readonly (readonly [string, number])[] = [
  ["Ki", 2 ** 10],
  ["Mi", 2 ** 20],
  ["Gi", 2 ** 30],
  ["Ti", 2 ** 40],
];

function unitsOf(dimension: Dimension, table: readonly (readonly [string, number])[], cycles = false): readonly Unit[] {
  return table.map(([name, scale]) => ({ name, dimension, scale, cycles }));
}

const withSuffix = (table: readonly (readonly [string, number])[], suffix: string, scale: number) =>
  table.map(([prefix, factor]) => [prefix + suffix, factor * scale] as const);

const allUnits: readonly Unit[] = [
  ...unitsOf("size", withSuffix([...prefixes, ...binaryPrefixes], "B", 1)),
  ...unitsOf("size", [
    ["byte", 1],
    ["bytes", 1],
    ["bit", 1 / 8],
    ["bits", 1 / 8],
  ]),
  ...unitsOf("time", [
    ["ps", 1],
    ["ns", 1e3],
    ["us", 1e6],
    ["µs", 1e6],
    ["μs", 1e6],
    ["ms", 1e9],
    ["s", 1e12],
  ]),
  ...unitsOf(
    "time",
    [
      ["cycles", 1],
      ["cycle", 1],
    ],
    true,
  ),
  ...unitsOf("frequency", withSuffix(prefixes, "Hz", 1)),
  ...unitsOf("bandwidth", withSuffix([...prefixes, ...binaryPrefixes], "B/s", 1)),
  ...unitsOf("bandwidth", withSuffix(prefixes, "b/s", 1 / 8)),
];

const unitByName: ReadonlyMap<string, Unit> = new Map(allUnits.map((unit) => [unit.name, unit]));

export function findUnit(name: string): Unit | null {
  return unitByName.get(name) ?? null;
}

export function unitNames(): readonly string[] {
  return [...unitByName.keys()];
}

/** Some units of a dimension that a message can offer. */
export const usualUnits: Readonly<Record<Dimension, readonly string[]>> = {
  count: [],
  size: ["B", "KiB", "MiB", "GiB"],
  time: ["ns", "us", "ms", "cycles"],
  frequency: ["kHz", "MHz", "GHz"],
  bandwidth: ["MB/s", "GB/s", "Gb/s"],
};

/** The unit in which amounts of a dimension are kept. */
export const baseUnits: Readonly<Record<Dimension, string>> = {
  count: "",
  size: "B",
  time: "ps",
  frequency: "Hz",
  bandwidth: "B/s",
};

/** What people call a dimension, with its article. */
export const dimensionWords: Readonly<Record<Dimension, string>> = {
  count: "a plain number",
  size: "a size",
  time: "a time",
  frequency: "a frequency",
  bandwidth: "a bandwidth",
};
