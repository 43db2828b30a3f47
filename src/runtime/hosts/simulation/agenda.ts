import { EventQueue } from "./event-queue.ts";
import { Timers } from "./timers.ts";

/** What an event of the simulation is: its kind in the low bits, what it is about above them. */
export const eventKind = {
  /** A core's kernel has its turn. */
  poll: 0,
  /** A frame comes out of a channel. */
  arrival: 1,
  /** Credits come back over a channel. */
  credit: 2,
  /** A core's alarm. */
  expiry: 3,
  /** A callback, by its number. */
  timer: 4,
} as const;

const kindBits = 3;

export const picosecondsPerMillisecond = 1e9;

/** What is to happen in a simulation, and when. */
export class Agenda {
  readonly timers = new Timers();
  readonly #queue = new EventQueue();

  /** Picoseconds. */
  get time(): number {
    return this.#queue.time;
  }

  /** Virtual milliseconds. */
  get now(): number {
    return this.#queue.time / picosecondsPerMillisecond;
  }

  /** `time` in picoseconds. */
  schedule(time: number, kind: number, about: number): void {
    this.#queue.schedule(time, (about << kindBits) | kind);
  }

  /** Whether the next event happens at the same time as the last. */
  get isDueNow(): boolean {
    return this.#queue.isDueNow;
  }

  /** The next event, for {@link kindOf} and {@link subjectOf}; -1 when there is none. */
  next(): number {
    return this.#queue.next();
  }

  /** Calls back that many picoseconds from now; returns what calls it off. */
  after(picoseconds: number, callback: () => void): () => void {
    return this.at(this.time + picoseconds, callback);
  }

  /** `time` in picoseconds. */
  at(time: number, callback: () => void): () => void {
    let number = this.timers.add(() => {
      number = -1;
      callback();
    });
    this.schedule(time, eventKind.timer, number);
    return () => {
      if (number >= 0) this.timers.callOff(number);
      number = -1;
    };
  }
}

export function kindOf(event: number): number {
  return event & ((1 << kindBits) - 1);
}

/** Whether it is between kernels alone: no alarm, and no callback. */
export function isOfKernels(event: number): boolean {
  return kindOf(event) < eventKind.expiry;
}

export function subjectOf(event: number): number {
  return event >>> kindBits;
}

/** The first moment at which a clock shows at least so many milliseconds; whole, so that it also does after rounding. */
export function picosecondsAt(milliseconds: number): number {
  return Math.floor(milliseconds * picosecondsPerMillisecond) + 1;
}
