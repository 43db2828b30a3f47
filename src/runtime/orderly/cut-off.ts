import type { BootConfiguration } from "../kernel/boot-configuration.ts";

/**
 * Cores whose kernels the most others could not reach any more once one has left: fewer than half of those that stay, or the
 * smaller part. None where all that stay reach each other, over kernels that run.
 */
export function cutOffWithout(
  core: number,
  running: readonly number[],
  { channels }: Pick<BootConfiguration, "channels">,
): readonly number[] {
  const staying = new Set(running.filter((each) => each !== core));
  const neighbours = new Map<number, number[]>([...staying].map((each) => [each, []]));
  for (const { from, to } of channels) {
    if (staying.has(to)) neighbours.get(from)?.push(to);
  }
  const parts: (readonly number[])[] = [];
  while (staying.size > 0) {
    const [first = -1] = staying;
    parts.push(takeReached(first, staying, neighbours));
  }
  const largest = parts.reduce<readonly number[]>((best, part) => (part.length > best.length ? part : best), []);
  return parts.filter((part) => part !== largest).flat();
}

/** Takes them out of those that stay. */
function takeReached(
  first: number,
  staying: Set<number>,
  neighbours: ReadonlyMap<number, readonly number[]>,
): readonly number[] {
  const reached = [first];
  staying.delete(first);
  for (const here of reached) {
    for (const next of neighbours.get(here) ?? []) if (staying.delete(next)) reached.push(next);
  }
  return reached;
}
