import { rejection, supersession } from "../../agreement/result.ts";
import { operations } from "../operations.ts";
import type { Command, EntryBytes, Query } from "../replicated-object.ts";
import { noBytes } from "../value-codec.ts";
import { type Content, done, type Step, undone } from "./content.ts";
import { bytesOfNumber, numberOf } from "./numbers.ts";

/** By how much of itself one kernel's clock may go faster or slower than another's. */
export const clockDrift = 0.1;

const notHeld = undone(supersession("the lease is another's, or nobody's, by now"));

/**
 * A lease (Gray and Cheriton, "Leases", SOSP 1989). Whoever gets it gets a token higher than all before, for what it guards
 * to tell late holders by. Clocks decide nothing in the replicated state: it is taken over only by a command that says which
 * term of which holder has run out, and a kernel says so only when its own clock has gone on by the lease's time, and the
 * drift of two clocks, since the term was agreed here. The holder counts from before it asked, so it has stopped by then;
 * and where the holder has renewed it meanwhile, the command comes to nothing.
 */
export class Tenure implements Content {
  readonly #milliseconds: number;
  readonly #now: () => number;
  #token = 0;
  #isHeld = false;
  /** How often the holder has renewed it. */
  #term = 0;
  /** By this kernel's clock: when it heard of the term. */
  #since = 0;

  constructor(milliseconds: number, now: () => number) {
    this.#milliseconds = milliseconds;
    this.#now = now;
  }

  get size(): number {
    return this.#isHeld ? 1 : 0;
  }

  /** The token of the holder, as long as its time has not run out for certain. */
  query({ operation }: Query): Uint8Array | null {
    if (operation !== operations.get || !this.#isHeld || this.#hasRunOut) return null;
    return bytesOfNumber(this.#token);
  }

  *entries(): Generator<EntryBytes> {
    if (this.#isHeld) yield [bytesOfNumber(this.#token), bytesOfNumber(this.#term)];
  }

  decide(command: Command): Step {
    const { operation, key } = command;
    if (operation === operations.acquire) return this.#acquire(command);
    const isHolder = this.#isHeld && numberOf(key) === this.#token;
    if (!isHolder) return notHeld;
    if (operation === operations.renew) return done(() => this.#begin(this.#token, this.#term + 1), key);
    if (operation !== operations.release) return undone(rejection("it is no change that can be made to a lease"));
    return done(() => {
      this.#isHeld = false;
    });
  }

  head(): Uint8Array {
    return bytesOfNumber(this.#token);
  }

  restore(head: Uint8Array, [held]: readonly EntryBytes[]): boolean {
    const token = numberOf(head);
    const term = held === undefined ? 0 : numberOf(held[1]);
    if (token === null || term === null) return false;
    this.#begin(token, term);
    this.#isHeld = held !== undefined;
    return true;
  }

  merge(): boolean {
    return false;
  }

  /** Who wants it says whose time has run out. */
  stamp(command: Command): Command {
    if (command.operation !== operations.acquire) return command;
    const hasRunOut = this.#isHeld && this.#hasRunOut;
    if (!hasRunOut) return { ...command, key: noBytes, value: noBytes };
    return { ...command, key: bytesOfNumber(this.#token), value: bytesOfNumber(this.#term) };
  }

  #acquire({ key, value }: Command): Step {
    const hasRunOut = numberOf(key) === this.#token && numberOf(value) === this.#term;
    if (this.#isHeld && !hasRunOut) return undone(rejection("the lease is held"));
    const token = this.#token + 1;
    return done(() => this.#begin(token, 0), bytesOfNumber(token));
  }

  #begin(token: number, term: number): void {
    this.#isHeld = true;
    this.#token = token;
    this.#term = term;
    this.#since = this.#now();
  }

  get #hasRunOut(): boolean {
    return this.#now() - this.#since >= this.#milliseconds * ((1 + clockDrift) / (1 - clockDrift));
  }
}
