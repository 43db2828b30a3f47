import { Ajv } from "ajv";
import schema from "./threads.schema.json" with { type: "json" };

/** What is wrong with a view of `boot/threads.json`; null when it follows its schema. Loads ajv: import it lazily. */
export function faultOfThreads(view: unknown): string | null {
  const ajv = new Ajv({ strict: true, allowUnionTypes: true });
  return ajv.validate(schema, view) ? null : ajv.errorsText();
}
