/**
 * Messages into bytes and back: Skerry's generated code beside a person's own stores, and beside libraries, in turns, in
 * three processes; every number is a median of theirs. Contenders that make bytes of their own are spared to copy these
 * into the ring.
 */
import { spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { type BenchRow, median } from "../row.ts";
import { bundleOptions, compileMessages } from "./build.ts";
import { bundleRow } from "./bundle-size.ts";
import { rowsOfC } from "./c.ts";
import { messageNames } from "./contender.ts";
import { type Peers, preparePeers } from "./peers.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const processes = 3;

/** Median nanoseconds by comparison and contender. */
type Results = Readonly<Record<string, Readonly<Record<string, number>>>>;

export async function run(): Promise<readonly BenchRow[]> {
  const folder = path.join(root, ".skerry", "bench", "stubs");
  await compileMessages(root, folder);
  const peers = preparePeers(root, folder);
  const results = medians(await measure(folder, peers));
  return [
    ...messageNames.flatMap((message) => messageRows(results, message)),
    ...copyRows(results),
    ...rowsOfC(root, folder),
    await bundleRow(root, folder, peers),
  ];
}

async function measure(folder: string, peers: Peers | null): Promise<readonly Results[]> {
  const none = path.join(folder, "no-peers.js");
  await writeFile(none, "export const peers = [];\n");
  const options = bundleOptions(root, folder);
  const outfile = path.join(folder, "measure.mjs");
  await build({
    ...options,
    entryPoints: ["bench/stubs/measure.ts"],
    outfile,
    alias: { ...options.alias, "~peers": none, ...peers?.alias },
    nodePaths: peers === null ? [] : [peers.modules],
    external: ["msgpackr-extract"],
  });
  return Array.from({ length: processes }, () => runOnce(outfile, peers));
}

function runOnce(file: string, peers: Peers | null): Results {
  const env = { ...process.env, ...(peers === null ? {} : { NODE_PATH: peers.modules }) };
  const { status, stdout } = spawnSync(process.execPath, [file], {
    env,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (status !== 0) throw new Error(`${path.basename(file)} ended with ${status}`);
  return JSON.parse(stdout) as Results;
}

function medians(all: readonly Results[]): Results {
  const over = (what: string, name: string): number => median(all.map((one) => one[what]?.[name] ?? Number.NaN));
  return Object.fromEntries(
    Object.entries(all[0] ?? {}).map(([what, field]) => [
      what,
      Object.fromEntries(Object.keys(field).map((name) => [name, over(what, name)])),
    ]),
  );
}

function messageRows(results: Results, message: string): BenchRow[] {
  const { limit: encodeLimit, unchecked, checked, ...encodePeers } = results[`${message} encode`] ?? {};
  const { limit: decodeLimit, unchecked: decode, checked: _, ...decodePeers } = results[`${message} decode`] ?? {};
  const { view, object, ...otherViews } = results[`${message} view`] ?? {};
  return [
    row(`${message}: encode, unchecked; limit: a person's own stores`, unchecked, encodeLimit, encodePeers),
    row(`${message}: encode, checked; the same limit`, checked, encodeLimit, {}),
    row(`${message}: decode to an object; limit: a person's own loads`, decode, decodeLimit, decodePeers),
    row(
      `${message}: read all of it through a view; limit: decoding it to an object, to stay far below`,
      view,
      object,
      otherViews,
    ),
  ];
}

function copyRows(results: Results): BenchRow[] {
  const { "memory.copy": limit, "from a region": region, "from a Uint8Array": plain, set } = results["copy"] ?? {};
  return [
    row("4 KiB into the ring, from shared memory; limit: memory.copy of WebAssembly", region, limit, {}),
    row(
      "4 KiB into the ring, from a Uint8Array; the same limit",
      plain,
      limit,
      set === undefined ? {} : { "Uint8Array.set": set },
    ),
  ];
}

function row(
  what: string,
  own: number | undefined,
  limit: number | undefined,
  peers: Readonly<Record<string, number>>,
): BenchRow {
  const skerry = own ?? Number.NaN;
  return {
    what,
    unit: "ns",
    skerry,
    limit: limit ?? null,
    peers,
    ratioToLimit: limit === undefined ? null : skerry / limit,
  };
}
