/** How long a message waits, on average, for those in front of it. */

/** Messages that go over one carrier, one kind of them. */
export interface Stream {
  /** Messages a second. */
  readonly rate: number;
  /** Bytes of each. */
  readonly bytes: number;
}

/** Bytes per second. */
export function demandOf(streams: readonly Stream[]): number {
  return streams.reduce((sum, { rate, bytes }) => sum + rate * bytes, 0);
}

/**
 * Mean wait in picoseconds before a carrier of so many bytes a second is free: λ E[S²] / (2 (1 − ρ)), the formula of
 * Pollaczek and Khinchine for a single server that messages reach at random (Kleinrock, "Queueing systems, volume 1:
 * theory", Wiley 1975, chapter 5). With messages of one length it is M/D/1, ρ S / (2 (1 − ρ)). A message counts as one
 * customer as long as all of its bytes take. Infinite when there is more traffic than bandwidth.
 */
export function meanWait(streams: readonly Stream[], bandwidth: number): number {
  const utilisation = demandOf(streams) / bandwidth;
  if (utilisation >= 1) return Number.POSITIVE_INFINITY;
  const residual = streams.reduce((sum, { rate, bytes }) => sum + (rate * (bytes / bandwidth) ** 2) / 2, 0);
  return (residual / (1 - utilisation)) * 1e12;
}
