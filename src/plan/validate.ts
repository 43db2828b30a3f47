import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import schema from "./plan.schema.json" with { type: "json" };

let compiled: ValidateFunction | null = null;

/** What keeps a value from being a plan by `plan.schema.json`, each fault with its JSON pointer; empty for a plan. */
export function validatePlan(json: unknown): readonly string[] {
  compiled ??= new Ajv({ allErrors: true, allowUnionTypes: true, strict: true }).compile(schema);
  return compiled(json) ? [] : (compiled.errors ?? []).map(printFault);
}

function printFault({ instancePath, message, params }: ErrorObject): string {
  const extra = "additionalProperty" in params ? ` (${String(params["additionalProperty"])})` : "";
  return `${instancePath === "" ? "/" : instancePath} ${message ?? "is wrong"}${extra}`;
}
