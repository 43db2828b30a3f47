import type { BootProgram } from "./boot-configuration.ts";
import { type ControlMessage, verdict } from "./control.ts";
import type { ServiceName } from "./endpoint-grants.ts";
import type { Address } from "./line.ts";

interface Entry {
  readonly core: number;
  /** Null until it registers or is known not to. */
  answer: ControlMessage | null;
  readonly waiting: { readonly from: Address; readonly correlation: number }[];
}

/** Lookups of one service that may wait for it. */
const mostWaiting = 0xffff;

type Answer = (to: Address, correlation: number, message: ControlMessage) => void;

/**
 * Where services are: the kernel of the boot core knows of all, every other one of its own, for those that ask when the
 * boot core is lost. A lookup waits until its service is up or has failed.
 */
export class NameService {
  readonly #entries = new Map<string, Entry>();
  readonly #answer: Answer;

  constructor(programs: readonly BootProgram[], answer: Answer) {
    this.#answer = answer;
    for (const { kind, name, instance, core } of programs) {
      if (kind === "service") this.#entries.set(keyOf(name, instance), { core, answer: null, waiting: [] });
    }
  }

  /** A service will register from another core, if it is to be known here: who asks for it waits for that. */
  relocate({ service, instance }: ServiceName, core: number, isKnownHere: boolean): void {
    const key = keyOf(service, instance);
    const waiting = this.#entries.get(key)?.waiting ?? [];
    if (isKnownHere || waiting.length > 0) this.#entries.set(key, { core, answer: null, waiting });
    else this.#entries.delete(key);
  }

  /** Numbers: verdict, endpoint, instance. Texts: name, and why it failed. */
  register(from: Address, message: ControlMessage): void {
    const [result, endpoint, instance] = message.numbers;
    const [name = "", text = ""] = message.texts;
    const entry = this.#entries.get(keyOf(name, instance));
    if (entry === undefined || entry.core !== from.core) return;
    this.#settle(entry, { numbers: [result, from.core, endpoint, 0], texts: [text] });
  }

  /** Numbers: instance. Texts: name. */
  lookup(from: Address, correlation: number, message: ControlMessage): void {
    const [name = ""] = message.texts;
    const entry = this.#entries.get(keyOf(name, message.numbers[0]));
    if (entry === undefined) {
      this.#answer(from, correlation, { numbers: [verdict.failed, 0, 0, 0], texts: ["there is no such service"] });
    } else if (entry.answer !== null) this.#answer(from, correlation, entry.answer);
    else if (entry.waiting.length < mostWaiting) entry.waiting.push({ from, correlation });
    else this.#answer(from, correlation, { numbers: [verdict.failed, 0, 0, 0], texts: ["too many wait for it"] });
  }

  /** Cores have left, or have been left out of reach: who waits for their services is told so. */
  lost(isLost: (core: number) => boolean, isReached: (core: number) => boolean): void {
    for (const entry of this.#entries.values()) {
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

  #settle(entry: Entry, answer: ControlMessage): void {
    entry.answer = answer;
    for (const { from, correlation } of entry.waiting.splice(0)) this.#answer(from, correlation, answer);
  }
}

function keyOf(name: string, instance: number): string {
  return `${name}#${instance}`;
}
