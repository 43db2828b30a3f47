import type { ProgramHost } from "../../kernel/host.ts";
import type { Kernel } from "../../kernel/kernel.ts";
import type { Doorbells } from "./doorbells.ts";
import { Patience } from "./patience.ts";

export interface DriveOptions {
  /** Microseconds. */
  readonly spin: number;
  readonly cpus: number;
}

/** A host that says whether its loop is turning. */
export type ThreadHost = ProgramHost & { ticking: boolean };

/** Frames between two turns of the programs. */
const burst = 64;
/** Looks at the rings between two turns of the programs while there is nothing to do. */
const glances = 4;
/** Turns without work after which a kernel gives its CPU to others that want it. */
const quietRounds = 4;
/** Turns between two looks at the clock. */
const clockEvery = 32;
/**
 * Turns in which the programs' microtasks have theirs after a frame that may have stirred them. A turn costs as much as a
 * frame in place, after which nobody needs one.
 */
const stirredRounds = 32;
/** Milliseconds until timers and sockets have their turn, however busy the rings are. */
const turnAfter = 1;

/**
 * The loop of a kernel on its thread. While frames come it alternates between the rings and the microtasks of programs, and
 * gives the event loop a turn every millisecond; without any it spins as long as that pays, then sleeps until the doorbell
 * rings. Timers and sockets live on while it sleeps.
 */
export async function drive(
  kernel: Kernel,
  host: ThreadHost,
  doorbells: Doorbells,
  options: DriveOptions,
): Promise<void> {
  const stopping = kernel.signal;
  const patience = new Patience(options.spin);
  doorbells.wake(kernel.core);
  while (!stopping.aborted) {
    host.ticking = true;
    await runWhileBusy(kernel, doorbells, options.cpus, patience);
    host.ticking = false;
    kernel.tick();
    await sleep(kernel, doorbells);
  }
  doorbells.bury(kernel.core);
}

/** Returns when nothing has come for as long as the kernel may spin. */
async function runWhileBusy(kernel: Kernel, doorbells: Doorbells, cpus: number, patience: Patience): Promise<void> {
  let turn = performance.now();
  let lastWork = turn;
  let worked = false;
  let quiet = 0;
  let stirred = stirredRounds;
  for (let round = 1; ; round++) {
    let frames = 0;
    for (let glance = 0; glance < glances && frames === 0; glance++) frames = kernel.poll(burst);
    if (frames > 0) {
      worked = true;
      if (quiet > 0) patience.paid();
      quiet = 0;
      if (kernel.stirred) stirred = stirredRounds;
    } else if (++quiet > quietRounds) {
      if (doorbells.awake > cpus) return;
      if (patience.lost) break;
    }
    if (stirred > 0) {
      stirred--;
      await null;
    }
    if (round % clockEvery !== 0) continue;
    await null;
    kernel.tick();
    if (kernel.attend() > 0) worked = true;
    const now = performance.now();
    if (worked) lastWork = now;
    else if (kernel.idle()) lastWork = now;
    else if ((now - lastWork) * 1000 >= patience.microseconds) break;
    worked = false;
    if (now - turn < turnAfter) continue;
    await eventLoop();
    if (kernel.signal.aborted) return;
    stirred = stirredRounds;
    turn = performance.now();
  }
  patience.ranOut();
}

async function sleep(kernel: Kernel, doorbells: Doorbells): Promise<void> {
  doorbells.announceSleep(kernel.core);
  kernel.idle();
  const isIdle = kernel.poll(burst) + kernel.attend() === 0 && !kernel.hasFrames();
  const rung = isIdle && !kernel.signal.aborted ? doorbells.wait(kernel.core) : null;
  // Either way timers and sockets have a turn.
  await (rung ?? eventLoop());
  doorbells.wake(kernel.core);
}

function eventLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
