import { answersOf } from "../../analyses/decoding/answers.ts";
import type { DecodingNet } from "../../analyses/decoding/net.ts";
import { type FlatRange, unfold } from "../../analyses/decoding/unfold.ts";
import { addressDiagnosticsOfMachines } from "../../diagnostics/catalogue/addresses.ts";
import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import { printAddress, type Space } from "../../model/address-space.ts";
import type { System } from "../../model/deployment.ts";
import type { Device } from "../../model/machine.ts";
import type { PlanSystem } from "../plan.ts";
import { type LaidOut, laidBuffers } from "./grants.ts";

/** Every buffer that a device is to fill or empty, but cannot address all of. */
export function findUnreachableBuffers(
  system: System | null,
  placed: PlanSystem | null,
  net: DecodingNet,
): readonly Diagnostic[] {
  if (system === null || placed === null) return [];
  return laidBuffers(system, placed).flatMap((laid) => {
    const device = laid.buffer.device?.device;
    const space = device?.sees?.space;
    if (device === undefined || space === undefined) return [];
    const missing = firstMissing(laid, unfold(net, device, space).ranges);
    return missing === null ? [] : [unreachable(laid, device, space, missing)];
  });
}

/** The first byte of the memory that belongs to the buffer and has no address; null when all have one. */
function firstMissing({ memory, offset, buffer }: LaidOut, ranges: readonly FlatRange[]): bigint | null {
  const own = ranges.flatMap(answersOf).filter(({ target }) => target.kind === "memory" && target.memory === memory);
  let next = offset;
  for (const { from, to } of own.toSorted((left, right) => (left.from < right.from ? -1 : 1))) {
    if (from <= next && to >= next) next = to + 1n;
  }
  return next >= offset + BigInt(buffer.size) ? null : next;
}

function unreachable({ program, buffer, memory }: LaidOut, device: Device, space: Space, byte: bigint): Diagnostic {
  const facts = {
    ...{ device: device.path, buffer: buffer.name, program: program.name },
    ...{ memory: memory.path, space: space.path, byte: printAddress(byte) },
  };
  const related = [
    ...(device.sees === null ? [] : [{ span: device.sees.span, message: `\`${device.path}\` sees \`${space.path}\`` }]),
    { span: memory.span, message: `\`${memory.path}\` is declared here` },
  ];
  return diagnose(addressDiagnosticsOfMachines.bufferUnreachable, buffer.span, facts, { related });
}
