import type { Call, Ending } from "../call.ts";
import type { ControlClient } from "../control/control-client.ts";
import { exitCode } from "../exit-code.ts";
import { printJson } from "../print-json.ts";
import type { CtlOptions } from "./ctl.ts";
import { findSystem } from "./find-system.ts";
import { measure } from "./measure.ts";
import { type Measured, ratesBetween, renderTop, renderTopLines } from "./render-top.ts";
import { openScreen } from "./screen.ts";

export interface TopOptions extends CtlOptions {
  readonly once?: boolean;
  /** Milliseconds. */
  readonly every?: number;
}

const usualPause = 1000;
/** Milliseconds between the two looks of a single picture, and of the first of many. */
const shortPause = 200;

/** Shows a running system until it ends or one has seen enough: in place on a terminal, line by line in a pipe. */
export async function top(call: Call, options: TopOptions): Promise<Ending> {
  const system = await findSystem(options, call.workingFolder);
  if ("kind" in system) return system;
  try {
    if (options.once === true || options.json === true) return await showOnce(call, system, options);
    const isScreen = call.terminal.watched && process.env["TERM"] !== "dumb";
    const ending = await (isScreen ? watch : list)(call, system, options.every ?? usualPause);
    if (ending !== "ended") return ending;
    call.terminal.say("The system has ended.\n");
    return exitCode.done;
  } finally {
    system.close();
  }
}

async function showOnce(call: Call, system: ControlClient, { json, every }: TopOptions): Promise<Ending> {
  const before = await measure(system);
  if ("kind" in before) return before;
  await pause(every ?? shortPause);
  const now = await measure(system);
  if ("kind" in now) return now;
  const rates = ratesBetween(before, now);
  if (json === true) printJson(call.terminal, { ok: true, ...now.view, rates });
  else call.terminal.print(renderTop(now.view, rates));
  return exitCode.done;
}

async function watch({ terminal }: Call, system: ControlClient, every: number): Promise<Ending | "ended"> {
  const screen = openScreen(terminal);
  try {
    return await look(system, every, screen.left, (before, now) => {
      screen.show(`${renderTop(now.view, ratesBetween(before, now))}\nq quits\n`);
      return terminal.listening();
    });
  } finally {
    screen.close();
  }
}

async function list({ terminal }: Call, system: ControlClient, every: number): Promise<Ending | "ended"> {
  const stop = new AbortController();
  const quit = (): void => stop.abort();
  process.on("SIGINT", quit);
  process.on("SIGTERM", quit);
  try {
    return await look(system, every, stop.signal, (before, now) => {
      terminal.print(renderTopLines(now.view, ratesBetween(before, now), new Date()));
      return terminal.listening();
    });
  } finally {
    process.off("SIGINT", quit);
    process.off("SIGTERM", quit);
  }
}

/** Again and again until the system has ended, `left` says so, or what shows it says that nobody looks. */
async function look(
  system: ControlClient,
  every: number,
  left: AbortSignal,
  show: (before: Measured, now: Measured) => boolean,
): Promise<Ending | "ended"> {
  // An answer that does not come is not waited for by who has left.
  left.addEventListener("abort", () => system.close());
  let before = await measure(system);
  if ("kind" in before) return left.aborted ? exitCode.done : before;
  for (let wait = Math.min(every, shortPause); ; wait = every) {
    await pause(wait, left);
    if (left.aborted) return exitCode.done;
    const now = await measure(system);
    if ("kind" in now) return left.aborted ? exitCode.done : "ended";
    if (!show(before, now)) return exitCode.done;
    before = now;
  }
}

function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) return resolve();
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
