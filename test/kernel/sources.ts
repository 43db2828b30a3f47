/** The sources of the kernel for bare metal, as tests look at them. */
import { readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const kernelFolder = fileURLToPath(new URL("../../src/kernel/", import.meta.url));

/** Files of the portable part, as `room/file`. */
export function portableFiles(): readonly string[] {
  const all = readdirSync(kernelFolder, { recursive: true, encoding: "utf8" });
  return all
    .map((file) => file.split(path.sep).join("/"))
    .filter((file) => /^\w+\/\w+\.[ch]$/.test(file))
    .sort();
}
