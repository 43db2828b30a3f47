import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { writeFault } from "../files/read-text.ts";
import { type Refusal, refuseLacking } from "./refusal.ts";

/** Replaces a file at once, so that no reader sees half of it; `shown` names it in a refusal. Null when done. */
export function writeFile(file: string, content: string | Uint8Array, shown: string): Refusal | null {
  const draft = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}`);
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(draft, content);
    renameSync(draft, file);
    return null;
  } catch (error) {
    if (existsSync(draft)) rmSync(draft);
    return refuseLacking(`${shown} cannot be written: ${writeFault(error)}`, "Name a place that you may write to.");
  }
}
