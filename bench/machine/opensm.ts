/**
 * Routes of OpenSM, the subnet manager of InfiniBand, over a fabric that ibsim simulates. Debian has both: opensm and
 * ibsim-utils.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Topology } from "./topologies.ts";

export const engines = ["minhop", "updn", "ftree", "lash", "dfsssp", "torus-2QoS"] as const;
export type Engine = (typeof engines)[number];

export interface OpensmRoutes {
  /** The switch after `at` on the way to a host; -1 at its own switch. */
  readonly nextHop: (at: number, host: number) => number;
  /** Null where the engine does not say. */
  readonly lanes: number | null;
  /** Milliseconds of CPU, of the whole run: finding the fabric and setting it up too. */
  readonly cpu: number;
}

/** What is missing, by name; empty when the peers can run. */
export function missingPeers(): readonly string[] {
  const lacks = (command: string) => spawnSync("sh", ["-c", `command -v ${command}`]).status !== 0;
  return ["opensm", "ibsim"].filter(lacks);
}

/** Null when the engine cannot route such a network, and OpenSM fell back on another. */
export async function routeByOpensm(topology: Topology, engine: Engine): Promise<OpensmRoutes | null> {
  const folder = mkdtempSync(path.join(tmpdir(), "skerry-opensm-"));
  const wiring = wire(topology);
  writeFileSync(path.join(folder, "net"), printNetlist(wiring));
  writeFileSync(path.join(folder, "torus.conf"), printTorus(topology));
  const fabric = spawn("ibsim", ["-s", "-n", "net"], { cwd: folder, stdio: ["pipe", "pipe", "pipe"] });
  try {
    await untilUp(fabric);
    const cpu = runOpensm(folder, engine);
    const log = readFileSync(path.join(folder, "log"), "utf8");
    if (!log.includes(`${engine} tables configured`)) return null;
    const table = readTables(readFileSync(path.join(folder, "opensm-lfts.dump"), "utf8"), wiring);
    return { nextHop: (at, host) => table[at]?.[host] ?? -1, lanes: lanesIn(log, engine), cpu };
  } finally {
    fabric.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Wiring {
  /** By switch, by port from 1: what is at the other end. */
  readonly ports: readonly (readonly { readonly name: string; readonly port: number; readonly next: number }[])[];
  /** By host. */
  readonly hosts: readonly { readonly at: number; readonly port: number }[];
}

function wire({ switches, links, hosts }: Topology): Wiring {
  const ports = Array.from({ length: switches }, (): { name: string; port: number; next: number }[] => []);
  for (const [a, b] of links) {
    const [atA, atB] = [ports[a] ?? [], ports[b] ?? []];
    const [portA, portB] = [atA.length + 1, atB.length + 1];
    atA.push({ name: `S${b}`, port: portB, next: b });
    atB.push({ name: `S${a}`, port: portA, next: a });
  }
  const placed: { at: number; port: number }[] = [];
  hosts.forEach((count, at) => {
    for (let i = 0; i < count; i++) {
      placed.push({ at, port: ports[at]?.push({ name: `H${placed.length}`, port: 1, next: -1 }) ?? 0 });
    }
  });
  return { ports, hosts: placed };
}

/** The subnet manager runs on the first port. */
function printNetlist({ ports, hosts }: Wiring): string {
  const ofHosts = hosts.map(({ at, port }, host) => `Hca\t1\t"H${host}"\n[1]\t"S${at}"[${port}]\n`);
  const ofSwitches = ports.map((own, at) => {
    const lines = own.map(({ name, port }, index) => `[${index + 1}]\t"${name}"[${port}]\n`);
    return `Switch\t${own.length}\t"S${at}"\n${lines.join("")}`;
  });
  return `${[...ofHosts, ...ofSwitches].join("\n")}\n`;
}

/** ibsim numbers switches from this on, in their order. */
const firstSwitchGuid = 0x200000;

function printTorus({ sides }: Topology): string {
  if (sides === undefined) return "";
  const guid = (at: number): string => `0x${(firstSwitchGuid + at).toString(16)}`;
  const [x = 1, y = 1, z = 1] = sides;
  const seeds = [`xp_link ${guid(0)} ${guid(1)}`, `yp_link ${guid(0)} ${guid(x)}`];
  if (z > 1) seeds.push(`zp_link ${guid(0)} ${guid(x * y)}`);
  return `torus ${x} ${y} ${z}\n${seeds.join("\n")}\n`;
}

/** It says when it is ready, but may keep that to itself in a pipe: then a while is waited. */
function untilUp(fabric: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = "";
    setTimeout(resolve, 2000);
    const listen = (text: Buffer): void => {
      said += text;
      if (/Network simulator ready/.test(said)) resolve();
    };
    fabric.stdout?.on("data", listen);
    fabric.stderr?.on("data", listen);
    fabric.on("exit", () => reject(new Error(`ibsim ended: ${said.slice(-400)}`)));
    fabric.on("error", reject);
  });
}

function runOpensm(folder: string, engine: Engine): number {
  const options = `-o -Q -R ${engine} -f ${folder}/log --dump_files_dir ${folder} -D 0x43 --torus_config ${folder}/torus.conf`;
  const script = `TIMEFORMAT="cpu %U %S"; time timeout 120 ibsim-run opensm ${options} >/dev/null 2>&1`;
  const environment = { ...process.env, OSM_TMP_DIR: folder, OSM_CACHE_DIR: folder, SIM_HOST: "H0" };
  const { stderr } = spawnSync("bash", ["-c", script], { cwd: folder, env: environment, encoding: "utf8" });
  const [, user = "0", system = "0"] = /cpu ([\d.]+) ([\d.]+)/.exec(stderr) ?? [];
  return (Number(user) + Number(system)) * 1000;
}

/** By switch, by host: the next switch. */
function readTables(dump: string, { ports }: Wiring): readonly (readonly number[])[] {
  const table: number[][] = [];
  let own: number[] = [];
  for (const line of dump.split("\n")) {
    const at = /^Unicast lids .* of switch .*'S(\d+)'/.exec(line);
    if (at !== null) {
      own = [];
      table[Number(at[1])] = own;
    }
    const entry = /^0x[0-9a-f]+ (\d+) .*'H(\d+)/.exec(line);
    if (entry !== null) own[Number(entry[2])] = ports[table.indexOf(own)]?.[Number(entry[1]) - 1]?.next ?? -1;
  }
  return table;
}

function lanesIn(log: string, engine: Engine): number | null {
  if (engine === "minhop") return null;
  if (engine === "updn" || engine === "ftree") return 1;
  const [, lanes] = /(?:Lanes|Virtual Lanes) needed: (\d+)/.exec(log) ?? [];
  return lanes === undefined ? null : Number(lanes);
}
