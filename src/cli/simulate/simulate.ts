import { availableParallelism } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { reduceToNeeded } from "../../algorithms/delta-debugging.ts";
import { type Diagram, drawSequence } from "../../emit/pictures/sequence-picture.ts";
import { packageFolder } from "../../files/installation.ts";
import { readText } from "../../files/read-text.ts";
import type { FaultSchedule } from "../../runtime/hosts/simulation/faults.ts";
import { Trace } from "../../runtime/hosts/simulation/trace.ts";
import { type BootParts, withBootable } from "../boot/bootable.ts";
import type { Call, Ending } from "../call.ts";
import type { CompileOptions } from "../compile-files.ts";
import { exitCode } from "../exit-code.ts";
import { endOnInterruption, onInterruption } from "../interruption.ts";
import { type Refusal, refuseCall } from "../refusal.ts";
import { writeFile } from "../write-file.ts";
import { buildDiagram } from "./diagram.ts";
import { renderText } from "./diagram-text.ts";
import { parseSchedule } from "./fault-file.ts";
import { jsonReport, type SimulationReport, textReport } from "./report.ts";
import { runOnce } from "./run.ts";
import { runSeedsHere, runSeedsInThreads } from "./run-seeds.ts";
import {
  type FailedSeed,
  failuresOf,
  hasClients,
  observe,
  type SeedRange,
  type ShrunkFailure,
  type Subject,
  scheduleOf,
  type Trial,
} from "./subject.ts";
import { judgeRun, type Observed, recovery } from "./verdict.ts";

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

/** Failing seeds of which the faults that they need are looked for. */
const mostShrunk = 20;
/** More seeds than that are run in threads. */
const fewSeeds = 60;
/** Runs of a failing seed to find the faults that it needs. */
const mostTries = 100;
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
    if (this.#options.for !== undefined && hasClients(this.#parts.configuration))
      return refuseCall(`${this.#parts.configuration.name} ends with its clients`, "Leave out --for.");
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
    const calm = await this.#runCalmly();
    this.#report.begin(this.#seeds, calm.result.time);
    const wrong = judgeRun(calm);
    if (wrong.length > 0) {
      this.#report.failedUndisturbed(wrong);
      return exitCode.failedRunning;
    }
    const subject = this.#subjectOf(Math.max(calm.result.time, 1e-3), given);
    const { failed, latest, count } = await this.#runSeeds(subject);
    this.#call.terminal.progress("");
    const refused = await this.#trace(subject, latest);
    if (refused !== null) return refused;
    this.#report.end({ seeds: count, failed, interrupted: this.#interrupted });
    return failed > 0 ? exitCode.failedRunning : exitCode.done;
  }

  #subjectOf(span: number, given: FaultSchedule | null): Subject {
    const { configuration, routes, programs } = this.#parts;
    return {
      ...{ configuration, routes, programs: programs?.href ?? null },
      ...{ span, least: this.#options.for ?? 0, given },
    };
  }

  /** How the system runs when nothing goes wrong, which says how long that takes. */
  async #runCalmly(): Promise<Observed> {
    const ends = hasClients(this.#parts.configuration);
    const limit = this.#options.for ?? (ends ? recovery : endlessSpan);
    const calm = await runOnce(this.#parts, { seed: this.#seeds.first, schedule: [], limit });
    return ends ? calm : { ...calm, result: { ...calm.result, unfinished: [] } };
  }

  async #runSeeds(subject: Subject): Promise<SeedsRun> {
    const { first, last } = this.#seeds;
    let failed = 0;
    let count = 0;
    let latest: FailedSeed | null = null;
    for await (const trial of this.#trials(subject)) {
      count++;
      latest = trial.failures.length === 0 ? null : await this.#explain(subject, trial, failed < mostShrunk);
      if (latest !== null) {
        failed++;
        this.#call.terminal.progress("");
        this.#report.failed(latest);
      }
      this.#call.terminal.progress(`seed ${trial.seed} of ${first} to ${last}, ${failed} failed`);
      if (this.#interrupted) break;
    }
    return { count, failed, latest };
  }

  #trials(subject: Subject): AsyncIterable<Trial> {
    if (this.#seeds.last - this.#seeds.first < fewSeeds) return runSeedsHere(subject, this.#seeds);
    const worker = pathToFileURL(path.join(packageFolder(), "dist", "seed-worker.js"));
    return runSeedsInThreads(subject, this.#seeds, worker, availableParallelism());
  }

  async #explain(subject: Subject, trial: Trial, isToShrink: boolean): Promise<FailedSeed> {
    const schedule = scheduleOf(subject, trial.seed);
    return { ...trial, schedule, shrunk: isToShrink ? await this.#shrink(subject, trial.seed, schedule) : null };
  }

  async #shrink(subject: Subject, seed: number, schedule: FaultSchedule): Promise<ShrunkFailure> {
    const fails = async (part: FaultSchedule) => (await failuresOf(subject, seed, part)).length > 0;
    const shrunk = await reduceToNeeded(schedule, fails, mostTries);
    return { schedule: shrunk, failures: await failuresOf(subject, seed, shrunk) };
  }

  /** Draws the last run: that of the seed, or of the faults that it needs to fail. */
  async #trace(subject: Subject, failed: FailedSeed | null): Promise<Refusal | null> {
    const { trace: wanted } = this.#options;
    if (wanted === undefined) return null;
    const seed = this.#seeds.last;
    const trace = new Trace();
    const schedule = failed?.shrunk?.schedule ?? scheduleOf(subject, seed);
    const observed = await observe(subject, { seed, schedule, trace });
    const diagram = buildDiagram(this.#parts.configuration, observed, trace);
    return wanted === true ? this.#print(diagram) : this.#save(diagram, wanted);
  }

  #print(diagram: Diagram): null {
    if (this.#options.json === true) this.#call.terminal.print(`${JSON.stringify({ kind: "trace", ...diagram })}\n`);
    else this.#call.terminal.print(`${renderText(diagram)}\n`);
    return null;
  }

  #save(diagram: Diagram, file: string): Refusal | null {
    return writeFile(path.resolve(this.#call.workingFolder, file), drawSequence(diagram), file);
  }
}

interface SeedsRun {
  /** Seeds that were run, and how many of them have failed. */
  readonly count: number;
  readonly failed: number;
  /** Null when the last has passed. */
  readonly latest: FailedSeed | null;
}
