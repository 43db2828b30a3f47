import { onAbort } from "../on-abort.ts";

/** Bytes that a service can leave to the instance that follows it. */
const mostState = 64 * 1024 * 1024;

/** What an instance of a service leaves to the one that follows it on another core. */
export interface Legacy {
  /** Null when it left none. */
  readonly state: Uint8Array | null;
  /** That its clients will make anew. */
  readonly subscriptions: number;
}

/** How long a service runs on a core, and what it leaves. */
export class ServiceLife {
  readonly #controller = new AbortController();
  readonly #ignoreStop: () => void;
  #suspend: (() => Uint8Array | Promise<Uint8Array>) | null = null;

  /** `stop`: aborted when the whole system stops. */
  constructor(stop: AbortSignal) {
    this.#ignoreStop = onAbort(stop, () => this.#controller.abort(stop.reason));
    if (stop.aborted) this.#controller.abort(stop.reason);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  onSuspend(suspend: () => Uint8Array | Promise<Uint8Array>): void {
    this.#suspend = suspend;
  }

  /** What it leaves; null for nothing. Rejects with what it throws. */
  async suspend(): Promise<Uint8Array | null> {
    if (this.#suspend === null) return null;
    const state: unknown = await this.#suspend();
    if (!(state instanceof Uint8Array)) throw new TypeError("what onSuspend was given did not bring a Uint8Array");
    if (state.length > mostState)
      throw new RangeError(`${state.length} bytes of state where at most ${mostState} can be`);
    return state.slice();
  }

  end(reason: unknown): void {
    this.#ignoreStop();
    this.#controller.abort(reason);
  }
}
