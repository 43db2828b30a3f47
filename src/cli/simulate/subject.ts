import type { FaultSchedule } from "../../runtime/hosts/simulation/faults.ts";
import { makeFaults } from "../../runtime/hosts/simulation/make-faults.ts";
import type { BootConfiguration } from "../../runtime/kernel/boot-configuration.ts";
import { type RunOptions, runOnce } from "./run.ts";
import { judgeRun, type Observed, recovery } from "./verdict.ts";

/** A system, and what is to happen to it: the same whichever thread runs it. */
export interface Subject {
  readonly configuration: BootConfiguration;
  readonly routes: Uint8Array;
  /** Address of a module that exports `programs`; null runs bare kernels. */
  readonly programs: string | null;
  /** Virtual milliseconds that it takes when nothing goes wrong. */
  readonly span: number;
  /** Virtual milliseconds for a system that does not end by itself; 0 where nobody has said. */
  readonly least: number;
  /** The faults of every seed; null: each has its own. */
  readonly given: FaultSchedule | null;
}

export interface SeedRange {
  readonly first: number;
  /** Included. */
  readonly last: number;
}

/** What came of a seed. */
export interface Trial {
  readonly seed: number;
  /** None when it has passed. */
  readonly failures: readonly string[];
}

/** A seed that has failed. */
export interface FailedSeed extends Trial {
  readonly schedule: FaultSchedule;
  /** Null where many seeds have failed before: it is looked for in the first of them alone. */
  readonly shrunk: ShrunkFailure | null;
}

/** The faults of a schedule that are needed for it to fail, and how it does with these alone. */
export interface ShrunkFailure {
  readonly schedule: FaultSchedule;
  readonly failures: readonly string[];
}

export function scheduleOf({ given, configuration, span }: Subject, seed: number): FaultSchedule {
  return given ?? makeFaults({ configuration, span }, seed);
}

/** What goes wrong under a seed and its faults, or under some of them. */
export async function failuresOf(
  subject: Subject,
  seed: number,
  schedule: FaultSchedule = scheduleOf(subject, seed),
): Promise<readonly string[]> {
  return judgeRun(await observe(subject, { seed, schedule }));
}

export function observe(subject: Subject, options: Omit<RunOptions, "limit">): Promise<Observed> {
  const { configuration, routes, programs } = subject;
  const parts = { configuration, routes, programs: programs === null ? null : new URL(programs) };
  return runOnce(parts, { ...options, limit: limitOf(subject, options.schedule) });
}

/** Faults that last are over when their time is; nothing may take longer than {@link recovery} after that. */
function limitOf({ configuration, span, least }: Subject, schedule: FaultSchedule): number {
  const ends = schedule.map(({ at, until }) => Math.max(at, until ?? 0));
  const slack = hasClients(configuration) ? recovery : 0;
  return least + Math.max(span, ...ends) + slack;
}

export function hasClients({ programs }: BootConfiguration): boolean {
  return programs.some(({ kind }) => kind === "client");
}
