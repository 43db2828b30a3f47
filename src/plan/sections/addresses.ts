import { type Context, DecodingNet } from "../../analyses/decoding/net.ts";
import { computeViews, type SeenSpace } from "../../analyses/decoding/views.ts";
import type { AddressRange, MapTarget, RegisterBank, Space, SpaceMap } from "../../model/address-space.ts";
import type { Machine } from "../../model/machine.ts";
import { placeOf } from "../../source/source-file.ts";
import type {
  PlanAddresses,
  PlanAnswer,
  PlanContext,
  PlanMap,
  PlanMapTarget,
  PlanRegisters,
  PlanSpace,
  PlanView,
} from "../plan.ts";

/** The net as described, and what it comes to for everybody who sees a space of it. */
export function buildAddresses(machine: Machine, contexts: readonly Context[]): PlanAddresses | null {
  const { spaces, registers } = machine;
  if (spaces.length + registers.length === 0) return null;
  return {
    spaces: spaces.map(buildSpace),
    registers: registers.map(buildRegisters),
    views: computeViews(machine, new DecodingNet(contexts)).map(buildView),
    contexts: contexts.map(buildContext),
  };
}

function buildSpace({ path, part, widths, iommu, maps, span }: Space): PlanSpace {
  return {
    path,
    part: part.index,
    widths,
    iommu: iommu === null ? null : { to: iommu.to.index, contexts: iommu.contexts, pageBytes: iommu.pageBytes },
    maps: maps.map(buildMap),
    at: placeOf(span),
  };
}

function buildMap({ target, at, access, span, ...range }: SpaceMap): PlanMap {
  return { ...buildRange(range), target: targetOf(target), offset: hexadecimal(at), access, at: placeOf(span) };
}

function buildRange({ from, to }: AddressRange): Pick<PlanMap, "from" | "to"> {
  return { from: hexadecimal(from), to: hexadecimal(to) };
}

function targetOf(target: MapTarget): PlanMapTarget {
  return target.kind === "space" ? { space: target.space.index } : acceptingTarget(target);
}

function acceptingTarget(target: Exclude<MapTarget, { kind: "space" }>): PlanAnswer {
  switch (target.kind) {
    case "memory":
      return { memory: target.memory.index };
    case "registers":
      return { registers: target.registers.index };
    case "interleave": {
      const { memories, granule } = target.interleave;
      return { interleave: memories.map(({ index }) => index), granule: Number(granule) };
    }
  }
}

function buildRegisters({ path, owner, name, size, span }: RegisterBank): PlanRegisters {
  const indices =
    owner.kind === "device" ? { device: owner.device.index } : { device: null, controller: owner.controller.index };
  return { path, ...indices, name, size, at: placeOf(span) };
}

function buildView({ space, cores, devices, ranges }: SeenSpace): PlanView {
  return {
    space: space.index,
    cores: cores.map(({ index }) => index),
    devices: devices.map(({ index }) => index),
    ranges: ranges.map(({ target, at, access, ...range }) => ({
      ...buildRange(range),
      target: acceptingTarget(target),
      offset: hexadecimal(at),
      access,
    })),
  };
}

function buildContext({ device, iommu, maps }: Context): PlanContext {
  return { device: device.index, iommu: iommu.index, windows: maps.map(buildMap) };
}

function hexadecimal(address: bigint): string {
  return `0x${address.toString(16)}`;
}
