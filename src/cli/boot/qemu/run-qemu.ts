/** QEMU as a child: its serial line as events, its end as an outcome. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { BootConfiguration } from "../../../runtime/kernel/boot-configuration.ts";
import type { BootEvent, SystemOutcome } from "../../../runtime/kernel/events.ts";
import { OutcomeTracker } from "../../../runtime/kernel/outcome.ts";
import { readSerialLine } from "./serial-log.ts";

export interface QemuRun {
  readonly program: string;
  readonly arguments: readonly string[];
  readonly configuration: BootConfiguration;
  readonly decodeExit: (code: number) => number;
  readonly onEvent: (event: BootEvent) => void;
  /** Milliseconds after which it is stopped. */
  readonly limit?: number;
}

export interface RunningQemu {
  /** Never rejects. */
  readonly done: Promise<SystemOutcome>;
  readonly stop: (reason: string) => void;
  readonly kill: () => void;
}

/** What the kernels end with: `enum exit_code` of src/kernel/machine.h. */
export const kernelExit = { done: 16, failed: 17, blob: 18, hardware: 19, died: 20, image: 21 } as const;

/** Lines that say how it went, of which the last may tell why. */
const mostLines = 20;

export function runQemu(run: QemuRun): RunningQemu {
  const began = performance.now();
  const tracker = new OutcomeTracker(run.configuration);
  const others: string[] = [];
  let stopped: string | null = null;
  const child = spawn(run.program, run.arguments, { stdio: ["ignore", "pipe", "pipe"] });
  const now = (): number => performance.now() - began;
  const pass = (event: BootEvent): void => {
    tracker.observe(event);
    run.onEvent(event);
  };
  const read = (line: string): void => {
    const text = line.replace(/\r$/, "");
    const event = readSerialLine(run.configuration, text, now());
    if (event !== null) pass(event);
    else if (text !== "" && others.length < mostLines) others.push(text);
  };
  createInterface({ input: child.stdout }).on("line", read);
  createInterface({ input: child.stderr }).on("line", read);
  const stop = (reason: string): void => {
    stopped ??= reason;
    child.kill("SIGTERM");
  };
  const timer =
    run.limit === undefined
      ? undefined
      : setTimeout(() => stop(`its ${(run.limit ?? 0) / 1000} s are over`), run.limit);
  const done = new Promise<SystemOutcome>((resolve) => {
    const end = (code: number | null, fault: string | null): void => {
      clearTimeout(timer);
      const reason = stopped ?? reasonOf(code === null ? null : run.decodeExit(code), others);
      pass({ kind: "shutdown", reason, at: now(), coreName: null });
      if (fault !== null) tracker.fail(fault);
      else if (stopped === null)
        for (const text of faultsOf(code === null ? null : run.decodeExit(code), others)) tracker.fail(text);
      resolve(tracker.outcome());
    };
    child.once("error", (error) => end(null, `QEMU could not be started: ${error.message}`));
    child.once("close", (code) => end(code, null));
  });
  return { done, stop, kill: () => child.kill("SIGKILL") };
}

function reasonOf(code: number | null, lines: readonly string[]): string {
  switch (code) {
    case kernelExit.done:
    case kernelExit.failed:
      return "all clients have ended";
    case kernelExit.blob:
      return "the kernel refused its boot blob";
    case kernelExit.hardware:
      return "the hardware is not what was described";
    case kernelExit.died:
      return "a kernel died";
    case kernelExit.image:
      return "a program is not in the image as it was described";
    default:
      return lines.at(-1) ?? "QEMU ended by itself";
  }
}

/** What went wrong, beyond what the events have said. */
function faultsOf(code: number | null, lines: readonly string[]): readonly string[] {
  if (code === kernelExit.done || code === kernelExit.failed) return [];
  const said = lines.filter((line) => !/^(skerry: booting|boot refused:|completed:|failed:)/.test(line));
  if (said.length > 0) return said;
  return code === kernelExit.died ? [] : [`QEMU ended with ${code ?? "a signal"} before the system had`];
}
