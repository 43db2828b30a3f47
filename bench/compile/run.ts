/**
 * The compiler as people meet it: whole processes, started cold, one after another in turn. The limit is Node itself
 * (`node -e 0`); the peers are compilers a developer starts as often. Then the second build of a process that stays, as
 * `--watch` is one.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type BenchRow, median } from "../row.ts";
import { describeInterfaces } from "./interfaces.ts";
import type { Lap } from "./rebuild.ts";
import { timeTargets } from "./targets.ts";

export { rebuild } from "./rebuild.ts";

const rounds = 15;
const extent = { interfaces: 200, operations: 10 };
const many = `${extent.interfaces} interfaces of ${extent.operations} operations`;

interface Contender {
  readonly what: string;
  readonly command: string;
  readonly args: readonly string[];
}

export async function run(): Promise<readonly BenchRow[]> {
  const folder = mkdtempSync(path.join(tmpdir(), "skerry-bench-"));
  try {
    const interfaces = writeInterfaces(path.join(folder, "interfaces"));
    return [...timeProcesses(folder, interfaces), timeRebuilds(folder), timeTargets()];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeInterfaces(folder: string): string {
  mkdirSync(folder);
  for (const file of describeInterfaces(extent)) writeFileSync(path.join(folder, file.path), file.text);
  return folder;
}

// ───────────────────────────── whole processes ─────────────────────────────

function timeProcesses(folder: string, interfaces: string): readonly BenchRow[] {
  const limit = node("node -e 0", "-e", "0");
  const peers = [
    node("tsc --version", "node_modules/typescript/bin/tsc", "--version"),
    { what: "esbuild --version", command: "node_modules/.bin/esbuild", args: ["--version"] },
    { what: "dtc --version", command: "dtc", args: ["--version"] },
  ].filter(isThere);
  const out = path.join(folder, "out");
  const skerry = (what: string, ...args: string[]) => node(`${what}, cold`, "bin/skerry.js", ...args);
  const example = [
    skerry("skerry check examples/hotos09", "check", "examples/hotos09"),
    skerry("skerry build examples/hotos09", "build", "examples/hotos09", "--out", path.join(out, "hotos09")),
  ];
  const large = [
    skerry(`skerry check, ${many}`, "check", interfaces),
    skerry(`skerry build, ${many}`, "build", interfaces, "--out", path.join(out, "many")),
    skerry(`skerry build --in-place, ${many}`, "build", interfaces, "--out", path.join(out, "more"), "--in-place"),
  ];
  const times = measure([limit, ...example, ...large, ...peers], () => rmSync(out, { recursive: true, force: true }));
  return [
    ...example.map((subject) => row(subject, limit, peers, times)),
    ...large.map((subject) => row(subject, limit, [], times)),
  ];
}

function node(what: string, ...args: string[]): Contender {
  return { what, command: process.execPath, args };
}

function isThere({ command, args }: Contender): boolean {
  return spawnSync(command, args, { stdio: "ignore" }).error === undefined;
}

/** Milliseconds, interleaved so that what else the machine does falls on all alike. */
function measure(contenders: readonly Contender[], clean: () => void): ReadonlyMap<Contender, number> {
  const samples = new Map<Contender, number[]>(contenders.map((contender) => [contender, []]));
  for (let round = 0; round < rounds; round++) {
    clean();
    for (const [contender, times] of samples) times.push(timeOnce(contender));
  }
  return new Map([...samples].map(([contender, times]) => [contender, median(times)]));
}

function timeOnce({ what, command, args }: Contender): number {
  const start = performance.now();
  const { status } = spawnSync(command, args, { stdio: "ignore" });
  if (status !== 0) throw new Error(`${what} ended with ${status}`);
  return performance.now() - start;
}

function row(
  subject: Contender,
  limit: Contender,
  peers: readonly Contender[],
  times: ReadonlyMap<Contender, number>,
): BenchRow {
  const time = (contender: Contender) => rounded(times.get(contender) ?? Number.NaN);
  return {
    what: subject.what,
    unit: "ms",
    skerry: time(subject),
    limit: time(limit),
    peers: Object.fromEntries(peers.map((peer) => [peer.what, time(peer)])),
    ratioToLimit: rounded(time(subject) / time(limit)),
  };
}

// ───────────────────────────── the second build ─────────────────────────────

/** Only the second of each process counts: later ones are faster. */
function timeRebuilds(folder: string): BenchRow {
  const seconds: Lap[] = [];
  for (let round = 0; round < rounds; round++) {
    const own = path.join(folder, `rebuild-${round}`);
    mkdirSync(own);
    const second = rebuildInProcess(writeInterfaces(path.join(own, "in")), path.join(own, "out"))[1];
    if (second !== undefined) seconds.push(second);
    rmSync(own, { recursive: true, force: true });
  }
  const [skerry, limit] = [median(seconds.map(({ build }) => build)), median(seconds.map((lap) => lap.limit))];
  return {
    what: `the second build in a process, ${many}, one file changed; limit: read all, write what differs`,
    unit: "ms",
    skerry: rounded(skerry),
    limit: rounded(limit),
    peers: {},
    ratioToLimit: rounded(skerry / limit),
  };
}

/** This file, bundled, in a process of its own: nothing is warm. */
function rebuildInProcess(folder: string, out: string): readonly Lap[] {
  const arguments_ = [import.meta.url, folder, out].map((each) => JSON.stringify(each));
  const [module, ...paths] = arguments_;
  const code = `const { rebuild } = await import(${module}); console.log(JSON.stringify(await rebuild(${paths}, 1)));`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", code], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`building twice ended with ${status}: ${stderr}`);
  return JSON.parse(stdout);
}

function rounded(value: number): number {
  return Number(value.toFixed(2));
}
