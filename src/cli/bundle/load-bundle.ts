import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { writeFault } from "../../files/read-text.ts";
import type { Call } from "../call.ts";
import type { Wrong } from "../compile-files.ts";
import { type Refusal, refuseCall } from "../refusal.ts";
import { reportWrong } from "../report-diagnostics.ts";
import { type Bundle, readBundle } from "./read-bundle.ts";

/** Longest zip that is read, in bytes. */
const longest = 512 * 2 ** 20;

/** A bundle that is as it was made; what is wrong with another has been said. */
export async function loadBundle(call: Call, name: string, json: boolean): Promise<Bundle | Wrong | Refusal> {
  const bytes = readBytes(path.resolve(call.workingFolder, name));
  if (typeof bytes === "string") return refuseCall(`${name} cannot be read: ${bytes}`);
  if (bytes === null) return refuseCall(`there is no ${name}`);
  const read = await readBundle(bytes, name);
  if (read.kind === "bundle") return read;
  reportWrong(call.terminal, [read.diagnostic], { showPath: (inside) => inside }, json);
  return { kind: "wrong" };
}

/** Null where there is none; in words why not. */
function readBytes(file: string): Uint8Array | string | null {
  try {
    const facts = statSync(file, { throwIfNoEntry: false });
    if (facts === undefined) return null;
    if (!facts.isFile()) return "it is no file";
    return facts.size > longest ? `it is larger than ${longest / 2 ** 20} MiB` : readFileSync(file);
  } catch (error) {
    return writeFault(error);
  }
}
