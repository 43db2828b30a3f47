/**
 * Messages between kernels beside the bare mechanisms, in turns, so that what else the machine does falls on all alike. The
 * limits: two threads of C that hand a number back and forth; Atomics that sleep and wake; a ring of the same shape with
 * nothing around it.
 */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type BuildOptions, build } from "esbuild";
import { bundleKernelThread } from "../../scripts/bundle-worker.js";
import type { BenchRow } from "../row.ts";
import { agreement } from "./agreement.ts";
import { measureAllocation } from "./allocation.ts";
import { startKernels, startPeer } from "./contender.ts";
import { measureCrowd } from "./crowd.ts";
import { startNative } from "./native.ts";
import { allocation, bulk, type Contenders, oneWay, roundTrips, sleeping } from "./pair.ts";
import { startPools } from "./pools.ts";
import { measureSimulation } from "./simulation.ts";
import { agreeingSystem, echoSystem, slots } from "./systems.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
/** Kernels that have channels to the one that answers, beside the one that asks. */
const others = 31;

export async function run(): Promise<readonly BenchRow[]> {
  // Below it, what pins threads is found.
  const parent = path.join(root, ".skerry", "bench");
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(path.join(parent, "runtime-"));
  try {
    await bundle(folder);
    const file = (name: string): URL => new URL(name, `${pathToFileURL(folder).href}/`);
    const rows = await measurePair(folder, file);
    return [...rows, ...(await measureCrowd(file)), ...(await measureSimulation())];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measurePair(folder: string, file: (name: string) => URL): Promise<readonly BenchRow[]> {
  const worker = file("worker.mjs");
  const [peer, programs] = [file("peer.mjs"), (name: string) => file(`programs.mjs?${name}`)];
  const contenders: Contenders = {
    skerry: await startKernels(echoSystem(0), worker, programs("pair")),
    among: await startKernels(echoSystem(others), worker, programs("among")),
    sleepy: await startKernels(echoSystem(0), worker, programs("sleepy"), 0),
    native: await startNative(path.join(root, "bench/runtime/ping-pong.c"), folder),
    bare: await startPeer(peer, "bare", slots),
    postMessage: await startPeer(peer, "postMessage", slots),
    comlink: await startPeer(peer, "comlink", slots),
  };
  const agreeing = await startKernels(agreeingSystem(), worker, programs("agreeing"));
  const pools = await startPools(root);
  const rows = [
    ...(await roundTrips(contenders, pools)),
    ...[await sleeping(contenders), await oneWay(contenders), await bulk(contenders)],
    ...(await agreement(agreeing, contenders.postMessage)),
    ...[await allocation(contenders), measureAllocation()],
  ];
  await Promise.all([...Object.values(contenders), agreeing, ...pools.values()].map((contender) => contender.end()));
  return rows;
}

/** As what is shipped is: what kernels run is one script, and programs have the runtime in it. */
async function bundle(folder: string): Promise<void> {
  const common: BuildOptions = {
    ...{ absWorkingDir: root, outdir: folder, outExtension: { ".js": ".mjs" }, bundle: true, format: "esm" },
    ...{ platform: "node", target: "node20", minifySyntax: true, minifyWhitespace: true, logLevel: "warning" },
  };
  await build({
    ...common,
    entryPoints: { worker: "src/runtime/hosts/threads/worker.ts", programs: "bench/runtime/programs.ts" },
    plugins: [
      {
        name: "runtime",
        setup: ({ onResolve }) => {
          onResolve({ filter: /^skerry\/runtime$/ }, () => ({ path: "./programs-runtime.mjs", external: true }));
        },
      },
    ],
  });
  await build({ ...common, entryPoints: { peer: "bench/runtime/peer.ts" } });
  for (const file of await bundleKernelThread(root, folder, [], ".mjs")) await writeFile(file.path, file.contents);
}
