/** `3.2 GB/s`: decimal, as links are sold. */
export function printBandwidth(bytes: number): string {
  const units = [
    [1e9, "GB/s"],
    [1e6, "MB/s"],
    [1e3, "kB/s"],
  ] as const;
  const [scale, unit] = units.find(([size]) => bytes >= size) ?? [1, "B/s"];
  return `${Math.round((bytes / scale) * 100) / 100} ${unit}`;
}
