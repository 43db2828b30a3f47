import type { BootConfiguration } from "../../runtime/kernel/boot-configuration.ts";
import type { BootEvent, SystemOutcome } from "../../runtime/kernel/events.ts";
import type { Terminal } from "../terminal.ts";
import { createBootLog } from "./boot-log.ts";

/** Tells of a boot while it happens. */
export interface BootReport {
  readonly event: (event: BootEvent) => void;
  readonly end: (outcome: SystemOutcome) => void;
}

const hostNames: Readonly<Record<string, string>> = {
  threads: "a worker thread each",
  simulation: "simulated under virtual time",
};

/** For a person. */
export function textReport(
  terminal: Terminal,
  configuration: BootConfiguration,
  host: string,
  control: string | null = null,
): BootReport {
  const log = createBootLog(configuration, hostNames[host] ?? host, terminal.colours.print, control);
  terminal.print(log.opening);
  return inOrderOfTime({
    event: (event) => terminal.print(log.line(event)),
    end: (outcome) => terminal.print(log.closing(outcome)),
  });
}

/** Milliseconds that an event waits for earlier ones of other kernels, each of which stamps its own. */
const patience = 20;

/** Tells events in order of their times, as far as they come together. */
export function inOrderOfTime(report: BootReport): BootReport {
  let held: BootEvent[] = [];
  let timer: NodeJS.Timeout | undefined;
  const release = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const ordered = held.sort((a, b) => a.at - b.at);
    held = [];
    for (const event of ordered) report.event(event);
  };
  return {
    event: (event) => {
      held.push(event);
      timer ??= setTimeout(release, patience);
    },
    end: (outcome) => {
      release();
      report.end(outcome);
    },
  };
}

/**
 * For a program: one object a line. The first has `kind: "boot"`, those of the kernels and the host follow as they come,
 * the last has `kind: "end"` and the outcome.
 */
export function jsonReport(
  terminal: Terminal,
  configuration: BootConfiguration,
  host: string,
  control: string | null = null,
): BootReport {
  const print = (value: object) => terminal.print(`${JSON.stringify(value)}\n`);
  const { name, bootCore, cores, order, channels, programs } = configuration;
  print({
    kind: "boot",
    name,
    host,
    control,
    bootCore,
    kernels: order.map((core) => cores[core]?.name),
    channels: channels.length,
    programs,
  });
  return {
    event: print,
    end: (outcome) => print({ kind: "end", ok: outcome.kind !== "failed", outcome }),
  };
}
