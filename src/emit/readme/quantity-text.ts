/** Quantities as people write them. */

/** `2 GHz` */
export function printFrequency(hertz: number): string {
  return scale(hertz, 1000, ["Hz", "kHz", "MHz", "GHz", "THz"]);
}

/** `130 ns`; the argument is picoseconds. */
export function printTime(picoseconds: number): string {
  return scale(picoseconds, 1000, ["ps", "ns", "µs", "ms", "s"]);
}

/** `2 MiB` */
export function printSize(bytes: number): string {
  return scale(bytes, 1024, ["bytes", "KiB", "MiB", "GiB", "TiB"]);
}

/** `338.43 MB/s` */
export function printBandwidth(bytes: number): string {
  return scale(bytes, 1000, ["B/s", "kB/s", "MB/s", "GB/s", "TB/s"]);
}

/** `8.46 %` */
export function printShare(share: number): string {
  return `${Number((100 * share).toFixed(2))} %`;
}

/** `1 channel`, `2 channels` */
export function printCount(count: number, thing: string, things = `${thing}s`): string {
  return `${count} ${count === 1 ? thing : things}`;
}

/** In the largest unit that leaves at least 1, with at most two decimals. */
function scale(value: number, base: number, units: readonly string[]): string {
  let rest = value;
  let unit = 0;
  while (rest >= base && unit < units.length - 1) {
    rest /= base;
    unit += 1;
  }
  return `${Number(rest.toFixed(2))} ${units[unit]}`;
}
