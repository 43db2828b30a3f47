/** Quantities as a picture labels them: short, rounded to three digits, the same in every locale. */
import type { PlanMachine } from "../../plan/plan.ts";

/** The unit of all times in one picture. */
export interface TimeUnit {
  /** Of all cores; null when they differ, then times are in ns. */
  readonly hertz: number | null;
}

/** Cycles when all cores have the same clock and it is known. */
export function timeUnitOf(machine: PlanMachine): TimeUnit {
  const clocks = new Set(machine.cores.map(({ clock }) => clock));
  const [hertz] = clocks;
  return { hertz: clocks.size === 1 && hertz !== undefined && hertz > 0 ? hertz : null };
}

/** `65 cy`, `7.5 ns`; nanoseconds as long as they can be read at a glance: from ten thousand of them on `100 µs`. */
export function labelTime(picoseconds: number, { hertz }: TimeUnit): string {
  if (hertz !== null) return `${round((picoseconds * hertz) / 1e12)} cy`;
  if (picoseconds < 1e7) return `${round(picoseconds / 1e3)} ns`;
  return picoseconds < 1e10 ? `${round(picoseconds / 1e6)} µs` : `${round(picoseconds / 1e9)} ms`;
}

export function labelSize(bytes: number): string {
  return withUnit(bytes, [
    [2 ** 40, "TiB"],
    [2 ** 30, "GiB"],
    [2 ** 20, "MiB"],
    [2 ** 10, "KiB"],
    [1, "B"],
  ]);
}

/** Empty when it is not known. */
export function labelClock(hertz: number): string {
  if (hertz === 0) return "";
  return withUnit(hertz, [
    [1e9, "GHz"],
    [1e6, "MHz"],
    [1e3, "kHz"],
    [1, "Hz"],
  ]);
}

export function labelBandwidth(bytesPerSecond: number): string {
  return withUnit(bytesPerSecond, [
    [1e9, "GB/s"],
    [1e6, "MB/s"],
    [1e3, "kB/s"],
    [1, "B/s"],
  ]);
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

function withUnit(amount: number, units: readonly (readonly [number, string])[]): string {
  const [scale, unit] = units.find(([size]) => amount >= size) ?? units.at(-1) ?? [1, ""];
  return `${round(amount / scale)} ${unit}`;
}

function round(number: number): string {
  return String(Number(number >= 1000 ? number.toFixed(0) : number.toPrecision(3)));
}
