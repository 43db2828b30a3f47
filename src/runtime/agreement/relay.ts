import { partBytes } from "./catch-up.ts";
import type { Epoch } from "./epoch.ts";
import type { MessageOf } from "./messages.ts";
import type { ProtocolPort } from "./protocol.ts";
import type { StableLog } from "./stable-log.ts";

/** What is passed on along the tree. */
export interface RelayedLog {
  readonly log: StableLog;
  /** Of this replica and all below it: the index of the entry they have voted on, or 0, and who is against it. */
  votes(): readonly [index: number, refusedBy: number];
}

/** What a replica says along the plan's tree in one epoch: entries to those below it, acknowledgements to the one above. */
export class Relay {
  readonly #port: ProtocolPort;
  readonly #epoch: Epoch;
  readonly #owner: RelayedLog;

  constructor(port: ProtocolPort, epoch: Epoch, owner: RelayedLog) {
    this.#port = port;
    this.#epoch = epoch;
    this.#owner = owner;
  }

  /** Entries from `first` on to everybody below, and what is stable. */
  spread(first: number): void {
    for (const child of this.#epoch.subtree.children) this.#sendEntries(child, first);
  }

  /** How far everybody from here down is; `asks`: for what is missing. */
  acknowledge(asks: boolean = false): void {
    const { number: epoch, subtree } = this.#epoch;
    if (subtree.parent < 0) return;
    const { last: have, stable } = this.#owner.log;
    const [voted, refusedBy] = this.#owner.votes();
    const all = subtree.all(have);
    this.#port.send(subtree.parent, { kind: "ack", epoch, asks, have, all, stable, voted, refusedBy });
  }

  /** What a child has not got, as it says. */
  supplyMissing(child: number, { have, stable }: MessageOf<"ack">): void {
    const { last, stable: own } = this.#owner.log;
    if (have < last) this.#sendEntries(child, have + 1, true);
    else if (stable < own) this.#sendEntries(child, last + 1, true);
  }

  /** What was not answered is said again. */
  remind(): void {
    const { subtree } = this.#epoch;
    for (const child of subtree.children) {
      const have = subtree.has(child);
      if (have === null) this.#poke(child);
      else if (have < this.#owner.log.last) this.#sendEntries(child, have + 1);
    }
    this.acknowledge(true);
  }

  /** What is in the log no more was acknowledged by all: who seems to want it says so late. */
  #sendEntries(child: number, first: number, isRepeat: boolean = false): void {
    const { entries: log, stable } = this.#owner.log;
    for (let from = Math.max(first, log.base + 1); ; ) {
      const entries = log.from(from, partBytes);
      this.#port.send(child, { kind: "entries", epoch: this.#epoch.number, first: from, stable, entries }, isRepeat);
      from += entries.length;
      if (from > log.last) return;
    }
  }

  /** A gap, which the child tells of, and so says how far it is. */
  #poke(child: number): void {
    const { last, stable } = this.#owner.log;
    const first = last + 2;
    this.#port.send(child, { kind: "entries", epoch: this.#epoch.number, first, stable, entries: [] });
  }
}
