import { sha256OfText } from "../algorithms/sha256.ts";
import type { Layout, PlanEnum, PlanFlags, PlanInterface, PlanOperation, PlanType, PlanUnion } from "./plan.ts";

interface Wire
  extends Pick<PlanInterface, "name" | "version" | "enums" | "flags" | "structs" | "unions" | "operations"> {
  /** The names of all interfaces of the plan. */
  readonly interfaces: readonly string[];
}

/** Names of interfaces by their place. */
type Names = readonly string[];

/**
 * 16 hexadecimal digits of SHA-256 over everything both sides of a wire must agree on: the interface's name and version,
 * opcodes, and every name, type, offset, bound and value in a message. Documentation, places, constants and other names
 * for types are not on the wire and do not count; a constant that sets a bound counts by that bound. Types of other
 * interfaces count as its own do.
 */
export function computeFingerprint(wire: Wire): string {
  const names = wire.interfaces;
  const canonical = [
    "skerry-wire-1",
    wire.name,
    wire.version,
    wire.enums.map(wireChoice),
    wire.structs.map(({ name, layout }) => [name, wireOf(layout, names)]),
    wire.operations.map((operation) => wireOperation(operation, names)),
    ...(wire.flags.length === 0 ? [] : [wire.flags.map(wireChoice)]),
    ...(wire.unions.length === 0 ? [] : [wire.unions.map((union) => wireUnion(union, names))]),
  ];
  return sha256OfText(JSON.stringify(canonical)).slice(0, 16);
}

function wireOperation({ name, opcode, verb, request, upload, reply, fails }: PlanOperation, names: Names): unknown {
  const both = [wireOf(request, names), reply === null ? null : wireOf(reply, names)];
  return [name, opcode, verb, ...both, fails, ...(upload === null ? [] : [wireOf(upload, names)])];
}

function wireChoice({ name, underlying, open, members }: PlanEnum | PlanFlags): unknown {
  return [name, underlying, members.map((one) => [one.name, one.value]), ...(open ? ["open"] : [])];
}

function wireUnion({ name, open, tag, size, align, arms }: PlanUnion, names: Names): unknown {
  const wireArms = arms.map((arm, index) => [
    ...[arm.name, arm.type === null ? null : wireType(arm.type, names), arm.offset],
    ...(arm.tag === index ? [] : [arm.tag]),
  ]);
  return [name, open, tag, size, align, wireArms];
}

function wireOf({ size, align, openBytes, fields, tail }: Layout, names: Names): unknown {
  return [
    ...[size, align, tail],
    fields.map(({ name, type, presence, offset, dataOffset, size: bytes }) => [
      ...[name, wireType(type, names), offset, dataOffset, bytes],
      ...(presence === null ? [] : [presence]),
    ]),
    ...(openBytes === null ? [] : [openBytes]),
  ];
}

function wireType(type: PlanType, names: Names): unknown {
  if (type.kind === "alias") return wireType(type.type, names);
  if (type.kind === "endpoint") return { ...type, interface: names[type.interface] };
  return type.kind === "array" ? { ...type, element: wireType(type.element, names) } : type;
}
