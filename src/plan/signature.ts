import { sha256OfText } from "../algorithms/sha256.ts";
import { computeLayout, computeStructLayout, computeUnionLayout } from "../analyses/message-layout/compute-layout.ts";
import type { LaidType, Layout } from "../analyses/message-layout/layout.ts";
import type { Operation } from "../model/interface.ts";

/**
 * 8 hexadecimal digits of SHA-256 over everything both ends must agree on to use one operation: its number, its verb, and
 * every type, offset, bound and value in its messages. Names do not count, so that a rename keeps the signature. What an
 * open type may gain or lose does not count either; its size and alignment do.
 */
export function computeSignature({ identity, verb, parameters, uploads, results, fails }: Operation): string {
  const canonical = [
    "skerry-operation-1",
    ...[identity, verb],
    signLayout(computeLayout(parameters)),
    uploads === null ? null : signLayout(computeLayout(uploads)),
    signLayout(computeLayout(results)),
    fails === null ? null : signType(fails.kind === "enum" ? { kind: "enum", enum: fails } : laidStruct(fails)),
  ];
  return sha256OfText(JSON.stringify(canonical)).slice(0, 8);
}

function laidStruct(struct: Extract<LaidType, { kind: "struct" }>["struct"]): LaidType {
  return { kind: "struct", struct, layout: computeStructLayout(struct) };
}

function signLayout({ size, align, tail, fields }: Layout): unknown {
  const places = fields.map(({ type, presence, offset, dataOffset }) => [signType(type), presence, offset, dataOffset]);
  return [size, align, tail, places];
}

function signType(type: LaidType): unknown {
  switch (type.kind) {
    case "scalar":
      return type.name;
    case "string":
    case "bytes":
      return [type.kind, type.bound];
    case "region":
      return ["region", type.bound, type.isWritable];
    case "endpoint":
      return ["endpoint", type.interface().name];
    case "alias":
      return signType(type.type);
    case "array":
      return ["array", signType(type.element), type.length, type.bounded];
    default:
      return signNamed(type);
  }
}

function signNamed(type: Extract<LaidType, { kind: "enum" | "flags" | "struct" | "union" }>): unknown {
  switch (type.kind) {
    case "enum":
    case "flags": {
      const { kind, underlying, isOpen, members } = type.kind === "enum" ? type.enum : type.flags;
      const values = members.map(({ value }) => value).sort((a, b) => a - b);
      return [kind, underlying, isOpen ? "open" : values];
    }
    case "struct":
      return type.struct.room === null ? signLayout(type.layout) : ["open", type.layout.size, type.layout.align];
    case "union": {
      const { tag, size, align, arms } = computeUnionLayout(type.union);
      if (type.union.isOpen) return ["open", tag, size, align];
      return [tag, size, align, arms.map((arm, index) => [type.union.arms[index]?.tag, signArm(arm.type)])];
    }
  }
}

function signArm(type: LaidType | null): unknown {
  return type === null ? null : signType(type);
}
