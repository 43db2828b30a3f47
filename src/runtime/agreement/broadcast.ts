import type { Entry } from "./messages.ts";
import { nobody } from "./protocol.ts";
import { SequencedLog } from "./sequenced-log.ts";

/** Entries that are ordered and not agreed, at most. */
const window = 64;

/**
 * Agreement by one sequencer, which orders all: atomic broadcast with a fixed sequencer, uniform and non-blocking (Défago,
 * Schiper and Urbán, "Total order broadcast and multicast algorithms", ACM Computing Surveys 2004, §4.1 and §2.3), by the
 * tree of {@link SequencedLog}. Agreed is what every replica of the view has.
 */
export class Broadcast extends SequencedLog {
  protected override mayOrder(): boolean {
    return this.log.last - this.stable < window;
  }

  protected override deliver(): void {
    while (this.delivered < this.stable) {
      const content = this.log.at(++this.delivered)?.content;
      if (content?.kind !== "proposal") continue;
      this.port.apply(this.delivered, content.proposal, nobody);
      this.port.settle(content.proposal);
    }
  }

  protected override vote(): readonly [index: number, refusedBy: number] {
    return [0, nobody];
  }

  protected override decide(): Entry | null {
    return null;
  }
}
