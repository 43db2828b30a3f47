import type { Monitor } from "../../membership/monitor.ts";
import type { Inbound } from "../channels/channel-ends.ts";
import { type Deadlines, Expiring } from "../deadlines.ts";
import type { WatchTiming } from "../host.ts";

interface Watched {
  readonly core: number;
  readonly rings: readonly Inbound[];
  /** Milliseconds: as long as a sign of life may be under way, besides what whoever is busy is given. */
  readonly patience: number;
  /** Where its rings stood when something had come over them last. */
  position: number;
  /** Looks since then. */
  quiet: number;
}

/** A kernel's inbound rings, and by neighbour the milliseconds there and back. */
export interface Ways {
  readonly inbound: readonly Inbound[];
  readonly roundTrips: ReadonlyMap<number, number>;
}

/**
 * Notices neighbours that say nothing. Every frame is a sign of life, seen by where the rings stand; who has sent none
 * since the last look is asked for one. Between two looks it costs nothing.
 */
export class Watch extends Expiring {
  readonly #timing: WatchTiming;
  readonly #monitor: Monitor;
  readonly #deadlines: Deadlines;
  readonly #watched: readonly Watched[];
  readonly #settle: () => void;

  constructor(
    timing: WatchTiming,
    monitor: Monitor,
    deadlines: Deadlines,
    { inbound, roundTrips }: Ways,
    settle: () => void,
  ) {
    super();
    this.#timing = timing;
    this.#monitor = monitor;
    this.#deadlines = deadlines;
    this.#settle = settle;
    this.#watched = [...new Set(inbound.map(({ from }) => from))].map((core) => {
      const rings = inbound.filter(({ from }) => from === core);
      const patience = timing.patience + (roundTrips.get(core) ?? 0);
      return { core, rings, patience, position: positionOf(rings), quiet: 0 };
    });
  }

  start(): void {
    this.#deadlines.add(this, this.#timing.every);
  }

  stop(): void {
    this.#deadlines.remove(this);
  }

  override expire(): void {
    for (const watched of this.#watched) this.#look(watched);
    this.#settle();
    this.start();
  }

  #look(watched: Watched): void {
    const position = positionOf(watched.rings);
    if (position !== watched.position) {
      watched.position = position;
      watched.quiet = 0;
      this.#monitor.heard(watched.core);
      return;
    }
    watched.quiet++;
    if (watched.quiet * this.#timing.every > watched.patience && this.#monitor.view.members.has(watched.core)) {
      this.#monitor.silent(watched.core);
    }
    this.#monitor.ask(watched.core);
  }
}

/** Wraps, as positions do; the same only while nothing comes. */
function positionOf(rings: readonly Inbound[]): number {
  return rings.reduce((sum, { consumer }) => (sum + consumer.position) | 0, 0);
}
