import { type LineFailovers, readLineFailovers, type Sections } from "./line-failover.ts";
import { PlaceEntries } from "./place-entries.ts";

/**
 * The routing tables as a kernel maps them, little-endian:
 *
 *      0  4 bytes "SKRT"
 *      4  u16  version, 3 or 4    6  u16  dimensions
 *      8  u32  cores             12  u16  virtual channels      14  u16  reserved, 0
 *     16  u32  offset of the coordinates: dimensions × cores u16; 0: one dimension, a core's number is its coordinate
 *     20  u32  offset of the failovers: their number as a u32, then for each four u32: 0 for a core or 1 for a link, its
 *              number, how many entries change, and their offset; an entry is four u16: core, destination, next, channel
 *     24  u32  offset of the lines, 0: none; 28  u32  virtual channel of steps to the side, 0xffffffff: none
 *     32  for each dimension three u32: its size; offset, a multiple of 2, of size × size u16, the next coordinates, row by
 *         row of the one a message is at; offset of size × size u8, the virtual channels of the hops there
 *
 * The lines say the same for several dimensions: how many cases and how many links there are as two u32; for each case
 * five u32: its dimension, 0 for a lost coordinate or 1 for lost hops, the coordinate, how many entries change, and their
 * offset, as above but in coordinates; for each link three u32: its number, how many lines it breaks, and the offset of
 * two u16 for each: the case and a core on the line.
 *
 * Version 4 has one dimension, whose size are columns: one for each place, then one for each position in a place. In place
 * of coordinates stand the place of each core and its position there; next hops are cores, and there is a row for each.
 *
 * The bytes may lie in shared memory and are read in place.
 */
const magic = 0x54524b53;
const version = 3;
const versionByPlace = 4;
const headerBytes = 32;
const dimensionBytes = 12;
/** The next hop where no way leads, as a table has it. */
export const nowhere = 0xffff;
const noSidestep = 0xffffffff;

/** One dimension of the grid that cores are points of. */
export interface Dimension {
  readonly size: number;
  readonly nextHop: Uint16Array;
  readonly virtualChannel: Uint8Array;
  /** By core. */
  readonly coordinate: Uint16Array;
  /** How far apart the points of two cores are that differ by one in it. */
  readonly stride: number;
}

/** An entry that changes. */
export interface Change {
  readonly nextHop: number;
  readonly virtualChannel: number;
}

/** The entries that change with what is lost, by core × cores + destination. */
export interface Failovers {
  readonly cores: ReadonlyMap<number, ReadonlyMap<number, Change>>;
  readonly links: ReadonlyMap<number, ReadonlyMap<number, Change>>;
}

/** What a routing table says, section by section. */
export interface TableSections {
  readonly cores: number;
  readonly virtualChannels: number;
  readonly dimensions: readonly Dimension[];
  /** Of a table that goes by place; null for all others, and then it has no dimensions. */
  readonly byPlace: PlaceEntries | null;
  readonly failovers: Failovers;
  readonly lines: LineFailovers | null;
  /** The virtual channel of steps to the side; -1 when there are none. */
  readonly sidestep: number;
}

/** Throws for bytes that are no routing table. */
export function readRouteTable(bytes: Uint8Array): TableSections {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < headerBytes || view.getUint32(0, true) !== magic) throw new RangeError("not a routing table");
  const given = view.getUint16(4, true);
  if (given !== version && given !== versionByPlace)
    throw new RangeError(`routing table of version ${given}, not ${version} or ${versionByPlace}`);
  const cores = view.getUint32(8, true);
  const goesByPlace = given === versionByPlace;
  const dimensions = goesByPlace ? [] : readDimensions(bytes, view, cores);
  const sidestep = view.getUint32(28, true);
  return {
    ...{ cores, dimensions, virtualChannels: view.getUint16(12, true) },
    byPlace: goesByPlace ? readPlaces(bytes, view, cores) : null,
    failovers: readFailovers(bytes, view, cores),
    lines: readLines(bytes, view, dimensions),
    sidestep: sidestep === noSidestep ? -1 : sidestep,
  };
}

function readLines(bytes: Uint8Array, view: DataView, dimensions: readonly Dimension[]): LineFailovers | null {
  const at = view.getUint32(24, true);
  if (at === 0) return null;
  const sizes = dimensions.map(({ size }) => size);
  return readLineFailovers(sectionsOf(bytes, view), at, sizes);
}

function readDimensions(bytes: Uint8Array, view: DataView, cores: number): readonly Dimension[] {
  const count = view.getUint16(6, true);
  section(bytes, headerBytes, count * dimensionBytes);
  const coordinatesAt = view.getUint32(16, true);
  let stride = 1;
  return Array.from({ length: count }, (_, index) => {
    const at = headerBytes + index * dimensionBytes;
    const size = view.getUint32(at, true);
    const dimension = {
      size,
      nextHop: halves(bytes, view.getUint32(at + 4, true), size * size),
      virtualChannel: section(bytes, view.getUint32(at + 8, true), size * size),
      coordinate:
        coordinatesAt === 0
          ? Uint16Array.from({ length: cores }, (_each, core) => core)
          : halves(bytes, coordinatesAt + index * cores * 2, cores),
      stride,
    };
    stride *= size;
    return dimension;
  });
}

function readPlaces(bytes: Uint8Array, view: DataView, cores: number): PlaceEntries {
  section(bytes, headerBytes, dimensionBytes);
  const placesAt = view.getUint32(16, true);
  const columns = view.getUint32(headerBytes, true);
  return new PlaceEntries({
    cores,
    columns,
    placeOf: halves(bytes, placesAt, cores),
    position: halves(bytes, placesAt + cores * 2, cores),
    nextHops: halves(bytes, view.getUint32(headerBytes + 4, true), cores * columns),
    virtualChannels: section(bytes, view.getUint32(headerBytes + 8, true), cores * columns),
  });
}

function readFailovers(bytes: Uint8Array, view: DataView, cores: number): Failovers {
  const found = {
    cores: new Map<number, ReadonlyMap<number, Change>>(),
    links: new Map<number, ReadonlyMap<number, Change>>(),
  };
  const { words, halves } = sectionsOf(bytes, view);
  const at = view.getUint32(20, true);
  const [count = 0] = words(at, 1);
  section(bytes, at + 4, count * 16);
  for (let index = 0; index < count; index++) {
    const [kind, lost = 0, entries = 0, entriesAt = 0] = words(at + 4 + index * 16, 4);
    const changes = readChanges(halves(entriesAt, entries * 4), cores);
    (kind === 0 ? found.cores : found.links).set(lost, changes);
  }
  return found;
}

function sectionsOf(bytes: Uint8Array, view: DataView): Sections {
  return {
    words(offset, count) {
      section(bytes, offset, count * 4);
      return Array.from({ length: count }, (_, index) => view.getUint32(offset + index * 4, true));
    },
    halves: (offset, count) => halves(bytes, offset, count),
  };
}

function readChanges(columns: Uint16Array, cores: number): ReadonlyMap<number, Change> {
  const changes = new Map<number, Change>();
  for (let entry = 0; entry < columns.length; entry += 4) {
    const [from = 0, to = 0, next = nowhere, virtualChannel = 0] = columns.subarray(entry, entry + 4);
    changes.set(from * cores + to, { nextHop: next === nowhere ? -1 : next, virtualChannel });
  }
  return changes;
}

/** In place where alignment allows, as it does for every table that was allocated on its own. */
function halves(bytes: Uint8Array, offset: number, count: number): Uint16Array {
  const found = section(bytes, offset, count * 2);
  if (found.byteOffset % 2 === 0) return new Uint16Array(found.buffer, found.byteOffset, count);
  return new Uint16Array(found.slice().buffer);
}

function section(bytes: Uint8Array, offset: number, length: number): Uint8Array {
  if (offset < headerBytes || offset + length > bytes.length) throw new RangeError("a routing table that is cut short");
  return bytes.subarray(offset, offset + length);
}

/** The bytes of a table of one dimension without failovers, from plain numbers by `[from][to]`. */
export function encodeRouteTable(
  virtualChannels: number,
  virtualChannel: readonly (readonly number[])[],
  nextHop: readonly (readonly number[])[],
): Uint8Array {
  const cores = nextHop.length;
  const align = (offset: number): number => Math.ceil(offset / 8) * 8;
  const hopsAt = align(headerBytes + dimensionBytes);
  const channelsAt = align(hopsAt + cores * cores * 2);
  const failoverAt = align(channelsAt + cores * cores);
  const bytes = new Uint8Array(failoverAt + 4);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, magic, true);
  view.setUint16(4, version, true);
  view.setUint16(6, 1, true);
  view.setUint32(8, cores, true);
  view.setUint16(12, virtualChannels, true);
  for (const [index, word] of [0, failoverAt, 0, noSidestep, cores, hopsAt, channelsAt].entries())
    view.setUint32(16 + index * 4, word, true);
  for (const [from, row] of nextHop.entries()) {
    for (const [to, hop] of row.entries()) view.setUint16(hopsAt + (from * cores + to) * 2, hop, true);
    bytes.set(virtualChannel[from] ?? [], channelsAt + from * cores);
  }
  return bytes;
}
