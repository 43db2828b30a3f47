/** How values of a type are declared in C. */
import type { PlanType, ScalarName } from "../../plan/plan.ts";
import type { HeaderContext } from "./header-context.ts";

const scalars: Readonly<Record<ScalarName, string>> = {
  ...{ u8: "uint8_t", u16: "uint16_t", u32: "uint32_t", u64: "uint64_t" },
  ...{ i8: "int8_t", i16: "int16_t", i32: "int32_t", i64: "int64_t" },
  ...{ f32: "float", f64: "double", bool: "bool", char: "uint32_t" },
};

export function scalarText(name: ScalarName): string {
  return scalars[name];
}

/** The declaration of something called `name`. A list holds its elements, as many as it can have. */
export function declare(context: HeaderContext, type: PlanType, name: string): string {
  if (type.kind !== "array") return `${typeText(context, type)} ${name}`;
  const items = `[${Math.max(1, type.length)}]`;
  if (!type.bounded) return declare(context, type.element, name + items);
  return `struct { uint32_t count; ${declare(context, type.element, `items${items}`)}; } ${name}`;
}

/** The type of what is no array. */
export function typeText(context: HeaderContext, type: Exclude<PlanType, { kind: "array" }>): string {
  switch (type.kind) {
    case "scalar":
      return scalars[type.name];
    case "string":
      return "skerry_text";
    case "bytes":
      return "skerry_bytes";
    case "region":
      return "skerry_region";
    case "endpoint":
      return "skerry_endpoint";
    case "alias":
      return context.aliasAt(type.alias).names;
    case "enum":
      return context.enumAt(type.enum).names.type;
    case "flags":
      return context.flagsAt(type.flags).names.type;
    case "struct":
      return context.structAt(type.struct).names.type;
    case "union":
      return context.unionAt(type.union).names.type;
  }
}
