import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { Script } from "node:vm";
import type { KernelCode } from "./messages.ts";

const known = new Map<string, KernelCode>();

/** What `kernel-thread.cjs`, beside the entry of worker threads, says and what V8 makes of it: read and compiled once. */
export function kernelCodeOf(worker: URL): KernelCode {
  const filename = fileURLToPath(new URL("kernel-thread.cjs", worker));
  const code = known.get(filename) ?? compile(filename);
  known.set(filename, code);
  return code;
}

/** In memory that all threads see. A thread whose V8 does not want it compiles the source again. */
function compile(filename: string): KernelCode {
  const source = `(function (exports, require, module) {${readFileSync(filename, "utf8")}\n})`;
  const bytes = compileAll(source, filename).createCachedData();
  const cache = new Uint8Array(new SharedArrayBuffer(bytes.length));
  cache.set(bytes);
  return { source, filename, cache };
}

/** Every function of it, not only what runs at once: else each thread would compile those again when it first calls them. */
function compileAll(source: string, filename: string): Script {
  setFlagsFromString("--no-lazy");
  try {
    return new Script(source, { filename });
  } finally {
    setFlagsFromString("--lazy");
  }
}
