import type { Failover, Hop, Routes } from "../../plan/plan.ts";
import { gatherLines, type LinesToWrite } from "./route-lines.ts";

/**
 * The routing tables as a kernel maps them, little-endian:
 *
 *      0  4 bytes "SKRT"
 *      4  u16  version, 3; 4 where cores go by place
 *      6  u16  dimensions
 *      8  u32  cores
 *     12  u16  virtual channels
 *     14  u16  0
 *     16  u32  offset of the coordinates: dimensions × cores u16, dimension by dimension; 0 when there is one dimension
 *              and a core's number is its coordinate
 *     20  u32  offset of the failovers
 *     24  u32  offset of the lines; 0 when there is one dimension
 *     28  u32  virtual channel of steps to the side; 0xffffffff when there are none
 *     32  for each dimension three u32: its size, and the offsets of
 *              its next hops: size × size u16, row by row of the coordinate a message is at
 *              its virtual channels: size × size u8, likewise
 *
 * Version 4 has one dimension. Its size are the columns: one for each place, then one for each position in a place. In
 * place of coordinates stand cores u16, the place of each, and cores u16, its position there. Next hops are cores, cores ×
 * columns, and virtual channels likewise: a core of the same place is looked up by its position, all others by their place.
 *
 * The failovers begin with their number as a u32; for each follow four u32: 0 for a core or 1 for a link, its number, how
 * many entries change, and their offset. An entry is four u16: the core it is for, the destination, the next hop and the
 * virtual channel.
 *
 * The lines say what changes where there are several dimensions. They begin with the numbers of cases and of links, two
 * u32. For each case follow five u32: its dimension, 0 for a lost coordinate or 1 for lost hops, the coordinate, how many
 * entries change, and their offset; an entry is as above, in coordinates. For each link follow three u32: its number, how
 * many lines it breaks, and their offset; a line is two u16: its case, and a core that lies on it.
 *
 * All sections start at multiples of 8. Of a core that is offline coordinates are 0xffff; so is the next hop where no
 * route leads.
 */
export function encodeRoutes(routes: Routes, hops: readonly Hop[] = []): Uint8Array {
  const { virtualChannels, dimensions, places, failover } = routes;
  const coordinates = places === undefined ? routes.coordinates : [places.of, places.position];
  const cores = coordinates?.[0]?.length ?? dimensions[0]?.nextHop.length ?? 0;
  const file = new Layout(headerBytes + dimensions.length * 12);
  const coordinatesAt = coordinates === null ? 0 : file.place(coordinates.length * cores * 2);
  const tables = dimensions.map(({ nextHop }) => {
    const size = nextHop[0]?.length ?? 0;
    const entries = nextHop.length * size;
    return { size, hopsAt: file.place(entries * 2), channelsAt: file.place(entries) };
  });
  const failoverAt = file.place(4 + failover.length * 16);
  const entriesAt = failover.map(({ from }) => file.place(from.length * 8));
  const lines = gatherLines(routes, hops);
  const linesAt = lines === null ? 0 : file.place(8 + lines.cases.length * 20 + lines.links.length * 12);
  const changesAt = lines?.cases.map(({ from }) => file.place(from.length * 8)) ?? [];
  const brokenAt = lines?.links.map(({ broken }) => file.place(broken.length * 4)) ?? [];
  const bytes = new Uint8Array(file.bytes);
  const view = new DataView(bytes.buffer);
  bytes.set(magic);
  const version = places === undefined ? 3 : 4;
  for (const [index, word] of [version, dimensions.length].entries()) view.setUint16(4 + 2 * index, word, true);
  view.setUint32(8, cores, true);
  view.setUint16(12, virtualChannels, true);
  writeWords(view, 16, [coordinatesAt, failoverAt, linesAt, routes.sidestep ?? 0xffffffff]);
  writeWords(
    view,
    headerBytes,
    tables.flatMap(({ size, hopsAt, channelsAt }) => [size, hopsAt, channelsAt]),
  );
  coordinates?.forEach((by, dimension) => {
    writeHalves(view, coordinatesAt + dimension * cores * 2, by);
  });
  dimensions.forEach(({ nextHop, virtualChannel }, dimension) => {
    const { size = 0, hopsAt = 0, channelsAt = 0 } = tables[dimension] ?? {};
    nextHop.forEach((row, from) => {
      writeHalves(view, hopsAt + from * size * 2, row);
    });
    virtualChannel.forEach((row, from) => {
      bytes.set(row, channelsAt + from * size);
    });
  });
  writeFailover(view, failover, failoverAt, entriesAt);
  if (lines !== null) writeLines(view, lines, linesAt, changesAt, brokenAt);
  return bytes;
}

/** "SKRT" */
const magic = [0x53, 0x4b, 0x52, 0x54];
const headerBytes = 32;

/** Sections one behind the other. */
class Layout {
  bytes: number;

  constructor(bytes: number) {
    this.bytes = bytes;
  }

  place(bytes: number): number {
    const at = Math.ceil(this.bytes / 8) * 8;
    this.bytes = at + bytes;
    return at;
  }
}

function writeFailover(
  view: DataView,
  failover: readonly Failover[],
  failoverAt: number,
  entriesAt: readonly number[],
): void {
  view.setUint32(failoverAt, failover.length, true);
  failover.forEach(({ lost, from, to, nextHop, virtualChannel }, index) => {
    const [kind, element] = "core" in lost ? [0, lost.core] : [1, lost.link];
    writeWords(view, failoverAt + 4 + index * 16, [kind, element, from.length, entriesAt[index] ?? 0]);
    writeEntries(view, entriesAt[index] ?? 0, { from, to, nextHop, virtualChannel });
  });
}

function writeEntries(view: DataView, at: number, { from, to, nextHop, virtualChannel }: Omit<Failover, "lost">): void {
  from.forEach((core, entry) => {
    const columns = [core, to[entry] ?? 0, nextHop[entry] ?? -1, virtualChannel[entry] ?? 0];
    writeHalves(view, at + entry * 8, columns);
  });
}

function writeLines(
  view: DataView,
  { cases, links }: LinesToWrite,
  linesAt: number,
  changesAt: readonly number[],
  brokenAt: readonly number[],
): void {
  writeWords(view, linesAt, [cases.length, links.length]);
  cases.forEach((line, index) => {
    const { dimension, lost, from } = line;
    const at = changesAt[index] ?? 0;
    const what = "coordinate" in lost ? [0, lost.coordinate] : [1, 0];
    writeWords(view, linesAt + 8 + index * 20, [dimension, ...what, from.length, at]);
    writeEntries(view, at, line);
  });
  links.forEach(({ link, broken }, index) => {
    const at = brokenAt[index] ?? 0;
    writeWords(view, linesAt + 8 + cases.length * 20 + index * 12, [link, broken.length, at]);
    writeHalves(
      view,
      at,
      broken.flatMap(({ line, core }) => [line, core]),
    );
  });
}

function writeWords(view: DataView, at: number, words: readonly number[]): void {
  for (const [index, word] of words.entries()) view.setUint32(at + 4 * index, word, true);
}

/** -1 becomes 0xffff. */
function writeHalves(view: DataView, at: number, halves: readonly number[]): void {
  for (const [index, half] of halves.entries()) view.setUint16(at + 2 * index, half, true);
}
