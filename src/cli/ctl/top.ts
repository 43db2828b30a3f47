import type { Call, Ending } from "../call.ts";
import type { ControlClient } from "../control/control-client.ts";
import type { LoadView } from "../control/view-status.ts";
import { exitCode } from "../exit-code.ts";
import { printJson } from "../print-json.ts";
import type { Refusal } from "../refusal.ts";
import { type CtlOptions, refusalOf } from "./ctl.ts";
import { findSystem } from "./find-system.ts";
import { type Measured, ratesBetween, renderTop } from "./render-top.ts";

export interface TopOptions extends CtlOptions {
  readonly once?: boolean;
  /** Milliseconds. */
  readonly every?: number;
}

const usualPause = 1000;
/** Milliseconds between the two looks of a single picture. */
const shortPause = 200;
/** To the first place, and nothing below what is written there. */
const overwrite = "\u001b[H\u001b[J";
const [enter, leave] = ["\u001b[?1049h\u001b[?25l", "\u001b[?25h\u001b[?1049l"];

/** Shows a running system: in place on a terminal until it ends or one has seen enough, once in a pipe. */
export async function top(call: Call, options: TopOptions): Promise<Ending> {
  const system = await findSystem(options, call.workingFolder);
  if ("kind" in system) return system;
  try {
    const isLive = call.terminal.watched && options.once !== true && options.json !== true;
    return isLive ? await watch(call, system, options.every ?? usualPause) : await showOnce(call, system, options);
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

async function watch(call: Call, system: ControlClient, every: number): Promise<Ending> {
  const { terminal } = call;
  const stop = new AbortController();
  const onSignal = (): void => stop.abort();
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  terminal.print(enter);
  try {
    for (let before = await measure(system); ; ) {
      if ("kind" in before) return exitCode.done;
      await pause(every, stop.signal);
      if (stop.signal.aborted || !terminal.listening()) return exitCode.done;
      const now = await measure(system);
      if ("kind" in now) return exitCode.done;
      terminal.print(`${overwrite}${renderTop(now.view, ratesBetween(before, now), terminal.colours.print)}`);
      before = now;
    }
  } finally {
    terminal.print(leave);
    process.off("SIGINT", onSignal);
    process.off("SIGTERM", onSignal);
  }
}

/** The answer is the system's own, of the version that was checked. */
async function measure(system: ControlClient): Promise<Measured | Refusal> {
  const answer = await system.ask({ command: "measure" });
  if (!("ok" in answer) || !answer.ok) return refusalOf(answer);
  return { at: performance.now(), view: answer.result as LoadView };
}

function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
