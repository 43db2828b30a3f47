/**
 * The layout of a ring slot: one cache line, little-endian. Bytes from the start of the slot:
 *
 *      0  u32  sequence: the slot's position in the ring's life, plus one; written last
 *      4  u16  destination core            6  u16  source core
 *      8  u16  destination endpoint       10  u16  source endpoint
 *     12  u8   kind    13  u8  opcode     14  u8   flags      15  u8  payload bytes in this slot
 *     16  u32  correlation
 *     20  u32  bytes of the whole message
 *     24  40 bytes of payload, so 8-aligned
 *
 * A slot of more than {@link slotPayloadAt} + {@link slotPayload} bytes (a machine with longer lines) leaves its rest unused,
 * so that a frame fits the slots of every channel on its way.
 */
export const slotPayloadAt = 24;
export const slotPayload = 40;
export const leastSlotBytes = slotPayloadAt + slotPayload;

/** Indices of the header's 32-bit words. */
export const wordCores = 1;
export const wordEndpoints = 2;
export const wordShape = 3;
export const wordCorrelation = 4;
export const wordTotal = 5;
export const wordPayload = 6;

/** Where a ring lies in its segment. All in bytes but `slots`. */
export interface RingPlace {
  /** Start of the line for credits; the slots follow it. */
  readonly offset: number;
  /** A power of two. */
  readonly slots: number;
  /** A multiple of {@link leastSlotBytes}. */
  readonly slotBytes: number;
}

/** Bytes a ring takes in its segment, its line for credits included. */
export function ringBytes(slots: number, slotBytes: number): number {
  return (slots + 1) * slotBytes;
}

/** Throws for a place that is no ring: a defect of whoever planned it, found before memory is written. */
export function checkRingPlace(place: RingPlace, segmentBytes: number): void {
  const { offset, slots, slotBytes } = place;
  const shaped =
    slots >= 1 && (slots & (slots - 1)) === 0 && slotBytes >= leastSlotBytes && slotBytes % leastSlotBytes === 0;
  const inside = offset >= 0 && offset % leastSlotBytes === 0 && offset + ringBytes(slots, slotBytes) <= segmentBytes;
  if (!shaped || !inside) {
    throw new RangeError(
      `no ring: ${slots} slots of ${slotBytes} bytes at ${offset} in a segment of ${segmentBytes} bytes`,
    );
  }
}
