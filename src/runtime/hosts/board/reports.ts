/** What kernels tell the boot core of a board, which counts who has yet to end. `src/kernel/channel/frame_kinds.h` has the same. */
import type { KernelEvent } from "../../kernel/events.ts";

const reportDone = 2;
const reportFailed = 3;
export const reportStopped = 5;

export interface Report {
  readonly what: number;
  readonly text: string;
}

/** Null for what the boot core need not know. */
export function reportOf(event: KernelEvent): Report | null {
  if (event.kind === "clientDone") return { what: reportDone, text: `${event.program}: done` };
  return event.kind === "clientFailed" ? { what: reportFailed, text: `${event.program}: failed: ${event.text}` } : null;
}
