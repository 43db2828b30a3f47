/** The entry of a kernel's worker thread, built to `dist/worker.js`: runs what the main thread has compiled for all of them. */
import { createRequire } from "node:module";
import { Script } from "node:vm";
import { parentPort, workerData } from "node:worker_threads";
import type * as KernelThread from "./kernel-thread.ts";
import type { WorkerStart } from "./messages.ts";

type Load = (exports: object, require: NodeJS.Require, module: { readonly exports: typeof KernelThread }) => void;

function load({ source, filename, cache }: WorkerStart["code"]): typeof KernelThread {
  const loader: Load = new Script(source, { filename, cachedData: cache }).runInThisContext();
  const module = { exports: {} as typeof KernelThread };
  loader(module.exports, createRequire(import.meta.url), module);
  return module.exports;
}

const { code, setup }: WorkerStart = workerData;
if (parentPort !== null) await load(code).runKernel(setup, parentPort, (specifier) => import(specifier));
