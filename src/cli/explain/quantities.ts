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
