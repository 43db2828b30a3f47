import type { MessageOf } from "../messages.ts";
import type { ProtocolPort } from "../protocol.ts";
import type { Presence } from "./presence.ts";
import { quorumOf } from "./quorum.ts";
import type { ServerLog } from "./server-log.ts";

/**
 * Servers that have started anew are others: a majority that is gone has taken the state with it. But whoever lags behind may
 * know only of a majority that has gone since, one by one, with others in its place. So the state is lost only when nobody in
 * the view knows of a majority that is left: who knows of one leads, or can be elected, and never says otherwise.
 */
export class Bereavement {
  readonly #core: number;
  readonly #presence: Presence;
  readonly #log: Pick<ServerLog, "servers">;
  readonly #port: Pick<ProtocolPort, "send" | "lost">;
  /** Who has said the same in this view, and whether it knows of any servers. */
  readonly #others = new Map<number, boolean>();
  #isConcluded = false;
  /** What it has said of itself in this view; null: nothing yet. */
  #isServer: boolean | null = null;

  /** `log`: who decides, by what this core knows. */
  constructor(
    core: number,
    presence: Presence,
    log: Pick<ServerLog, "servers">,
    port: Pick<ProtocolPort, "send" | "lost">,
  ) {
    this.#core = core;
    this.#presence = presence;
    this.#log = log;
    this.#port = port;
  }

  /** Whether nobody in the view knows of a majority that is left. */
  get isCertain(): boolean {
    return this.#isConcluded && this.#isBereft;
  }

  /** Whether it has something to ask the others. */
  get isOpen(): boolean {
    return !this.#isConcluded && this.#isBereft;
  }

  viewChanged(): void {
    this.#others.clear();
    this.#isConcluded = false;
    this.#isServer = null;
    this.ask();
  }

  /** Asks those who have not answered; alone, it knows. */
  ask(): void {
    if (!this.isOpen) return;
    for (const core of this.#present) if (!this.#others.has(core)) this.#say(core, false);
    this.#conclude();
  }

  heard(from: number, { epoch, isServer, isAnswer }: MessageOf<"bereft">): void {
    if (epoch !== this.#presence.epoch || !this.#isBereft) return;
    this.#others.set(from, isServer);
    if (!isAnswer) this.#say(from, true);
    this.#conclude();
  }

  #say(to: number, isAnswer: boolean): void {
    this.#port.send(to, { kind: "bereft", epoch: this.#presence.epoch, isServer: this.#claim(), isAnswer });
  }

  /** Whether it knows of servers. Who hears of some later has still said the same to all: so they agree on the first who does. */
  #claim(): boolean {
    this.#isServer ??= this.#log.servers.length > 0;
    return this.#isServer;
  }

  /** One of those who know of servers tells it for all. */
  #conclude(): void {
    if (!this.isOpen || this.#present.some((core) => !this.#others.has(core))) return;
    this.#isConcluded = true;
    const isFirst = [...this.#others].every(([core, isServer]) => !isServer || core > this.#core);
    this.#port.lost(isFirst && this.#claim());
  }

  get #isBereft(): boolean {
    const { servers } = this.#log;
    return servers.filter((server) => this.#presence.isThere(server)).length < quorumOf(servers);
  }

  /** All others that may know of servers. */
  get #present(): readonly number[] {
    const servers = this.#log.servers.filter((server) => this.#presence.isThere(server));
    const cores = [...this.#presence.replicas, ...servers].map(({ core }) => core);
    return [...new Set(cores)].filter((core) => core !== this.#core);
  }
}
