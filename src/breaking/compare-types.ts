/** How the type in one place differs from the one that was there. */
import type { PlanType, ScalarName } from "../plan/plan.ts";
import { findDeclared, fullName, type Scope } from "./declared.ts";
import { isSameType, type TypeNames } from "./pair-types.ts";
import type { Pair } from "./pairing.ts";
import { shapeOfType } from "./wire-shape.ts";

export type Difference =
  /** Another kind of thing. */
  | { readonly kind: "type" }
  | { readonly kind: "width"; readonly oldBytes: number; readonly newBytes: number }
  | { readonly kind: "representation"; readonly bytes: number }
  | { readonly kind: "bound"; readonly grown: boolean }
  | { readonly kind: "length" }
  | { readonly kind: "access"; readonly writable: boolean }
  /** The same on the wire. */
  | { readonly kind: "name" };

interface Context {
  readonly scopes: Pair<Scope>;
  readonly names: TypeNames;
}

/** Declared types differ by what they are called; what changed within them is told where they are declared. */
export function compareTypes(old: PlanType, now: PlanType, context: Context): readonly Difference[] {
  const declared = { old: findDeclared(old, context.scopes.old), new: findDeclared(now, context.scopes.new) };
  if (declared.old !== null && declared.new !== null) {
    if (isSameType(declared.old, declared.new, context.scopes, context.names)) return [];
  }
  if (old.kind === "alias" || now.kind === "alias") return compareThroughAliases(old, now, context);
  if (declared.old !== null || declared.new !== null) {
    return isSameShape(old, now, context) ? [{ kind: "name" }] : [{ kind: "type" }];
  }
  return compareBuiltin(old, now, context);
}

/** An alias means its type; an id is a type of its own in code. */
function compareThroughAliases(old: PlanType, now: PlanType, context: Context): readonly Difference[] {
  const { scopes } = context;
  const target = { old: withoutAlias(old), new: withoutAlias(now) };
  const differences = compareTypes(target.old, target.new, context);
  if (differences.length > 0) return differences;
  return idOf(old, scopes.old, context.names) === idOf(now, scopes.new, new Map()) ? [] : [{ kind: "name" }];
}

function withoutAlias(type: PlanType): PlanType {
  return type.kind === "alias" ? withoutAlias(type.type) : type;
}

/** The full name of the id that a type is, under its new name where it has one. */
function idOf(type: PlanType, scope: Scope, names: TypeNames): string | null {
  if (type.kind !== "alias") return null;
  const declared = findDeclared(type, scope);
  if (declared?.kind !== "alias" || !declared.type.id) return idOf(type.type, scope, names);
  const name = fullName(declared, scope);
  return names.get(name) ?? name;
}

function compareBuiltin(old: PlanType, now: PlanType, context: Context): readonly Difference[] {
  if (old.kind === "scalar" && now.kind === "scalar") return compareScalars(old.name, now.name);
  if ((old.kind === "string" || old.kind === "bytes") && old.kind === now.kind) return boundOf(old.bound, now.bound);
  if (old.kind === "region" && now.kind === "region") {
    const access: readonly Difference[] =
      old.writable === now.writable ? [] : [{ kind: "access", writable: now.writable }];
    return [...access, ...boundOf(old.bound, now.bound)];
  }
  if (old.kind === "array" && now.kind === "array" && old.bounded === now.bounded) {
    const lengths: readonly Difference[] =
      old.bounded || old.length === now.length ? boundOf(old.length, now.length) : [{ kind: "length" }];
    return [...lengths, ...compareTypes(old.element, now.element, context)];
  }
  return isSameShape(old, now, context) ? [] : [{ kind: "type" }];
}

function boundOf(old: number, now: number): readonly Difference[] {
  return old === now ? [] : [{ kind: "bound", grown: now > old }];
}

const bytesOf: Readonly<Record<ScalarName, number>> = {
  ...{ u8: 1, u16: 2, u32: 4, u64: 8, i8: 1, i16: 2, i32: 4, i64: 8 },
  ...{ bool: 1, char: 4, f32: 4, f64: 8 },
};

function compareScalars(old: ScalarName, now: ScalarName): readonly Difference[] {
  if (old === now) return [];
  const [oldBytes, newBytes] = [bytesOf[old], bytesOf[now]];
  if (oldBytes !== newBytes) return [{ kind: "width", oldBytes, newBytes }];
  return [{ kind: "representation", bytes: newBytes }];
}

function isSameShape(old: PlanType, now: PlanType, { scopes }: Context): boolean {
  return shapeOfType(old, scopes.old) === shapeOfType(now, scopes.new);
}
