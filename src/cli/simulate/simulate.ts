import path from "node:path";
import { reduceToNeeded } from "../../algorithms/delta-debugging.ts";
import type { FaultSchedule } from "../../runtime/hosts/simulation/faults.ts";
import { makeFaults } from "../../runtime/hosts/simulation/make-faults.ts";
import { Trace } from "../../runtime/hosts/simulation/trace.ts";
import { type BootParts, withBootable } from "../boot/bootable.ts";
import type { Call, Ending } from "../call.ts";
import type { CompileOptions } from "../compile-files.ts";
import { exitCode } from "../exit-code.ts";
import { endOnInterruption, onInterruption } from "../interruption.ts";
import { readText } from "../read-text.ts";
import { type Refusal, refuseCall } from "../refusal.ts";
import { writeFile } from "../write-file.ts";
import { buildDiagram, type Diagram } from "./diagram.ts";
import { renderSvg } from "./diagram-svg.ts";
import { renderText } from "./diagram-text.ts";
import { parseSchedule } from "./fault-file.ts";
import { jsonReport, type SimulationReport, textReport } from "./report.ts";
import { runOnce } from "./run.ts";
import { judgeRun, type Observed } from "./verdict.ts";

export interface SeedRange {
  readonly first: number;
  readonly last: number;
}

export interface SimulateOptions extends CompileOptions {
  readonly seed?: number;
  readonly seeds?: SeedRange;
  /** True: on the terminal; else the SVG file it goes to. */
  readonly trace?: true | string;
  /** A file with the schedule of all seeds. */
  readonly faults?: string;
  /** Virtual milliseconds, of a system that does not end by itself. */
  readonly for?: number;
}

/** A seed that has failed. */
export interface FailedSeed {
  readonly seed: number;
  readonly schedule: FaultSchedule;
  readonly failures: readonly string[];
  /** The faults of the schedule that are needed for it to fail, and how it does with these alone. */
  readonly shrunk: FaultSchedule;
  readonly shrunkFailures: readonly string[];
}

/** Runs of a failing seed to find the faults that it needs. */
const mostTries = 100;
/** Virtual milliseconds that a system has to recover: longer than any time that is waited for by default. */
const recovery = 60_000;
/** Virtual milliseconds that a system is run for which has no client to end it. */
const endlessSpan = 20;

/** Builds in memory and runs the system under faults, seed by seed. */
export async function simulate(call: Call, names: readonly string[], options: SimulateOptions): Promise<Ending> {
  const { seeds, seed, trace } = options;
  if (seeds !== undefined && seed !== undefined) return refuseCall("--seed and --seeds exclude each other");
  if (seeds !== undefined && seeds.first !== seeds.last && trace !== undefined) {
    return refuseCall("--trace draws the run of one seed", "Name it with --seed.");
  }
  const given = readSchedule(call, options);
  if (given !== null && "exitCode" in given) return given;
  const calm = endOnInterruption(call.terminal.say, "anything was simulated");
  try {
    return await withBootable(call, names, options, async (parts, remove) => {
      calm();
      return await new Session(call, parts, options, given, remove).run();
    });
  } finally {
    calm();
  }
}

/** The text of the file of faults; null when none is named. */
function readSchedule(
  { workingFolder }: Call,
  { faults }: SimulateOptions,
): { readonly text: string } | Refusal | null {
  if (faults === undefined) return null;
  const read = readText(path.resolve(workingFolder, faults));
  if (read.kind === "text") return { text: read.text };
  return refuseCall(`${faults} cannot be read${read.kind === "notText" ? `: ${read.reason}` : ": it is not there"}`);
}

class Session {
  readonly #call: Call;
  readonly #parts: BootParts;
  readonly #options: SimulateOptions;
  readonly #given: { readonly text: string } | null;
  readonly #remove: () => void;
  readonly #report: SimulationReport;
  readonly #seeds: SeedRange;
  #interrupted = false;
  #span = endlessSpan;

  constructor(
    call: Call,
    parts: BootParts,
    options: SimulateOptions,
    given: { readonly text: string } | null,
    remove: () => void,
  ) {
    this.#call = call;
    this.#parts = parts;
    this.#options = options;
    this.#given = given;
    this.#remove = remove;
    this.#seeds = options.seeds ?? { first: options.seed ?? 1, last: options.seed ?? 1 };
    this.#report = (options.json === true ? jsonReport : textReport)(call.terminal, parts.configuration);
  }

  async run(): Promise<Ending> {
    const schedule = this.#givenSchedule();
    if (schedule !== null && "exitCode" in schedule) return schedule;
    const release = onInterruption(() => {
      this.#interrupted = true;
    }, this.#remove);
    try {
      return await this.#runAll(schedule);
    } finally {
      release();
    }
  }

  #givenSchedule(): FaultSchedule | Refusal | null {
    if (this.#given === null) return null;
    const parsed = parseSchedule(this.#given.text, this.#parts.configuration);
    if (parsed.kind === "schedule") return parsed.schedule;
    return refuseCall(`${this.#options.faults} is no schedule of faults: ${parsed.text}`);
  }

  async #runAll(given: FaultSchedule | null): Promise<Ending> {
    const { first, last } = this.#seeds;
    const calm = await this.#runCalmly();
    this.#report.begin(this.#seeds, calm.result.time);
    const wrong = judgeRun(calm);
    if (wrong.length > 0) {
      this.#report.failedUndisturbed(wrong);
      return exitCode.failedRunning;
    }
    let failed = 0;
    let count = 0;
    let latest: FailedSeed | null = null;
    for (let seed = first; seed <= last && !this.#interrupted; seed++) {
      this.#call.terminal.progress(`seed ${seed} of ${first} to ${last}, ${failed} failed`);
      latest = await this.#trySeed(seed, given ?? makeFaults(this.#range, seed));
      count++;
      if (latest === null) continue;
      failed++;
      this.#call.terminal.progress("");
      this.#report.failed(latest);
    }
    this.#call.terminal.progress("");
    const refused = await this.#trace(latest, given);
    if (refused !== null) return refused;
    this.#report.end({ seeds: count, failed, interrupted: this.#interrupted });
    return failed > 0 ? exitCode.failedRunning : exitCode.done;
  }

  get #range() {
    return { configuration: this.#parts.configuration, span: this.#span };
  }

  /** How the system runs when nothing goes wrong, which says how long that takes. */
  async #runCalmly(): Promise<Observed> {
    const hasClients = this.#parts.configuration.programs.some(({ kind }) => kind === "client");
    const limit = this.#options.for ?? (hasClients ? recovery : endlessSpan);
    const calm = await runOnce(this.#parts, { seed: this.#seeds.first, schedule: [], limit });
    this.#span = Math.max(calm.result.time, 1e-3);
    return hasClients ? calm : { ...calm, result: { ...calm.result, unfinished: [] } };
  }

  /** Null when it has passed. */
  async #trySeed(seed: number, schedule: FaultSchedule): Promise<FailedSeed | null> {
    const failures = await this.#failuresOf(seed, schedule);
    if (failures.length === 0) return null;
    const fails = async (part: FaultSchedule): Promise<boolean> => (await this.#failuresOf(seed, part)).length > 0;
    const shrunk = await reduceToNeeded(schedule, fails, mostTries);
    return { seed, schedule, failures, shrunk, shrunkFailures: await this.#failuresOf(seed, shrunk) };
  }

  async #failuresOf(seed: number, schedule: FaultSchedule): Promise<readonly string[]> {
    return judgeRun(await runOnce(this.#parts, { seed, schedule, limit: this.#limitOf(schedule) }));
  }

  /** Faults that last are over when their time is; nothing may take longer than {@link recovery} after that. */
  #limitOf(schedule: FaultSchedule): number {
    const ends = schedule.map(({ at, until }) => Math.max(at, until ?? 0));
    const hasClients = this.#parts.configuration.programs.some(({ kind }) => kind === "client");
    const slack = hasClients ? recovery : 0;
    return (this.#options.for ?? 0) + Math.max(this.#span, ...ends) + slack;
  }

  /** Draws the last run: that of the seed, or of the faults that it needs to fail. */
  async #trace(failed: FailedSeed | null, given: FaultSchedule | null): Promise<Refusal | null> {
    const { trace: wanted } = this.#options;
    if (wanted === undefined) return null;
    const seed = this.#seeds.last;
    const schedule = failed?.shrunk ?? given ?? makeFaults(this.#range, seed);
    const trace = new Trace();
    const observed = await runOnce(this.#parts, { seed, schedule, limit: this.#limitOf(schedule), trace });
    const diagram = buildDiagram(this.#parts.configuration, observed, trace);
    return wanted === true ? this.#print(diagram) : this.#save(diagram, wanted);
  }

  #print(diagram: Diagram): null {
    if (this.#options.json === true) this.#call.terminal.print(`${JSON.stringify({ kind: "trace", ...diagram })}\n`);
    else this.#call.terminal.print(`${renderText(diagram)}\n`);
    return null;
  }

  #save(diagram: Diagram, file: string): Refusal | null {
    return writeFile(path.resolve(this.#call.workingFolder, file), renderSvg(diagram), file);
  }
}
