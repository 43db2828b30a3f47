import type { IntegerName, ScalarName } from "../../model/interface.ts";

/** Unsigned before signed and small before large: the order in which an enum looks for its type. */
export const integerNames: readonly IntegerName[] = ["u8", "u16", "u32", "u64", "i8", "i16", "i32", "i64"];

const scalarNames: readonly ScalarName[] = [...integerNames, "bool", "char", "f32", "f64"];

/** The types that take a bound in angle brackets. */
export const boundedNames = ["string", "bytes"] as const;

/** The rights that a message can carry: to shared memory, or to call a service. */
export const resourceNames = ["region", "endpoint"] as const;

export const builtinNames: readonly string[] = [...scalarNames, ...boundedNames, ...resourceNames];

/** What people call these types in other languages. */
const otherNames: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{ boolean: "bool", float: "f32", double: "f64", number: "f64" },
    ...{
      byte: "u8",
      rune: "char",
      short: "i16",
      int: "i32",
      uint: "u32",
      unsigned: "u32",
      long: "i64",
      bigint: "i64",
      usize: "u64",
    },
    ...{ str: "string", text: "string", blob: "bytes", buffer: "bytes" },
  }),
);

/** The built-in type that a name of another language means: `int`, `uint8_t`, `float64`; null for others. */
export function translateName(name: string): string | null {
  const lower = name.toLowerCase();
  const sized = /^(u?int|float)(8|16|32|64)(_t)?$/.exec(lower);
  if (sized === null) return otherNames.get(lower) ?? null;
  const translated = `${sized[1]?.charAt(0)}${sized[2]}`;
  return builtinNames.includes(translated) ? translated : null;
}

export function isIntegerName(name: string): name is IntegerName {
  return integerNames.some((integer) => integer === name);
}

export function isScalarName(name: string): name is ScalarName {
  return scalarNames.some((scalar) => scalar === name);
}
