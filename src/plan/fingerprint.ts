import { sha256OfText } from "../algorithms/sha256.ts";
import type { Layout, PlanEnum, PlanFlags, PlanInterface, PlanType, PlanUnion } from "./plan.ts";

/**
 * 16 hexadecimal digits of SHA-256 over everything both sides of a wire must agree on: the interface's name and version,
 * opcodes, and every name, type, offset, bound and value in a message. Documentation, places, constants and other names
 * for types are not on the wire and do not count; a constant that sets a bound counts by that bound.
 */
export function computeFingerprint(
  wire: Pick<PlanInterface, "name" | "version" | "enums" | "flags" | "structs" | "unions" | "operations">,
): string {
  const canonical = [
    "skerry-wire-1",
    wire.name,
    wire.version,
    wire.enums.map(wireChoice),
    wire.structs.map(({ name, layout }) => [name, wireOf(layout)]),
    wire.operations.map(({ name, opcode, verb, request, reply, fails }) => [
      name,
      opcode,
      verb,
      wireOf(request),
      reply === null ? null : wireOf(reply),
      fails,
    ]),
    ...(wire.flags.length === 0 ? [] : [wire.flags.map(wireChoice)]),
    ...(wire.unions.length === 0 ? [] : [wire.unions.map(wireUnion)]),
  ];
  return sha256OfText(JSON.stringify(canonical)).slice(0, 16);
}

function wireChoice({ name, underlying, open, members }: PlanEnum | PlanFlags): unknown {
  return [name, underlying, members.map((one) => [one.name, one.value]), ...(open ? ["open"] : [])];
}

function wireUnion({ name, open, tag, size, align, arms }: PlanUnion): unknown {
  const wireArms = arms.map(({ name: arm, type, offset }) => [arm, type === null ? null : wireType(type), offset]);
  return [name, open, tag, size, align, wireArms];
}

function wireOf({ size, align, fields, tail }: Layout): unknown {
  return [
    size,
    align,
    tail,
    fields.map(({ name, type, presence, offset, dataOffset, size: bytes }) => [
      ...[name, wireType(type), offset, dataOffset, bytes],
      ...(presence === null ? [] : [presence]),
    ]),
  ];
}

function wireType(type: PlanType): PlanType {
  if (type.kind === "alias") return wireType(type.type);
  return type.kind === "array" ? { ...type, element: wireType(type.element) } : type;
}
