import type { Entry } from "./messages.ts";
import type { Rules } from "./ordering.ts";
import { type Group, nobody, type ProtocolPort } from "./protocol.ts";
import { SequencedLog } from "./sequenced-log.ts";
import type { StableLog } from "./stable-log.ts";

/** Entries that are ordered and not agreed, at most. */
const window = 64;

/**
 * Agreement by one sequencer, which orders all: atomic broadcast with a fixed sequencer, uniform and non-blocking (Défago,
 * Schiper and Urbán, "Total order broadcast and multicast algorithms", ACM Computing Surveys 2004, §4.1 and §2.3), by the
 * tree of {@link SequencedLog}. Agreed is what every replica of the view has.
 */
export class Broadcast extends SequencedLog {
  constructor(group: Group, port: ProtocolPort) {
    super(group, port, (log) => new BroadcastRules(log, port));
  }
}

class BroadcastRules implements Rules {
  readonly #log: StableLog;
  readonly #port: ProtocolPort;

  constructor(log: StableLog, port: ProtocolPort) {
    this.#log = log;
    this.#port = port;
  }

  mayOrder(): boolean {
    return this.#log.last - this.#log.stable < window;
  }

  deliver(): void {
    for (let next = this.#log.deliver(1); next !== null; next = this.#log.deliver(1)) {
      const content = next[0]?.content;
      if (content?.kind !== "proposal") continue;
      this.#port.apply(this.#log.delivered, content.proposal, nobody);
      this.#port.settle(content.proposal);
    }
  }

  vote(): readonly [index: number, refusedBy: number] {
    return [0, nobody];
  }

  decide(): Entry | null {
    return null;
  }
}
