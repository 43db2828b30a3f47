/** What the plan puts into IOMMUs: for each device behind one, the memory that it may use and nothing else. */
import { larger, smaller } from "../../algorithms/big-integers.ts";
import { type AddressRange, lastAddress, type Space, type SpaceMap } from "../../model/address-space.ts";
import type { Device, Machine, Memory } from "../../model/machine.ts";
import type { Span } from "../../source/source-file.ts";
import { type Answer, answersOf } from "./answers.ts";
import { type Context, DecodingNet } from "./net.ts";
import { type FlatRange, unfold } from "./unfold.ts";

/** Memory that a device may use: because its `dma reaches` says so, or because a program's buffer lies there. */
export interface Grant {
  readonly device: Device;
  readonly memory: Memory;
  readonly offset: bigint;
  /** bytes */
  readonly size: bigint;
  /** Where that is said. */
  readonly span: Span;
}

/** What the machine itself says its devices may use. */
export function grantsOf({ devices }: Machine): readonly Grant[] {
  return devices.flatMap((device) =>
    device.dma.map((memory) => ({ device, memory, offset: 0n, size: BigInt(memory.size), span: device.span })),
  );
}

/** Every IOMMU that an access of the device can come to, the nearest first. */
export function iommusOf({ sees }: Device): readonly Space[] {
  return sees === null ? [] : iommusFrom(sees.space);
}

/** A space that is an IOMMU, and every one that it leads to, the nearest first. */
export function iommusFrom(space: Space): readonly Space[] {
  const found = new Set<Space>();
  const open = [space];
  const seen = new Set(open);
  for (const one of open) {
    if (one.iommu !== null) found.add(one);
    const next = [one.iommu?.to, ...one.maps.map(({ target }) => (target.kind === "space" ? target.space : null))];
    for (const behind of next) {
      if (behind === null || behind === undefined || seen.has(behind)) continue;
      seen.add(behind);
      open.push(behind);
    }
  }
  return [...found];
}

/**
 * The contexts of all devices that an IOMMU stands before. A window has the address in the IOMMU that it has behind it
 * where that is free, so that a device sees memory where the bus has it; else it takes the first gap it fits into.
 */
export function planContexts(machine: Machine, grants: readonly Grant[] = grantsOf(machine)): readonly Context[] {
  const byDevice = new Map<Device, Grant[]>();
  for (const grant of grants) byDevice.set(grant.device, [...(byDevice.get(grant.device) ?? []), grant]);
  return machine.devices.flatMap((device) => {
    const contexts: Context[] = [];
    // From the farthest to the nearest: what stands before an IOMMU can only lead to what it maps.
    for (const iommu of iommusOf(device).toReversed()) {
      const maps = planWindows(iommu, byDevice.get(device) ?? [], new DecodingNet(contexts));
      contexts.push({ device, iommu, maps });
    }
    return contexts;
  });
}

function planWindows(iommu: Space, grants: readonly Grant[], net: DecodingNet): readonly SpaceMap[] {
  const { iommu: facts } = iommu;
  const [first] = grants;
  if (facts === null || first === undefined) return [];
  const { ranges } = unfold(net, first.device, facts.to);
  const windows: SpaceMap[] = [];
  for (const grant of grants) {
    for (const range of ranges) {
      for (const behind of addressesOf(range, grant, BigInt(facts.pageBytes)))
        windows.push(...placeWindow(iommu, behind, range, grant, windows));
    }
  }
  return windows.sort((left, right) => (left.from < right.from ? -1 : 1));
}

/** Which addresses behind the IOMMU lead to what is granted: of memories that alternate, each granule by itself. */
function addressesOf(range: FlatRange, { memory, offset, size }: Grant, page: bigint): readonly AddressRange[] {
  return answersOf(range).flatMap((answer) => {
    if (answer.target.kind !== "memory" || answer.target.memory !== memory) return [];
    const last = smaller(offset + size - 1n, answer.to);
    return divide(larger(offset, answer.from), last, answer, page);
  });
}

/** More windows than these nobody programs for a buffer. */
const mostWindows = 4096n;

/** Where pages hold several granules, or granules are too many, all between the first and the last is one window. */
function divide(first: bigint, last: bigint, { granule, addressOf }: Answer, page: bigint): readonly AddressRange[] {
  const isWhole = granule === null || granule < page || (last - first) / granule > mostWindows;
  const ranges: AddressRange[] = [];
  for (let from = first; from <= last; ) {
    const to = isWhole ? last : smaller(last, (from / granule + 1n) * granule - 1n);
    ranges.push({ from: addressOf(from), to: addressOf(to) });
    from = to + 1n;
  }
  return ranges;
}

function placeWindow(
  space: Space,
  behind: AddressRange,
  { access }: FlatRange,
  { span }: Grant,
  taken: readonly SpaceMap[],
): readonly SpaceMap[] {
  const { iommu } = space;
  if (iommu === null) return [];
  const page = BigInt(iommu.pageBytes);
  const from = (behind.from / page) * page;
  const size = ((behind.to - from) / page + 1n) * page;
  const isThere = taken.some(({ at, from: start, to }) => at <= from && at + (to - start) >= from + size - 1n);
  const window = isThere ? null : firstFree(space, from, size, taken);
  if (window === null) return [];
  const target = { kind: "space", space: iommu.to } as const;
  return [{ space, ...window, target, at: from, access, span, targetSpan: span }];
}

/** At the address wanted, else in the first gap. */
function firstFree(space: Space, wanted: bigint, size: bigint, taken: readonly SpaceMap[]): AddressRange | null {
  const isFree = (from: bigint) =>
    from + size - 1n <= lastAddress(space) && taken.every((map) => map.to < from || map.from >= from + size);
  const starts = [wanted, 0n, ...taken.map(({ to }) => to + 1n).sort((a, b) => (a < b ? -1 : 1))];
  const start = starts.find(isFree);
  return start === undefined ? null : { from: start, to: start + size - 1n };
}
