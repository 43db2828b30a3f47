import type { Time } from "../../model/quantity.ts";

/** As its author said it: in cycles, else in the largest unit that gives at least one. */
export function printTime(time: Time | null): string {
  if (time === null) return "an unsaid time";
  if (time.cycles !== null) return `${time.cycles.count} cycles`;
  const units = [
    ["s", 1e12],
    ["ms", 1e9],
    ["us", 1e6],
    ["ns", 1e3],
  ] as const;
  const [unit, scale] = units.find(([, size]) => time.picoseconds >= size) ?? (["ps", 1] as const);
  return `${Number((time.picoseconds / scale).toFixed(3))} ${unit}`;
}
