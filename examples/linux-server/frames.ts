/** Frames as they might come over the network: who audits knows what has to be in them. */

/** How many come. */
export const frames = 16;

/** Bytes of a frame, all of them different from frame to frame. */
export function frameOf(number: number): Uint8Array {
  return Uint8Array.from({ length: 64 + number }, (_, index) => (number * 31 + index) & 0xff);
}
