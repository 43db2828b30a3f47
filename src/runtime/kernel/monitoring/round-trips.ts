import type { BootConfiguration } from "../boot-configuration.ts";

const picosecondsPerMillisecond = 1e9;

/** By neighbour of a core: milliseconds that it takes a word to get there and another to come back, as the plan has it. */
export function roundTripsOf(
  { channels }: Pick<BootConfiguration, "channels">,
  core: number,
): ReadonlyMap<number, number> {
  const [there, back] = [new Map<number, number>(), new Map<number, number>()];
  for (const { from, to, latency } of channels) {
    if (from === core) raise(there, to, latency);
    if (to === core) raise(back, from, latency);
  }
  return new Map(
    [...back].map(([near, latency]) => [near, (latency + (there.get(near) ?? 0)) / picosecondsPerMillisecond]),
  );
}

/** Milliseconds: of the slowest hop of the machine. */
export function longestRoundTrip({ channels }: Pick<BootConfiguration, "channels">): number {
  return (2 * channels.reduce((most, { latency }) => Math.max(most, latency), 0)) / picosecondsPerMillisecond;
}

function raise(latencies: Map<number, number>, core: number, latency: number): void {
  latencies.set(core, Math.max(latencies.get(core) ?? 0, latency));
}
