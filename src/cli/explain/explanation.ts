import type { Call } from "../call.ts";
import type { Compiled } from "../compile-files.ts";
import type { Refusal } from "../refusal.ts";

/** Answers about a compiled description; `null` or a refusal when the operands name nothing in it. */
export type Explanation = (
  call: Call,
  compiled: Compiled,
  operands: readonly string[],
  json: boolean,
) => Refusal | null;
