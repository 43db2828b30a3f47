import { CatchUp, type Missed, type Part } from "./catch-up.ts";
import type { Epoch } from "./epoch.ts";
import type { MessageOf } from "./messages.ts";
import type { Group, ProtocolPort } from "./protocol.ts";
import type { StableLog } from "./stable-log.ts";

/** The lineage of a replica without state. */
const blank = -1;

interface Position {
  readonly lineage: number;
  readonly last: number;
}

/**
 * How an epoch begins. The sequencer hears how far everybody's log goes, takes over the one that goes farthest in the latest
 * lineage, and gives it to everybody. Whoever is not there yet asks, again and again, and nobody else need remember whom he
 * has told: a report that was lost is made again by its replica, and is answered whenever it comes.
 */
export class Succession {
  readonly #group: Group;
  readonly #port: ProtocolPort;
  readonly #log: StableLog;
  readonly #enter: () => void;
  readonly #reports = new Map<number, Position>();
  #epoch: Epoch;
  #catchUp: CatchUp | null = null;
  /** The epoch in which the log was everybody's last. */
  #lineage: number;
  /** The lineage of the log that this epoch began with, or is to begin with. */
  #origin = blank;
  /** What is caught up with goes on after this entry of the own log. */
  #joint = 0;
  #isLost = false;

  /** `enter`: called when the log is everybody's from there on. */
  constructor(group: Group, port: ProtocolPort, log: StableLog, epoch: Epoch, enter: () => void) {
    this.#group = group;
    this.#port = port;
    this.#log = log;
    this.#enter = enter;
    this.#epoch = epoch;
    this.#lineage = group.joins ? blank : epoch.number;
  }

  /** Whether the replica has state. */
  get holds(): boolean {
    return this.#lineage !== blank;
  }

  /** Whether its log is everybody's. */
  get isDone(): boolean {
    return this.#lineage === this.#epoch.number;
  }

  /** No replica of the view has state. */
  get isLost(): boolean {
    return this.#isLost;
  }

  /** Whom it waits for. */
  get awaits(): readonly number[] {
    if (this.#catchUp !== null) return [this.#catchUp.source];
    if (!this.#epoch.isFirst) return [this.#epoch.sequencer];
    return this.#epoch.members.filter((member) => !this.#reports.has(member));
  }

  /** It was excluded, and others may have gone on without it: what it knows is worth nothing. */
  forget(): void {
    this.#lineage = blank;
  }

  begin(epoch: Epoch): void {
    this.#epoch = epoch;
    this.#reports.clear();
    this.#catchUp = null;
    this.#isLost = false;
    if (epoch.isMember) this.seek();
  }

  /** Says where it stands, or hears that of itself. */
  seek(): void {
    if (this.#epoch.isFirst) this.acceptReport(this.#group.core, this.#position);
    else this.#report();
  }

  /** What was not answered is asked again. */
  remind(): void {
    if (this.#catchUp !== null) this.#port.send(this.#catchUp.source, this.#catchUp.request);
    else if (!this.#epoch.isFirst) this.#report();
  }

  acceptReport(from: number, { lineage, last }: Position): void {
    const { isFirst, members } = this.#epoch;
    if (!isFirst) return;
    if (this.isDone || this.#isLost) {
      if (from !== this.#group.core) this.#start(from);
      return;
    }
    this.#reports.set(from, { lineage, last });
    if (this.#catchUp !== null || members.some((member) => !this.#reports.has(member))) return;
    this.#takeOver();
  }

  acceptStart(from: number, { lineage, last }: Position): void {
    if (from !== this.#epoch.sequencer || this.isDone || this.#catchUp !== null) return;
    if (lineage === blank) this.#giveUp();
    else this.#fetch(from, { lineage, last });
  }

  acceptPart(from: number, part: Part): void {
    if (this.#catchUp?.source === from && this.#catchUp.accept(part)) this.#continue();
  }

  get #position(): Position {
    return { lineage: this.#lineage, last: this.#log.last };
  }

  #report(): void {
    this.#port.send(this.#epoch.sequencer, { kind: "report", epoch: this.#epoch.number, ...this.#position });
  }

  /** All have reported: takes over the best log. */
  #takeOver(): void {
    let source = this.#group.core;
    let best = this.#position;
    for (const [core, position] of this.#reports) {
      if (!isBetter(position, best)) continue;
      best = position;
      source = core;
    }
    if (best.lineage === blank) this.#giveUp();
    else if (source === this.#group.core) this.#establish(best.lineage);
    else this.#fetch(source, best);
  }

  /** The sequencer's log is the one. */
  #establish(lineage: number): void {
    this.#origin = lineage;
    this.#lineage = this.#epoch.number;
    this.#startAll();
    this.#enter();
  }

  /** The state is lost: every replica that had it is gone. */
  #giveUp(): void {
    const { isFirst } = this.#epoch;
    this.#isLost = true;
    this.#port.lost(isFirst);
    if (isFirst) this.#startAll();
  }

  #startAll(): void {
    for (const member of this.#reports.keys()) if (member !== this.#group.core) this.#start(member);
  }

  #start(to: number): void {
    const message: Omit<MessageOf<"start">, "lineage"> = {
      ...{ kind: "start", epoch: this.#epoch.number, last: this.#log.last },
    };
    this.#port.send(to, { ...message, lineage: this.#isLost ? blank : this.#origin });
  }

  #fetch(source: number, { lineage, last }: Position): void {
    const { last: own, delivered } = this.#log;
    this.#joint = this.#lineage === lineage ? Math.min(own, last) : delivered;
    this.#origin = lineage;
    this.#catchUp = new CatchUp(source, this.#epoch.number, this.#joint, last, this.#group.snapshotBytes);
    this.#continue();
  }

  #continue(): void {
    const missed = this.#catchUp?.missed ?? null;
    if (missed !== null) this.#adopt(missed);
    else if (this.#catchUp !== null) this.#port.send(this.#catchUp.source, this.#catchUp.request);
  }

  #adopt({ snapshot, entries }: Missed): void {
    const { entries: log } = this.#log;
    this.#catchUp = null;
    if (snapshot !== null && !this.#log.install(snapshot)) return;
    if (snapshot === null) log.truncate(this.#joint);
    for (const entry of entries) log.append(entry);
    if (this.#epoch.isFirst) {
      this.#establish(this.#origin);
      return;
    }
    this.#lineage = this.#epoch.number;
    this.#enter();
  }
}

function isBetter(one: Position, other: Position): boolean {
  return one.lineage === other.lineage ? one.last > other.last : one.lineage > other.lineage;
}
