import type { Routes } from "../../plan/plan.ts";

/**
 * The routing table as a kernel maps it, little-endian:
 *
 *      0  4 bytes "SKRT"
 *      4  u16  version, 1
 *      6  u16  cores
 *      8  u16  virtual channels
 *     10  u16  0
 *     12  u32  offset of the virtual channels: a u8 for each destination core
 *     16  u32  offset of the next hops: cores × cores u16, row by row of the core a message is at
 *     20  u32  0
 *
 * Both sections start at multiples of 8. A core's own entry on the diagonal is itself; 0xffff stands where no route
 * leads, which is so only from and to cores that are offline.
 */
export function encodeRoutes({ virtualChannels, virtualChannelOf, nextHop }: Routes): Uint8Array {
  const cores = virtualChannelOf.length;
  const hopsAt = headerBytes + Math.ceil(cores / 8) * 8;
  const bytes = new Uint8Array(hopsAt + cores * cores * hopBytes);
  const view = new DataView(bytes.buffer);
  bytes.set(magic);
  for (const [index, word] of [version, cores, virtualChannels].entries()) view.setUint16(4 + 2 * index, word, true);
  view.setUint32(12, headerBytes, true);
  view.setUint32(16, hopsAt, true);
  bytes.set(virtualChannelOf, headerBytes);
  for (const [index, hop] of nextHop.flat().entries()) view.setUint16(hopsAt + hopBytes * index, hop, true);
  return bytes;
}

/** "SKRT" */
const magic = [0x53, 0x4b, 0x52, 0x54];
const version = 1;
const headerBytes = 24;
const hopBytes = 2;
