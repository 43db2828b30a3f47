/**
 * Damaged messages against generated decoders. A message that makes a decoder refuse for a reason not seen before, or
 * take what it refused so far, is damaged further: the reasons are the coverage, one for each check in the decoder.
 */
import { isDeepStrictEqual } from "node:util";
import { mutate, Random } from "./mutate.ts";
import { Surroundings, type Target } from "./targets.ts";

export interface FuzzReport {
  readonly messages: number;
  readonly accepted: number;
  /** Distinct outcomes: a reason of refusal at a field, or a message taken. */
  readonly outcomes: number;
}

/** A message that broke a decoder. `bytes` in hexadecimal. */
export interface Fault {
  readonly target: string;
  readonly bytes: string;
  readonly what: string;
}

const corpusLimit = 512;
/** Of the messages taken, one in so many is sent again and held against what arrives. */
const sendAgainEvery = 64;

/** Ends at the first fault. */
export async function fuzzDecoders(
  targets: readonly Target[],
  messages: number,
  seed: number,
): Promise<FuzzReport | Fault> {
  const random = new Random(seed);
  const runs = targets.map((target) => new Run(target, random));
  for (let done = 0; done < messages; done++) {
    const fault = await runs[done % runs.length]?.step();
    if (fault !== undefined && fault !== null) return fault;
  }
  const total = (count: (run: Run) => number): number => runs.reduce((sum, run) => sum + count(run), 0);
  return { messages, accepted: total((run) => run.accepted), outcomes: total((run) => run.outcomes.size) };
}

/** Null when the message is refused or taken as it should be. */
export async function judge(target: Target, message: Uint8Array, sendAgain: boolean): Promise<Fault | null> {
  const run = new Run(target, new Random(0));
  return run.judge(message, () => sendAgain);
}

class Run {
  readonly #target: Target;
  readonly #random: Random;
  readonly #corpus: Uint8Array[];
  readonly outcomes = new Set<string>();
  accepted = 0;

  constructor(target: Target, random: Random) {
    this.#target = target;
    this.#random = random;
    this.#corpus = [...target.valid];
  }

  step(): Promise<Fault | null> | null {
    const random = this.#random;
    const message = mutate(random.pick(this.#corpus), random.pick(this.#target.valid), this.#target.most, random);
    const known = this.outcomes.size;
    const fault = this.judge(message, () => this.accepted % sendAgainEvery === 0);
    if (this.outcomes.size > known && this.#corpus.length < corpusLimit) this.#corpus.push(message);
    return fault;
  }

  /** Read twice, with other bytes around it: who looks outside the message sees a difference. */
  judge(message: Uint8Array, sendAgain: () => boolean): Promise<Fault | null> | null {
    try {
      const inside = this.#target.read(message, zeros);
      const again = this.#target.read(message, ones);
      if (!isDeepStrictEqual(inside, again)) return this.#fault(message, "reads outside the message");
      this.outcomes.add(typeof inside === "string" ? inside.replaceAll(/\d+/g, "#") : "taken");
      if (typeof inside === "string") return null;
      this.accepted++;
      if (!sendAgain() || holdsUnknownArm(inside)) return null;
      const send = this.#target.sendAgain(inside).then(() => null);
      return send.catch((error: unknown) => this.#fault(message, `what was read cannot be sent: ${String(error)}`));
    } catch (error) {
      return this.#fault(message, String(error));
    }
  }

  async #fault(message: Uint8Array, what: string): Promise<Fault> {
    return { target: this.#target.name, bytes: Buffer.from(message).toString("hex"), what };
  }
}

/** An arm of an open union that this version does not know can be read and not sent. */
function holdsUnknownArm(value: unknown): boolean {
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return false;
  return ("kind" in value && value.kind === "unknown") || Object.values(value).some(holdsUnknownArm);
}

const zeros = new Surroundings(0);
const ones = new Surroundings(0xff);
