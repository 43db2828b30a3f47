/**
 * The routing table as a kernel maps it, little-endian:
 *
 *      0  4 bytes "SKRT"
 *      4  u16  version, 1         6  u16  cores
 *      8  u16  virtual channels  10  u16  reserved, 0
 *     12  u32  offset of a u8 for each destination core: its virtual channel
 *     16  u32  offset, a multiple of 2, of cores × cores u16: the next hop, row by row of the core a message is at
 *
 * The bytes may lie in shared memory and are read in place.
 */
const magic = 0x54524b53;
const headerBytes = 20;

export class RouteTable {
  readonly cores: number;
  readonly virtualChannels: number;
  readonly #virtualChannelOf: Uint8Array;
  readonly #nextHop: Uint16Array;

  /** Throws for bytes that are no routing table. */
  constructor(bytes: Uint8Array) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (bytes.length < headerBytes || view.getUint32(0, true) !== magic) throw new RangeError("not a routing table");
    if (view.getUint16(4, true) !== 1)
      throw new RangeError(`routing table of version ${view.getUint16(4, true)}, not 1`);
    this.cores = view.getUint16(6, true);
    this.virtualChannels = view.getUint16(8, true);
    this.#virtualChannelOf = section(bytes, view.getUint32(12, true), this.cores);
    const hops = section(bytes, view.getUint32(16, true), this.cores * this.cores * 2);
    // In place where alignment allows, as it does for every table that was allocated on its own.
    this.#nextHop =
      hops.byteOffset % 2 === 0
        ? new Uint16Array(hops.buffer, hops.byteOffset, hops.length >> 1)
        : new Uint16Array(hops.slice().buffer);
  }

  /** The virtual channel of everything that is on its way to `destination`. */
  virtualChannelOf(destination: number): number {
    return this.#virtualChannelOf[destination] ?? 0;
  }

  /** The core after `from` on the way to `destination`, or -1 for cores that do not exist. */
  nextHop(from: number, destination: number): number {
    if (from >= this.cores || destination >= this.cores) return -1;
    return this.#nextHop[from * this.cores + destination] ?? -1;
  }

  /** The cores after `from` up to and with `destination`; null where the table leads nowhere. */
  path(from: number, destination: number): readonly number[] | null {
    const cores: number[] = [];
    for (let at = from; at !== destination; ) {
      const next = this.nextHop(at, destination);
      if (next < 0 || next >= this.cores || next === at || cores.length >= this.cores) return null;
      cores.push(next);
      at = next;
    }
    return cores;
  }
}

function section(bytes: Uint8Array, offset: number, length: number): Uint8Array {
  if (offset < headerBytes || offset + length > bytes.length) throw new RangeError("a routing table that is cut short");
  return bytes.subarray(offset, offset + length);
}

/** The same bytes from plain numbers; `nextHop[from][to]`. */
export function encodeRouteTable(
  virtualChannels: number,
  virtualChannelOf: readonly number[],
  nextHop: readonly (readonly number[])[],
): Uint8Array {
  const cores = virtualChannelOf.length;
  const hopsAt = headerBytes + 4 + Math.ceil(cores / 8) * 8;
  const bytes = new Uint8Array(hopsAt + cores * cores * 2);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, magic, true);
  view.setUint16(4, 1, true);
  view.setUint16(6, cores, true);
  view.setUint16(8, virtualChannels, true);
  view.setUint32(12, headerBytes + 4, true);
  view.setUint32(16, hopsAt, true);
  bytes.set(virtualChannelOf, headerBytes + 4);
  for (const [from, row] of nextHop.entries()) {
    for (const [to, hop] of row.entries()) view.setUint16(hopsAt + (from * cores + to) * 2, hop, true);
  }
  return bytes;
}
