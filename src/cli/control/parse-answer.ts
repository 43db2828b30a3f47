import { type ControlAnswer, controlVersion, errorCodes } from "./message.ts";

type Json = { readonly [name: string]: unknown };

/** Reads a line that a system has answered; null for what is no answer of this version. */
export function parseAnswer(line: string): ControlAnswer | null {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return null;
  }
  if (!isObject(json) || json["version"] !== controlVersion) return null;
  const id = typeof json["id"] === "number" ? json["id"] : null;
  if (json["ok"] === true) return { version: controlVersion, id, ok: true, result: json["result"] };
  const { error } = json;
  if (json["ok"] !== false || !isObject(error) || typeof error["message"] !== "string") return null;
  const code = errorCodes.find((each) => each === error["code"]);
  const advice = typeof error["advice"] === "string" ? error["advice"] : null;
  if (code === undefined) return null;
  return { version: controlVersion, id, ok: false, error: { code, message: error["message"], advice } };
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
