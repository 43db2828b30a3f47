/** Quantities as people write them: in the largest unit that leaves at least 1, with at most two decimals. */

const decimal = 1000;
const binary = 1024;

/** `2 GHz` */
export function printFrequency(hertz: number): string {
  return scale(hertz, decimal, ["Hz", "kHz", "MHz", "GHz", "THz"]);
}

/** `130 ns`; the argument is picoseconds. */
export function printTime(picoseconds: number): string {
  return scale(picoseconds, decimal, ["ps", "ns", "µs", "ms", "s"]);
}

/** `2 MiB` */
export function printSize(bytes: number): string {
  return scale(bytes, binary, ["bytes", "KiB", "MiB", "GiB", "TiB"]);
}

/** `3.2 GB/s`: decimal, as links are sold; the argument is bytes per second. */
export function printBandwidth(bytes: number): string {
  return scale(bytes, decimal, ["B/s", "kB/s", "MB/s", "GB/s", "TB/s"]);
}

function scale(value: number, base: number, units: readonly string[]): string {
  let rest = value;
  let unit = 0;
  while (rest >= base && unit < units.length - 1) {
    rest /= base;
    unit += 1;
  }
  return `${Math.round(rest * 100) / 100} ${units[unit]}`;
}
