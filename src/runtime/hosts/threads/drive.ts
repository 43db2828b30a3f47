import type { ProgramHost } from "../../kernel/host.ts";
import type { Kernel } from "../../kernel/kernel.ts";
import type { Doorbells } from "./doorbells.ts";
import { Naps } from "./naps.ts";
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
/** Glances at the rings between two turns of the loop while there is nothing to do; fewer while microtasks want theirs. */
const glances = 16;
const stirredGlances = 2;
/** Turns between two looks at all rings. */
const lookEvery = 8;
/** Turns without work after which a kernel gives its CPU to others that want it. */
const quietRounds = 4;
/** Turns between two looks at the clock. */
const clockEvery = 64;
/** Bits of the number of frames that count as a turn more. */
const framesOfTurn = 2;
/**
 * Turns in which the programs' microtasks have theirs after a frame that may have stirred them. A turn costs as much as a
 * frame in place, after which nobody needs one.
 */
const stirredRounds = 32;
/** Milliseconds until timers and sockets have their turn, however busy the rings are. */
const turnAfter = 1;

/** What a kernel's loop knows of itself. */
interface Drive {
  readonly kernel: Kernel;
  readonly doorbells: Doorbells;
  readonly cpus: number;
  readonly patience: Patience;
  readonly naps: Naps;
  /** When timers and sockets had their last turn. */
  turn: number;
}

/**
 * The loop of a kernel on its thread. While frames come it alternates between the rings and the microtasks of programs, and
 * gives the event loop a turn every millisecond; without any it spins as long as that pays, then sleeps until the doorbell
 * rings. Timers and sockets live on while it sleeps.
 */
export async function drive(
  kernel: Kernel,
  host: ThreadHost,
  doorbells: Doorbells,
  { spin, cpus }: DriveOptions,
): Promise<void> {
  const drive: Drive = {
    ...{ kernel, doorbells, cpus, patience: new Patience(spin), naps: new Naps(turnAfter), turn: performance.now() },
  };
  doorbells.wake(kernel.core);
  while (!kernel.signal.aborted) {
    host.ticking = true;
    await runWhileBusy(drive);
    host.ticking = false;
    kernel.tick();
    await sleep(drive);
  }
  doorbells.bury(kernel.core);
}

/** Returns when nothing has come for as long as the kernel may spin. */
async function runWhileBusy(drive: Drive): Promise<void> {
  const { kernel, doorbells, cpus, patience } = drive;
  let lastWork = performance.now();
  let worked = false;
  let quiet = 0;
  let stirred = stirredRounds;
  let since = 0;
  for (let round = 0; ; round = (round + 1) % lookEvery) {
    const frames = look(kernel, round === 0, stirred > 0 ? stirredGlances : glances);
    since += 1 + (frames >> framesOfTurn);
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
    if (since < clockEvery) continue;
    since = 0;
    await null;
    kernel.tick();
    if (kernel.attend() > 0) worked = true;
    const now = performance.now();
    if (worked) lastWork = now;
    else if (kernel.idle()) lastWork = now;
    else if ((now - lastWork) * 1000 >= patience.microseconds) break;
    worked = false;
    if (now - drive.turn < turnAfter) continue;
    await giveTurn(drive);
    if (kernel.signal.aborted) return;
    stirred = stirredRounds;
  }
  patience.ranOut();
}

/** The number of frames handled. At all rings now and then; else only where frames are likely. */
function look(kernel: Kernel, isAtAll: boolean, glances: number): number {
  const frames = isAtAll ? kernel.poll(burst) : 0;
  return frames > 0 ? frames : kernel.glance(glances);
}

async function sleep(drive: Drive): Promise<void> {
  const { kernel, doorbells, naps } = drive;
  // Nobody has a turn while the thread stands still.
  if (naps.pay) await (performance.now() - drive.turn < turnAfter ? microtasks() : giveTurn(drive));
  doorbells.announceSleep(kernel.core);
  kernel.idle();
  const isIdle = kernel.poll(burst) + kernel.attend() === 0 && !kernel.hasFrames() && !kernel.signal.aborted;
  if (isIdle && nap(drive)) doorbells.wake(kernel.core);
  else await sleepUntilRung(drive, isIdle);
}

/** Whether the kernel was rung for while its thread stood still. */
function nap({ kernel, doorbells, naps }: Drive): boolean {
  if (!naps.pay) return false;
  const isRung = doorbells.nap(kernel.core, turnAfter);
  if (!isRung) naps.slept();
  return isRung;
}

/** `isIdle`: nothing was to be done since sleep was announced. Either way timers and sockets have a turn. */
async function sleepUntilRung(drive: Drive, isIdle: boolean): Promise<void> {
  const { kernel, doorbells, naps } = drive;
  const since = performance.now();
  await ((isIdle ? doorbells.wait(kernel.core) : null) ?? eventLoop());
  doorbells.wake(kernel.core);
  drive.turn = performance.now();
  if (isIdle) naps.rung(drive.turn - since);
}

/** To timers and sockets. */
async function giveTurn(drive: Drive): Promise<void> {
  await eventLoop();
  drive.turn = performance.now();
}

function eventLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Resolves when no microtask is left: ticks that microtasks ask for come then. */
function microtasks(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}
