/** Numbers as reports show them. */

/** Of a clock of so many Hz. */
export function inCycles(picoseconds: number, hertz: number): number {
  return (picoseconds * hertz) / 1e12;
}

/** Whole when it is, else with one decimal; a dash for what is not known. */
export function formatCycles(cycles: number | null): string {
  if (cycles === null) return "–";
  const rounded = Math.round(cycles * 10) / 10;
  return String(Object.is(rounded, -0) ? 0 : rounded);
}

export function formatRatio(ratio: number | null): string {
  return formatCycles(ratio);
}

/** In the largest unit that keeps it at 1 or more. */
export function formatTime(picoseconds: number): string {
  const units = [
    [1e12, "s"],
    [1e9, "ms"],
    [1e6, "µs"],
    [1e3, "ns"],
  ] as const;
  const [scale, unit] = units.find(([size]) => picoseconds >= size) ?? [1, "ps"];
  return `${Math.round((picoseconds / scale) * 100) / 100} ${unit}`;
}

/** Bytes, exactly: `64 KiB`, `1 GiB + 64 KiB`. */
export function formatSize(bytes: bigint): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
  const parts: string[] = [];
  let rest = bytes;
  for (const [power, unit] of units.entries()) {
    const isLast = power === units.length - 1;
    const here = isLast ? rest : rest % 1024n;
    if (here > 0n) parts.unshift(`${here} ${unit}`);
    rest /= 1024n;
  }
  return parts.length === 0 ? "0 B" : parts.join(" + ");
}

/** `8.5 %`; a dash for what is not known. */
export function formatShare(share: number | null): string {
  if (share === null) return "–";
  const percent = 100 * share;
  return `${percent >= 10 ? Math.round(percent) : Math.round(percent * 100) / 100} %`;
}

/** `20 kHz` */
export function formatRate(hertz: number): string {
  const units = [
    [1e9, "GHz"],
    [1e6, "MHz"],
    [1e3, "kHz"],
  ] as const;
  const [scale, unit] = units.find(([size]) => hertz >= size) ?? [1, "Hz"];
  return `${Math.round((hertz / scale) * 100) / 100} ${unit}`;
}
