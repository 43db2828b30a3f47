/**
 * The compiler as people meet it: whole processes, started cold, one after another in turn. The limit is Node itself
 * (`node -e 0`); the peers are compilers a developer starts as often.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type BenchRow, median } from "../row.ts";

const rounds = 15;

interface Contender {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}

export async function run(): Promise<readonly BenchRow[]> {
  const out = mkdtempSync(path.join(tmpdir(), "skerry-bench-"));
  try {
    const node = (name: string, ...args: string[]): Contender => ({ name, command: process.execPath, args });
    const limit = node("node -e 0", "-e", "0");
    const peers = [
      node("tsc --version", "node_modules/typescript/bin/tsc", "--version"),
      { name: "esbuild --version", command: "node_modules/.bin/esbuild", args: ["--version"] },
      { name: "dtc --version", command: "dtc", args: ["--version"] },
    ].filter(isThere);
    const check = node("check", "bin/skerry.js", "check", "examples/hotos09");
    const build = node(
      "build",
      "bin/skerry.js",
      "build",
      "examples/hotos09",
      "--force",
      "--out",
      path.join(out, "hotos09"),
    );
    const times = measure([limit, check, build, ...peers]);
    return [check, build].map((subject) => row(subject, limit, peers, times));
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

function isThere({ command, args }: Contender): boolean {
  return spawnSync(command, args, { stdio: "ignore" }).error === undefined;
}

/** Milliseconds, interleaved so that what else the machine does falls on all alike. */
function measure(contenders: readonly Contender[]): ReadonlyMap<Contender, number> {
  const samples = new Map<Contender, number[]>(contenders.map((contender) => [contender, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [contender, times] of samples) times.push(timeOnce(contender));
  }
  return new Map([...samples].map(([contender, times]) => [contender, median(times)]));
}

function timeOnce({ name, command, args }: Contender): number {
  const start = performance.now();
  const { status } = spawnSync(command, args, { stdio: "ignore" });
  if (status !== 0) throw new Error(`${name} ended with ${status}`);
  return performance.now() - start;
}

function row(
  subject: Contender,
  limit: Contender,
  peers: readonly Contender[],
  times: ReadonlyMap<Contender, number>,
): BenchRow {
  const time = (contender: Contender) => Number((times.get(contender) ?? Number.NaN).toFixed(1));
  return {
    what: `skerry ${subject.name} examples/hotos09, cold`,
    unit: "ms",
    skerry: time(subject),
    limit: time(limit),
    peers: Object.fromEntries(peers.map((peer) => [peer.name, time(peer)])),
    ratioToLimit: Number((time(subject) / time(limit)).toFixed(2)),
  };
}
