/** Quantities in the unit that gives the shortest exact number. */

const sizeUnits = [
  [2 ** 40, "TiB"],
  [2 ** 30, "GiB"],
  [2 ** 20, "MiB"],
  [2 ** 10, "KiB"],
  [1, "bytes"],
] as const;

/** Bytes: `105 MiB`, `4286668 KiB`; never rounded. */
export function printSize(bytes: number): string {
  const [factor, unit] = sizeUnits.find(([size]) => bytes >= size && bytes % size === 0) ?? [1, "bytes"];
  return `${bytes / factor} ${unit}`;
}

/** Hz: `2 GHz`, `2.9 GHz`, `2399.998 MHz`; never rounded. */
export function printClock(hertz: number): string {
  if (hertz % 10_000_000 === 0) return `${hertz / 1_000_000_000} GHz`;
  return hertz % 1_000 === 0 ? `${hertz / 1_000_000} MHz` : `${hertz} Hz`;
}
