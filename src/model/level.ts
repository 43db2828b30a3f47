import type { Part } from "./machine.ts";

/** What has cores in it; `core` is the core itself. */
export type Level = Part["level"] | "core";
