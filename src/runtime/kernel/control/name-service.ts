import type { BootConfiguration, BootProgram } from "../boot-configuration.ts";
import type { ServiceName } from "../service-name.ts";
import { type ControlMessage, verdict } from "./control.ts";
import type { Correspondent } from "./correspondent.ts";
import type { Directory } from "./directory.ts";

interface Entry {
  readonly core: number;
  /** Null until it registers or is known not to. */
  answer: ControlMessage | null;
  waiting: { readonly from: Correspondent; readonly correlation: number }[];
}

/** Lookups of one service that may wait for it. */
const mostWaiting = 0xffff;

type Answer = (to: Correspondent, correlation: number, message: ControlMessage) => void;

/**
 * At which endpoints services are: the kernel of the boot core knows of all, every other one of its own, for those that ask
 * when the boot core is lost. On which cores they are is agreed on. A lookup waits until its service is up or has failed.
 */
export class NameService {
  readonly #entries = new Map<string, Entry>();
  /** What was registered from cores that services are to move to, before this kernel has heard that they do: by core. */
  readonly #early = new Map<string, Map<number, ControlMessage>>();
  readonly #programs = new Map<string, BootProgram>();
  readonly #exists: (name: ServiceName) => boolean;
  readonly #answer: Answer;

  /** `programs`: those it knows of from the start; `exists`: whether the system has such a service. */
  constructor(programs: readonly BootProgram[], exists: (name: ServiceName) => boolean, answer: Answer) {
    this.#exists = exists;
    this.#answer = answer;
    for (const program of programs) {
      const { kind, name, instance, core } = program;
      if (kind !== "service") continue;
      this.#programs.set(keyOf(name, instance), program);
      this.#entries.set(keyOf(name, instance), { core, answer: null, waiting: [] });
    }
  }

  /** A service runs on another core, if it is to be known here: who asks for it waits until it has registered. */
  relocate({ service, instance }: ServiceName, core: number, isKnownHere: boolean): void {
    const key = keyOf(service, instance);
    const waiting = this.#entries.get(key)?.waiting ?? [];
    if (!isKnownHere && waiting.length === 0) {
      this.#entries.delete(key);
      return;
    }
    const entry: Entry = { core, answer: null, waiting };
    this.#entries.set(key, entry);
    const early = this.#early.get(key)?.get(core);
    this.#early.get(key)?.delete(core);
    if (early !== undefined) this.#settle(entry, early);
  }

  /** Numbers: verdict, endpoint, instance. Texts: name, and why it failed. */
  register(from: Correspondent, message: ControlMessage): void {
    const [result, endpoint, instance] = message.numbers;
    const [name = "", text = ""] = message.texts;
    const key = keyOf(name, instance);
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    const answer: ControlMessage = { numbers: [result, from.core, endpoint, 0], texts: [text] };
    if (entry.core === from.core) this.#settle(entry, answer);
    else if (mayRunOn(this.#programs.get(key), from.core)) this.#keep(key, from.core, answer);
  }

  /** Numbers: instance. Texts: name. */
  lookup(from: Correspondent, correlation: number, message: ControlMessage): void {
    const [service = ""] = message.texts;
    const [instance] = message.numbers;
    const entry = this.#entries.get(keyOf(service, instance));
    if (entry === undefined) {
      // One of both kernels has yet to hear of a move.
      const isElsewhere = this.#exists({ service, instance });
      const [result, text] = isElsewhere ? [verdict.moving, ""] : [verdict.failed, "there is no such service"];
      this.#answer(from, correlation, { numbers: [result, 0, 0, 0], texts: [text] });
    } else if (entry.answer !== null) this.#answer(from, correlation, entry.answer);
    else if (entry.waiting.length < mostWaiting) entry.waiting.push({ from, correlation });
    else this.#answer(from, correlation, { numbers: [verdict.failed, 0, 0, 0], texts: ["too many wait for it"] });
  }

  /** Cores have left, or have been left out of reach: who waits for their services is told so. */
  lost(isLost: (core: number) => boolean, isReached: (core: number) => boolean): void {
    for (const early of this.#early.values())
      for (const core of [...early.keys()]) if (isLost(core)) early.delete(core);
    for (const entry of this.#entries.values()) {
      entry.waiting = entry.waiting.filter(({ from }) => !from.isCut);
      // A service that is up may still be in reach of its clients when it is out of ours.
      if (!isLost(entry.core) && (entry.answer !== null || isReached(entry.core))) continue;
      this.#settle(entry, { numbers: [verdict.lost, entry.core, 0, 0], texts: [] });
    }
  }

  /** Kernels have started anew, or are within reach again: their services will register. */
  back(isBack: (core: number) => boolean): void {
    for (const entry of this.#entries.values()) {
      if (entry.answer?.numbers[0] === verdict.lost && isBack(entry.core)) entry.answer = null;
    }
  }

  #keep(key: string, core: number, answer: ControlMessage): void {
    const early = this.#early.get(key) ?? new Map<number, ControlMessage>();
    this.#early.set(key, early.set(core, answer));
  }

  #settle(entry: Entry, answer: ControlMessage): void {
    entry.answer = answer;
    for (const { from, correlation } of entry.waiting.splice(0)) this.#answer(from, correlation, answer);
  }
}

function mayRunOn(program: BootProgram | undefined, core: number): boolean {
  return program?.places?.within.some(([low, high]) => low <= core && core <= high) === true;
}

function keyOf(name: string, instance: number): string {
  return `${name}#${instance}`;
}

/** The name service of the kernel on a core. */
export function nameServiceOf(
  { programs, bootCore }: Pick<BootConfiguration, "programs" | "bootCore">,
  core: number,
  directory: Directory,
  answer: Answer,
): NameService {
  const known = programs.filter((program) => core === bootCore || program.core === core);
  return new NameService(known, (name) => directory.coreOf(name) >= 0, answer);
}
