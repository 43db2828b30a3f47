import { Line } from "../channels/line.ts";
import { highestPriority } from "../channels/priority-queue.ts";
import type { KernelEvent } from "../events.ts";
import { type Frame, frameKind } from "../frame.ts";
import type { Switch } from "../switching/switch.ts";

/** Who says hello to whom: a kernel is bound when it has heard from all neighbours it expects, over every ring of the tables. */
export class Greetings {
  /** Resolves when hello was exchanged over every ring. */
  readonly bound: Promise<void>;
  readonly #core: number;
  readonly #switch: Switch;
  readonly #log: (event: KernelEvent) => void;
  /** Inbound rings over which the neighbour has not said hello. */
  readonly #silent: Set<number>;
  #resolve: () => void = () => {};
  #isBound = false;

  constructor(core: number, frames: Switch, log: (event: KernelEvent) => void) {
    this.#core = core;
    this.#switch = frames;
    this.#log = log;
    this.#silent = new Set(frames.entrances.ofTables.keys());
    this.bound = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  /** Says hello to all neighbours; one without any is bound at once. */
  begin(): void {
    this.greet(() => true);
    this.#settle();
  }

  greet(isToBeGreeted: (core: number) => boolean): void {
    for (const { to, outgoing } of this.#switch.exits.ofTables) {
      if (!isToBeGreeted(to)) continue;
      const line = new Line(outgoing, { core: this.#core, endpoint: 0 }, { core: to, endpoint: 0 });
      line.signal(frameKind.hello, 0, 0, null, highestPriority);
    }
  }

  /** Somebody says hello; false when it is not who is at the other end of the ring. */
  hear(frame: Frame): boolean {
    const inbound = this.#switch.entrances.ofTables[frame.inbound];
    if (inbound === undefined || inbound.from !== frame.source) return false;
    this.#silent.delete(frame.inbound);
    this.#settle();
    return true;
  }

  /** Nobody else will say hello. */
  expectOnly(isExpected: (core: number) => boolean): void {
    for (const [index, { from }] of this.#switch.entrances.ofTables.entries())
      if (!isExpected(from)) this.#silent.delete(index);
    this.#settle();
  }

  #settle(): void {
    if (this.#silent.size > 0 || this.#isBound) return;
    this.#isBound = true;
    const { entrances, exits } = this.#switch;
    const [inbound, outgoings] = [entrances.ofTables, exits.ofTables];
    const neighbours = new Set([...inbound.map(({ from }) => from), ...outgoings.map(({ to }) => to)]).size;
    this.#log({ kind: "channelsBound", core: this.#core, channels: inbound.length + outgoings.length, neighbours });
    this.#resolve();
  }
}
