import { sha256OfText } from "../algorithms/sha256.ts";
import { invariant } from "../diagnostics/invariant.ts";
import type {
  Layout,
  PlanEnum,
  PlanFlags,
  PlanInterface,
  PlanOperation,
  PlanStruct,
  PlanType,
  PlanUnion,
} from "./plan.ts";

interface Wire
  extends Pick<PlanInterface, "name" | "version" | "enums" | "flags" | "structs" | "unions" | "operations"> {
  /** The names of all interfaces of the plan. */
  readonly interfaces: readonly string[];
}

/** On the way through everything that the operations of an interface are made of. */
interface Walk {
  readonly wire: Wire;
  /** What has been met of declared types, by name. */
  readonly types: Map<string, unknown>;
}

/**
 * 16 hexadecimal digits of SHA-256 over everything both sides of a wire must agree on: the interface's name and version,
 * opcodes, and every name, type, offset, bound and value in a message. Documentation, places, constants and other names
 * for types are not on the wire and do not count, nor does the order in which operations, types and members are declared,
 * nor a type that no operation uses; a constant that sets a bound counts by that bound. Types of other interfaces count as
 * its own do.
 */
export function computeFingerprint(wire: Wire): string {
  const walk = { wire, types: new Map<string, unknown>() };
  const operations = wire.operations.toSorted((a, b) => a.opcode - b.opcode).map((one) => wireOperation(one, walk));
  const types = [...walk.types].sort(([left], [right]) => (left < right ? -1 : 1));
  return sha256OfText(JSON.stringify(["skerry-wire-2", wire.name, wire.version, operations, types])).slice(0, 16);
}

function wireOperation({ name, opcode, verb, request, upload, reply, fails }: PlanOperation, walk: Walk): unknown {
  const layouts = [request, upload, reply].map((layout) => layout && wireOf(layout, walk));
  return [name, opcode, verb, ...layouts, fails && wireType(fails, walk)];
}

function wireOf({ size, align, openBytes, fields, tail }: Layout, walk: Walk): unknown {
  const wired = fields.map(({ name, type, presence, offset, dataOffset, size: bytes }) => {
    return [name, wireType(type, walk), presence, offset, dataOffset, bytes];
  });
  return [size, align, openBytes, tail, wired];
}

function wireType(type: PlanType, walk: Walk): unknown {
  const { wire } = walk;
  switch (type.kind) {
    case "alias":
      return wireType(type.type, walk);
    case "endpoint":
      return [type.kind, wire.interfaces[type.interface]];
    case "array":
      return { ...type, element: wireType(type.element, walk) };
    case "enum":
      return reach(wire.enums[type.enum], wireChoice, walk);
    case "flags":
      return reach(wire.flags[type.flags], wireChoice, walk);
    case "struct":
      return reach(wire.structs[type.struct], wireStruct, walk);
    case "union":
      return reach(wire.unions[type.union], wireUnion, walk);
    default:
      return type;
  }
}

/** The name of a declared type; what it is made of is met with it. */
function reach<Declared extends { readonly name: string; readonly from: number | null }>(
  declared: Declared | undefined,
  wireDeclared: (declared: Declared, walk: Walk) => unknown,
  walk: Walk,
): string {
  invariant(declared !== undefined, `${walk.wire.name} uses a type that its plan does not hold.`);
  const name = declared.from === null ? declared.name : `${walk.wire.interfaces[declared.from]}.${declared.name}`;
  if (!walk.types.has(name)) walk.types.set(name, wireDeclared(declared, walk));
  return name;
}

function wireChoice({ underlying, open, members }: PlanEnum | PlanFlags): unknown {
  const values = members.map(({ name, value }) => [value, name] as const);
  return [underlying, open, values.sort(([left], [right]) => left - right)];
}

function wireStruct({ open, layout }: PlanStruct, walk: Walk): unknown {
  return [open, wireOf(layout, walk)];
}

function wireUnion({ open, tag, size, align, arms }: PlanUnion, walk: Walk): unknown {
  const wired = arms.map((arm) => [arm.tag, arm.name, arm.offset, arm.type && wireType(arm.type, walk)] as const);
  return [open, tag, size, align, wired.sort(([left], [right]) => left - right)];
}
