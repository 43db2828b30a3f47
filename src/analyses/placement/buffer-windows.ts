/** Which bytes of a memory all of those can address who use a buffer. */
import { intersectRanges, mergeRanges, type NumberRange } from "../../algorithms/number-ranges.ts";
import type { Core, Device, Machine, Memory } from "../../model/machine.ts";
import { iommusOf } from "../decoding/contexts.ts";
import { seenSpaces } from "../decoding/seen-spaces.ts";
import type { LaidBuffer, Placed, Placement } from "./placement.ts";

/**
 * Of the buffer of a copy: the bytes that its device, its own core and the cores of all its readers see. A core of which no
 * space is said sees everything, and an IOMMU is given what a device needs. All of the memory where they have nothing in
 * common.
 */
export function windowsOf(
  laid: LaidBuffer,
  { core }: Placed,
  placement: Placement,
  machine: Machine,
): readonly NumberRange[] {
  const { buffer, memory } = laid;
  const whole: readonly NumberRange[] = [{ from: 0, to: memory.size - 1 }];
  const users: readonly (Core | Device)[] = [
    ...(buffer.device === null || iommusOf(buffer.device.device).length > 0 ? [] : [buffer.device.device]),
    ...(buffer.forwarded ? [] : [core]),
    ...buffer.readers.flatMap(({ program }) => coresOf(program, placement)),
  ];
  let common = whole;
  for (const user of users) common = intersectRanges(common, seenBy(user, memory, machine) ?? whole);
  return common.length === 0 ? whole : common;
}

function coresOf(name: string, placement: Placement): readonly Core[] {
  const program = [...placement.keys()].find((each) => each.name === name);
  return program === undefined ? [] : (placement.get(program) ?? []).map(({ core }) => core);
}

/** Null for all of it. */
function seenBy(user: Core | Device, memory: Memory, machine: Machine): readonly NumberRange[] | null {
  const seen = seenSpaces(machine).find(
    ({ cores, devices }) => cores.some((one) => one === user) || devices.some((one) => one === user),
  );
  if (seen === undefined) return null;
  return mergeRanges(
    seen.ranges.flatMap(({ target, at, from, to }): readonly NumberRange[] => {
      return target.kind === "memory" && target.memory === memory
        ? [{ from: Number(at), to: Number(at + (to - from)) }]
        : [];
    }),
  );
}
