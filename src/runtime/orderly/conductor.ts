import type { BootConfiguration, BootProgram } from "../kernel/boot-configuration.ts";
import type { ProgramPlace } from "../kernel/events.ts";
import type { HeldFor } from "../kernel/handover.ts";
import type { ServiceName } from "../kernel/service-name.ts";
import type { Legacy } from "../kernel/services/service-life.ts";
import { callersFirst } from "./callers-first.ts";
import { type ChangeOptions, type ChangeOutcome, defaultWithin, type Moved, type OfflineOptions } from "./change.ts";
import { cutOffWithout } from "./cut-off.ts";
import type { Step, StepAnswer } from "./steps.ts";

/** All kernels of a system, as a host has them. */
export interface Fleet {
  /** As it is now: where programs run. */
  readonly configuration: BootConfiguration;
  /** Cores whose kernels run. */
  readonly running: readonly number[];
  /** Whether a client's program has ended. */
  hasEnded(client: BootProgram): boolean;
  /** Has a kernel do a step; null when it was lost before it had. */
  ask(core: number, step: Step): Promise<StepAnswer | null>;
  /** Where kernels that start anew find an instance from now on. */
  relocated(name: ServiceName, core: number): void;
  /** An instance runs elsewhere now. */
  moved(moved: Moved): void;
  /** A kernel starts anew; resolves when it has. */
  startKernel(core: number): Promise<void>;
  /** The kernel of a core takes its leave; resolves when it is no more. */
  leave(core: number): Promise<void>;
}

type NotDone = Extract<ChangeOutcome, { kind: "refused" | "undone" }>;

/** Carries out changes in order, one after the other: what each kernel does in which order, and what is undone when it fails. */
export class Conductor {
  readonly #fleet: Fleet;
  #last: Promise<unknown> = Promise.resolve();
  /** Of services to cores, so far. */
  #moves = 0;

  constructor(fleet: Fleet) {
    this.#fleet = fleet;
  }

  /** Moves an instance of a service; to a core that the description has for it when `to` is null. Never rejects. */
  move(name: ServiceName, to: number | null, options: ChangeOptions = {}): Promise<ChangeOutcome> {
    return this.#afterOthers(() => this.#move(name, to, options));
  }

  /** Has the kernel of a core leave. Never rejects. */
  offline(core: number, options: OfflineOptions = {}): Promise<ChangeOutcome> {
    return this.#afterOthers(() => this.#offline(core, options));
  }

  /** Starts a kernel anew; resolves when it takes part again, or that was waited for in vain. Never rejects. */
  online(core: number): Promise<ChangeOutcome> {
    return this.#afterOthers(() => this.#online(core));
  }

  #afterOthers(change: () => Promise<ChangeOutcome>): Promise<ChangeOutcome> {
    const changing = this.#last.then(change);
    this.#last = changing;
    return changing;
  }

  // ── one service ──

  async #move(name: ServiceName, to: number | null, options: ChangeOptions): Promise<ChangeOutcome> {
    const program = this.#programOf(name);
    const target = program === undefined ? refuse("there is no such service") : this.#targetOf(program, to);
    if (typeof target !== "number") return target;
    const from = program?.core ?? -1;
    const { force = false, within = defaultWithin } = options;
    const retired = await this.#fleet.ask(from, { step: "retire", ...name });
    if (retired?.kind === "failed") return refuse(`${labelOf(program)} cannot move: ${retired.text}`);
    if (retired === null) return refuse(`${labelOf(program)} does not run now`);
    const held = await this.#askAll({ step: "hold", about: { kind: "service", ...name }, within });
    if (held !== null && !force) return this.#stay(name, from, held);
    const left = await this.#fleet.ask(from, { step: "suspend", ...name, within, force });
    if (left === null) return this.#stay(name, from, `the kernel on ${this.#nameOf(from)} was lost`);
    if (left.kind === "failed") return this.#stay(name, from, left.text);
    return this.#settle({ ...name, from, to: target }, left.legacy, Math.max(within, agreementTakes));
  }

  /** Starts what has ended on `from` on another core; where that fails, it starts again where it was. */
  async #settle({ from, to, ...name }: Way, legacy: Legacy, within: number): Promise<ChangeOutcome> {
    const failure = (await this.#place(name, to, within)) ?? (await this.#start(name, to, legacy, null));
    const back = failure === null ? null : await this.#startAgain(name, from, legacy, within);
    await this.#askAll({ step: "release", once: null });
    if (failure === null) {
      const moved = { ...name, from, to, stateBytes: legacy.state?.length ?? null };
      this.#fleet.moved(moved);
      return { kind: "done", moved: [moved] };
    }
    const where = back === null ? `it runs on ${this.#nameOf(from)} again` : `nor did it start again: ${back}`;
    return undone(`${labelOf(this.#programOf(name))} did not start on ${this.#nameOf(to)}: ${failure}; ${where}`);
  }

  /** Where nothing can be agreed on any more, it runs there all the same, unless it was agreed that it runs elsewhere. */
  async #startAgain(name: ServiceName, core: number, legacy: Legacy, within: number): Promise<string | null> {
    await this.#place(name, core, within);
    const program = this.#programOf(name);
    const failsAs = { core, program: name.service, instance: name.instance, instances: program?.instances ?? 1 };
    return this.#start(name, core, legacy, failsAs);
  }

  /** Why it did not start; null when it has. */
  async #start(name: ServiceName, core: number, legacy: Legacy, failsAs: ProgramPlace | null): Promise<string | null> {
    const started = await this.#fleet.ask(core, { step: "start", ...name, legacy, failsAs });
    if (started === null) return `the kernel on ${this.#nameOf(core)} was lost`;
    return started.kind === "failed" ? started.text : null;
  }

  /**
   * Has the kernels agree on the core of a service; why they have not, or null. Those that too few others can reach hear of
   * it later, and are not waited for. A move that was not agreed on is not any more once there is a later one.
   */
  async #place(name: ServiceName, core: number, within: number): Promise<string | null> {
    const [{ running }, move] = [this.#fleet, ++this.#moves];
    const step: Step = { step: "relocate", ...name, core, move, within };
    const answers = await Promise.all(running.map(async (each) => [each, await this.#fleet.ask(each, step)] as const));
    const own = answers.find(([each]) => each === core)?.[1] ?? null;
    if (own === null) return `the kernel on ${this.#nameOf(core)} was lost`;
    if (own.kind === "failed") return own.text;
    this.#fleet.relocated(name, core);
    return null;
  }

  async #stay(name: ServiceName, from: number, text: string): Promise<ChangeOutcome> {
    await this.#fleet.ask(from, { step: "stay", ...name });
    await this.#askAll({ step: "release", once: null });
    return undone(`${labelOf(this.#programOf(name))} stays on ${this.#nameOf(from)}: ${text}`, advice);
  }

  // ── a kernel ──

  async #offline(core: number, options: OfflineOptions): Promise<ChangeOutcome> {
    const against = this.#reasonAgainst(core, options);
    if (against !== null) return against;
    const { to = null, force = false, within = defaultWithin } = options;
    const moved: Moved[] = [];
    for (const { name, instance } of this.#programsOn(core, "service")) {
      const change = await this.#move({ service: name, instance }, to, options);
      if (change.kind === "done") moved.push(...change.moved);
      else if (!force) return moved.length > 0 ? this.#bringBack(moved, change, options) : change;
    }
    const held = (await this.#leadRound("leave", core, within)) ?? (await this.#relinquish(core, within));
    if (held !== null && !force) {
      await this.#relinquish(null, within);
      await this.#askAll({ step: "release", once: null });
      return this.#bringBack(moved, undone(`the kernel on ${this.#nameOf(core)} stays: ${held}`, advice), options);
    }
    const others = this.#fleet.running.filter((each) => each !== core);
    await this.#fleet.leave(core);
    const once = { core, isMember: false, within: agreementTakes };
    await Promise.all(others.map((each) => this.#fleet.ask(each, { step: "release", once })));
    // Were the next to leave before that, those that decide on an object might be too few.
    await this.#askAll({ step: "settle", within: agreementTakes });
    await this.#relinquish(null, within);
    return { kind: "done", moved };
  }

  /** The last first. What does not come back runs on where it went, and is named. */
  async #bringBack(moved: readonly Moved[], why: NotDone, options: ChangeOptions): Promise<NotDone> {
    const astray: Moved[] = [];
    for (const each of moved.toReversed()) {
      const back = await this.#move(each, each.from, options);
      if (back.kind !== "done") astray.unshift(each);
    }
    const where = astray.map((each) => {
      const isThere = this.#fleet.running.includes(each.to);
      return `${labelOf(this.#programOf(each))} ${isThere ? "runs" : "was lost"} on ${this.#nameOf(each.to)}`;
    });
    return { ...why, kind: "undone", text: [why.text, ...where].join("; "), moved: astray };
  }

  /** Why objects do not go on without the kernel of a core; null when they do. */
  #relinquish(core: number | null, within: number): Promise<string | null> {
    return this.#askAll({ step: "relinquish", core, within });
  }

  async #online(core: number): Promise<ChangeOutcome> {
    const others = this.#fleet.running;
    if (others.includes(core)) return refuse(`the kernel on ${this.#nameOf(core)} runs already`);
    // What is not done by then fails as it would when a kernel comes back by itself.
    await this.#leadRound("join", core, defaultWithin);
    await this.#fleet.startKernel(core);
    const once = { core, isMember: true, within: agreementTakes };
    await Promise.all(others.map((each) => this.#fleet.ask(each, { step: "release", once })));
    return { kind: "done", moved: [] };
  }

  /**
   * Connections whose ways would change are held: who calls before who is called, since a request may be answered only once
   * others are that it has led to. What keeps one from being done; null for nothing.
   */
  async #leadRound(kind: "leave" | "join", core: number, within: number): Promise<string | null> {
    for (const programs of callersFirst(this.#fleet.configuration.programs)) {
      const about: HeldFor = { kind, core, programs };
      const held = await this.#askAll({ step: "hold", about, within });
      if (held !== null) return held;
    }
    return null;
  }

  #reasonAgainst(core: number, { to = null, force = false }: OfflineOptions): NotDone | null {
    const { running } = this.#fleet;
    const name = this.#nameOf(core);
    if (!running.includes(core)) return refuse(`no kernel runs on ${name}`);
    if (running.length === 1) return refuse(`the kernel on ${name} is the last one`, "Stop the system instead.");
    if (to === core) return refuse(`${name} is to leave`, "Say another core for its services.");
    if (force) return null;
    const client = this.#programsOn(core, "client").find((each) => !this.#fleet.hasEnded(each));
    if (client !== undefined) {
      return refuse(`the client ${labelOf(client)} runs on ${name}, and a client cannot be moved`, endAnyway);
    }
    const last = this.#fleet.configuration.states?.find(({ replicas }) => {
      return replicas.includes(core) && replicas.every((each) => each === core || !running.includes(each));
    });
    if (last !== undefined) return refuse(`${name} has the last replica of ${last.name} that is left`, endAnyway);
    const [apart] = cutOffWithout(core, running, this.#fleet.configuration);
    if (apart !== undefined) {
      return refuse(`without ${name} the others could not reach ${this.#nameOf(apart)} any more`, endAnyway);
    }
    return this.#firstTarget(core, to);
  }

  /** Before anything is moved, each of the services has to have somewhere to go. */
  #firstTarget(core: number, to: number | null): NotDone | null {
    for (const program of this.#programsOn(core, "service")) {
      const target = this.#targetOf(program, to);
      if (typeof target !== "number") return target;
    }
    return null;
  }

  // ── where to ──

  #targetOf(program: BootProgram, to: number | null): number | NotDone {
    const { core, places } = program;
    const label = labelOf(program);
    if (places === undefined) {
      return refuse(`${label} has to run on ${this.#nameOf(core)}: the description leaves it no other core`);
    }
    const isAllowed = (each: number): boolean => places.within.some(([low, high]) => low <= each && each <= high);
    const isFree = (each: number): boolean => each !== core && isAllowed(each) && this.#fleet.running.includes(each);
    if (to === null) {
      const found = [...places.best, ...this.#fleet.running].find(isFree);
      return found ?? refuse(`no kernel runs now on any other core that ${label} may run on`);
    }
    if (to === core) return refuse(`${label} runs on ${this.#nameOf(to)} already`);
    if (!isAllowed(to)) return refuse(`${label} may not run on ${this.#nameOf(to)}, as the description has it`);
    return isFree(to) ? to : refuse(`no kernel runs on ${this.#nameOf(to)} now`);
  }

  // ── all kernels ──

  /** What the first of them that did not do it says; null when all have, or are lost. */
  async #askAll(step: Step): Promise<string | null> {
    const { running } = this.#fleet;
    const answers = await Promise.all(running.map((core) => this.#fleet.ask(core, step)));
    const failure = answers.find((answer) => answer?.kind === "failed");
    return failure?.kind === "failed" ? failure.text : null;
  }

  #programOf({ service, instance }: ServiceName): BootProgram | undefined {
    return this.#fleet.configuration.programs.find(
      (each) => each.kind === "service" && each.name === service && each.instance === instance,
    );
  }

  #programsOn(core: number, kind: BootProgram["kind"]): readonly BootProgram[] {
    return this.#fleet.configuration.programs.filter((each) => each.core === core && each.kind === kind);
  }

  #nameOf(core: number): string {
    return this.#fleet.configuration.cores[core]?.name ?? `core ${core}`;
  }
}

/** Where a service comes from, and where it goes. */
type Way = Omit<Moved, "stateBytes">;

/** Milliseconds until a view that says what has changed is not waited for any more; for a move, if it is given no more time. */
const agreementTakes = 5000;

const advice = "Give it more time (--within), or end what is under way (--force).";
const endAnyway = "Say --force to end it all the same.";

function refuse(text: string, advice: string | null = null): Extract<NotDone, { kind: "refused" }> {
  return { kind: "refused", text, advice };
}

function undone(text: string, advice: string | null = null): NotDone {
  return { kind: "undone", text, advice, moved: [] };
}

function labelOf(program: BootProgram | undefined): string {
  if (program === undefined) return "it";
  return program.instances > 1 ? `${program.name}[${program.instance}]` : program.name;
}
