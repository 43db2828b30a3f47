import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** hwloc's own reader and writer; CI installs it (Debian: hwloc-nox). */
const program = ["lstopo-no-graphics", "lstopo"].find((name) => spawnSync(name, ["--version"]).status === 0) ?? null;

export const hasLstopo = program !== null;

/** What hwloc writes of what it read, every object kept; throws when it refuses. */
export function rewriteXml(xml: string): string {
  const folder = mkdtempSync(join(tmpdir(), "skerry-hwloc-"));
  try {
    const file = join(folder, "machine.xml");
    writeFileSync(file, xml);
    return run(["-i", file, "--whole-io", "--disallowed"]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The XML of a machine that hwloc makes up: `pack:2 core:4 pu:2`. */
export function synthesiseXml(description: string): string {
  return run(["--if", "synthetic", "-i", description]);
}

function run(args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program ?? "", [...args, "--of", "xml", "-"], { encoding: "utf8" });
  if (status !== 0 || !/^(?:Inserting a NUMA level.*\n)?$/.test(stderr))
    throw new Error(`lstopo ends with ${status}: ${stderr}`);
  return stdout;
}

/** How often each type of object occurs. */
export function countObjects(xml: string): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const [, type = ""] of xml.matchAll(/<object type="(\w+)"/g)) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}
