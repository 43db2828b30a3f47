import type { Passed } from "./loopback.ts";

/** A message cut short, lengthened, and with bits flipped: all of them when it is short. */
export function damage({ bytes }: Passed, seed: number): Uint8Array[] {
  const cut = Array.from({ length: Math.min(bytes.length, 20) }, (_, index) =>
    bytes.subarray(0, Math.floor((index * bytes.length) / 20)),
  );
  const flips = Math.min(bytes.length * 8, 64);
  const flipped = Array.from({ length: flips }, (_, index) => {
    const copy = bytes.slice();
    const bit = flips === bytes.length * 8 ? index : (index * 7919 + seed) % (bytes.length * 8);
    copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    return copy;
  });
  return [...cut, ...flipped, new Uint8Array([...bytes, 1, 2, 3])];
}
