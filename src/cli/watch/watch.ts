/** Does the work of a command again whenever something that it has read has changed. */
import { setTimeout as after } from "node:timers/promises";
import { counted } from "../../algorithms/counted.ts";
import type { Call, Ending } from "../call.ts";
import { type CompilerFor, findFiles } from "../compile-files.ts";
import { exitCode } from "../exit-code.ts";
import { onInterruption } from "../interruption.ts";
import { type Refusal, refuseCall } from "../refusal.ts";
import { type Bell, createBell } from "./bell.ts";
import { createFolderWatch } from "./folder-watch.ts";
import { Readings } from "./readings.ts";

/** Editors write a file in several steps: it has settled when nothing has happened for so many milliseconds. */
const settling = 25;
const mostSettling = 8;
/** Looks by itself this often, in milliseconds, where no event tells of a change. */
const leastBetweenLooks = 1000;
/** Looking takes at most one in so many parts of the time. */
const shareOfLooking = 50;

export interface WatchOptions {
  readonly json?: boolean;
}

/**
 * Calls `round` now and after every change, until it is interrupted: then it is done. A first round that is refused has
 * nothing to wait for; a later one says so and waits.
 */
export async function watch(
  call: Call,
  names: readonly string[],
  options: WatchOptions,
  round: (compilerFor: CompilerFor) => Promise<Ending>,
): Promise<Ending> {
  if (names.includes("-")) return refuseCall("standard input cannot be watched", "Name a file or a folder.");
  const readings = new Readings(() => findFiles(call, names));
  const say = (text: string) => (options.json === true ? undefined : call.terminal.say(`skerry: ${text}.\n`));
  const first = await round(readings.compilerFor);
  if (typeof first !== "number") return first;
  say(`watching ${counted(readings.count, "file")}; Ctrl-C ends`);
  await eachChange(readings, async (changed) => {
    say(`${changed.length === 1 ? `${changed[0]} has` : `${counted(changed.length, "file")} have`} changed`);
    const ending = await round(readings.compilerFor);
    if (typeof ending !== "number") say(sentence(ending));
    return call.terminal.listening();
  });
  return exitCode.done;
}

function sentence({ message, advice }: Refusal): string {
  return advice === null ? message : `${message}. ${advice.replace(/\.$/, "")}`;
}

/** Until interrupted, or until `answer` says that nobody listens any more. */
async function eachChange(readings: Readings, answer: (changed: readonly string[]) => Promise<boolean>): Promise<void> {
  const bell = createBell();
  let interrupted = false;
  const calm = onInterruption(
    () => {
      interrupted = true;
      bell.ring();
    },
    () => {},
  );
  const folders = createFolderWatch(bell.ring);
  try {
    let listening = true;
    while (!interrupted && listening) {
      // First this, then the look: what changes from here on is heard, what changed before is seen.
      folders.follow(readings.folders());
      const began = performance.now();
      const changed = readings.changed();
      const took = performance.now() - began;
      if (changed.length > 0) listening = await answer(changed);
      else if (await bell.wait(Math.max(leastBetweenLooks, took * shareOfLooking))) await settle(bell);
    }
  } finally {
    folders.close();
    calm();
  }
}

/** A folder where something happens all the time does not settle; then it is looked at all the same. */
async function settle(bell: Bell): Promise<void> {
  for (let times = 0; times < mostSettling && bell.hasRung(); times++) {
    bell.silence();
    await after(settling);
  }
}
