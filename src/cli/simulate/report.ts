import { counted } from "../../algorithms/counted.ts";
import { printable } from "../../diagnostics/render-width.ts";
import { type FaultSchedule, renderFault } from "../../runtime/hosts/simulation/faults.ts";
import type { BootConfiguration } from "../../runtime/kernel/boot-configuration.ts";
import type { Terminal } from "../terminal.ts";
import { nameCores } from "./fault-file.ts";
import type { FailedSeed, SeedRange } from "./subject.ts";

export interface Summary {
  /** How many were run. */
  readonly seeds: number;
  readonly failed: number;
  readonly interrupted: boolean;
}

/** Tells of runs while they happen. */
export interface SimulationReport {
  /** `span`: virtual milliseconds that the system takes when nothing goes wrong. */
  readonly begin: (seeds: SeedRange, span: number) => void;
  readonly failedUndisturbed: (failures: readonly string[]) => void;
  readonly failed: (seed: FailedSeed) => void;
  readonly end: (summary: Summary) => void;
}

/** For a person. */
export function textReport({ print }: Terminal, configuration: BootConfiguration): SimulationReport {
  const { name, order, cores } = configuration;
  const lines = (texts: readonly string[], indent: string) =>
    texts.map((text) => `${indent}${printable(text)}\n`).join("");
  const faults = (schedule: FaultSchedule) =>
    lines(
      schedule.map((fault) => renderFault(fault, (core) => cores[core]?.name ?? `core ${core}`)),
      "    ",
    );
  return {
    begin: ({ first, last }, span) => {
      const which = first === last ? `seed ${first}` : `seeds ${first} to ${last}`;
      print(
        `Simulating ${name}: ${counted(order.length, "kernel")}, ${which}; undisturbed, ${span.toFixed(3)} ms.\n\n`,
      );
    },
    failedUndisturbed: (failures) => print(`It fails even when nothing goes wrong:\n${lines(failures, "  ")}`),
    failed: ({ seed, schedule, failures, shrunk }) => {
      const needed = shrunk?.schedule ?? schedule;
      const under = needed.length === 0 ? "  without any fault:\n" : `  ${needs(schedule, needed)}:\n${faults(needed)}`;
      print(`seed ${seed} failed\n${under}${lines(shrunk?.failures ?? failures, "  ")}\n`);
    },
    end: ({ seeds, failed, interrupted }) => {
      const result = failed === 0 ? "all passed" : `${seeds - failed} passed, ${failed} failed`;
      print(`${counted(seeds, "seed")}: ${result}${interrupted ? "; interrupted" : ""}.\n`);
    },
  };
}

function needs(schedule: FaultSchedule, shrunk: FaultSchedule): string {
  if (schedule.length === shrunk.length) return `with ${counted(shrunk.length, "fault")}`;
  return `with ${shrunk.length} of its ${counted(schedule.length, "fault")}`;
}

/**
 * For a program: one object a line. The first has `kind: "simulation"`, each seed that fails one of `kind: "failed"`, the last
 * has `kind: "end"`. Schedules are what `--faults` reads.
 */
export function jsonReport(terminal: Terminal, configuration: BootConfiguration): SimulationReport {
  const print = (value: object) => terminal.print(`${JSON.stringify(value)}\n`);
  const { name, order } = configuration;
  return {
    begin: ({ first, last }, span) => {
      print({ kind: "simulation", name, kernels: order.length, firstSeed: first, lastSeed: last, milliseconds: span });
    },
    failedUndisturbed: (failures) => print({ kind: "end", ok: false, seeds: 0, failed: 0, failures }),
    failed: ({ seed, schedule, failures, shrunk }) => {
      const named = (faults: FaultSchedule) => nameCores(faults, configuration);
      print({
        ...{ kind: "failed", seed, failures, faults: named(schedule) },
        shrunk: shrunk === null ? null : { failures: shrunk.failures, faults: named(shrunk.schedule) },
      });
    },
    end: ({ seeds, failed, interrupted }) => print({ kind: "end", ok: failed === 0, seeds, failed, interrupted }),
  };
}
