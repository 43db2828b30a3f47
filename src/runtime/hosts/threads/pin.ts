import type { Import } from "./import-module.ts";

/** Pins the calling thread to a CPU, where the system and the optional package koffi allow. Null: done; else why not. */
export async function pinThread(cpu: number, importModule: Import): Promise<string | null> {
  if (process.platform !== "linux") return `pinning is not known on ${process.platform}`;
  try {
    const { default: koffi } = (await importModule("koffi")) as typeof import("koffi");
    const setAffinity = koffi.load("libc.so.6").func("int sched_setaffinity(int, size_t, void *)");
    const mask = Buffer.alloc(128);
    mask[cpu >> 3] = 1 << (cpu & 7);
    return setAffinity(0, mask.length, mask) === 0 ? null : `the system has no CPU ${cpu} for this process`;
  } catch {
    return "the optional package koffi is not there";
  }
}
