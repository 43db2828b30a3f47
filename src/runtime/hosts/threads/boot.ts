import type { RunningSystem, ThreadsOptions } from "./options.ts";

export type { RunningSystem, ThreadsOptions } from "./options.ts";

/** Boots a system with one worker thread for every kernel. */
export declare function bootThreads(options: ThreadsOptions): RunningSystem;
