import { spawnSync } from "node:child_process";
import { expect } from "vitest";

/**
 * What dtc makes of a device tree, from one form to the other; it must have nothing to say about it. `besides`: names of
 * its checks that the reader of the tree breaks.
 */
export function dtc(
  input: string | Uint8Array,
  from: "dts" | "dtb",
  to: "dts" | "dtb",
  besides: readonly string[] = [],
): Buffer {
  const checks = besides.flatMap((name) => ["-W", `no-${name}`]);
  const { stdout, stderr, error } = spawnSync("dtc", ["-I", from, "-O", to, ...checks, "-"], { input });
  if (error !== undefined) throw error;
  expect(stderr.toString()).toBe("");
  return stdout;
}
