import { Supply } from "./catch-up.ts";
import { Epoch } from "./epoch.ts";
import type { Message, MessageOf } from "./messages.ts";
import { Ordering, type Rules } from "./ordering.ts";
import {
  type AgreementView,
  type Group,
  mayHaveReplica,
  type Proposal,
  type Protocol,
  type ProtocolPort,
  type Standing,
} from "./protocol.ts";
import { StableLog } from "./stable-log.ts";
import { Succession } from "./succession.ts";

/**
 * A log that one replica, the sequencer, orders for all. Entries go down the plan's tree, acknowledgements come up it, each
 * for a whole subtree; what all replicas of the view have is stable, and only that is delivered.
 *
 * The view of the membership, which a majority of kernels has agreed on, says who orders. Nothing of an epoch is listened to
 * in another (virtual synchrony: Birman and Joseph, "Exploiting virtual synchrony in distributed systems", SOSP 1987, §3).
 * Each epoch begins with a {@link Succession}: the view change of Liskov and Cowling, "Viewstamped Replication Revisited" (MIT 2012),
 * §4.2, with all replicas of the agreed view in the place of a majority, so that the log survives in any one of them.
 *
 * A replica acknowledges only entries of the log that is its lineage's. A log taken over replaces the old one at once and
 * whole, or a replica could claim what it has in part.
 */
export abstract class SequencedLog implements Protocol {
  readonly appliesAgreed = true;
  readonly read = null;
  readonly #group: Group;
  readonly #port: ProtocolPort;
  readonly #log: StableLog;
  readonly #rules: Rules;
  /** What the log had when it was taken over. */
  #takenOver = 0;
  readonly #supply: Supply;
  readonly #succession: Succession;
  #view: AgreementView;
  #epoch: Epoch;
  #ordering: Ordering;

  constructor(group: Group, port: ProtocolPort, makeRules: (log: StableLog) => Rules) {
    this.#group = group;
    this.#port = port;
    this.#log = new StableLog(port, group.retained);
    this.#rules = makeRules(this.#log);
    this.#view = group.view;
    this.#supply = new Supply(this.#log.entries, () => this.#log.take());
    this.#epoch = new Epoch(group, group.view);
    this.#ordering = new Ordering(group, port, this.#log, this.#rules, this.#epoch);
    this.#succession = new Succession(group, port, this.#log, this.#epoch, () => this.#enter());
    if (group.joins) this.#succession.seek();
    if (group.joins) this.#arm();
  }

  get holds(): boolean {
    return this.#succession.holds;
  }

  get isCurrent(): boolean {
    return this.holds && this.#log.delivered >= this.#takenOver;
  }

  get isLost(): boolean {
    return this.#succession.isLost;
  }

  get standing(): Standing {
    const { last, delivered: applied } = this.#log;
    return { role: this.#role, epoch: this.#view.epoch, last, applied, awaits: this.#awaits };
  }

  get #role(): Standing["role"] {
    if (!this.#epoch.isMember) return "none";
    if (this.isLost) return "lost";
    if (this.#isSynced) return this.#leads ? "leads" : "follows";
    return this.#epoch.isFirst ? "takesOver" : "joins";
  }

  get #awaits(): readonly number[] {
    if (!this.#epoch.isMember || this.isLost) return [];
    return this.#isSynced ? this.#ordering.awaits : this.#succession.awaits;
  }

  get #leads(): boolean {
    return this.#isSynced && this.#epoch.isFirst;
  }

  /** Whether its log is the epoch's. */
  get #isSynced(): boolean {
    return this.#succession.isDone;
  }

  propose(proposal: Proposal): boolean {
    if (!this.#isSynced || !this.#epoch.isMember) return false;
    if (this.#leads) this.#ordering.order(proposal);
    else this.#port.send(this.#epoch.sequencer, { kind: "forward", epoch: this.#view.epoch, proposal });
    return true;
  }

  receive(from: number, message: Message): boolean {
    if (!mayHaveReplica(this.#group, from) || !("epoch" in message)) return false;
    if (message.epoch !== this.#view.epoch || !this.#epoch.isMember || !this.#view.members.has(from)) return true;
    return this.#receiveOrdered(from, message) || this.#receiveJoining(from, message);
  }

  expire(): void {
    if (!this.#epoch.isMember) return;
    if (this.#isSynced) this.#ordering.remind();
    else this.#succession.remind();
    this.#arm();
  }

  watch(): void {
    if (this.#epoch.isMember) this.#arm();
  }

  viewChanged(view: AgreementView): void {
    if (view.epoch <= this.#view.epoch) return;
    const { core } = this.#group;
    if (view.incarnations.get(core) !== this.#view.incarnations.get(core)) this.#forget();
    this.#view = view;
    this.#supply.forget();
    this.#epoch = new Epoch(this.#group, view);
    this.#ordering = new Ordering(this.#group, this.#port, this.#log, this.#rules, this.#epoch);
    this.#succession.begin(this.#epoch);
    if (this.#epoch.isMember) this.#arm();
  }

  /** What is said once the log is everybody's. False for anything else. */
  #receiveOrdered(from: number, message: Message): boolean {
    switch (message.kind) {
      case "forward":
        if (this.#leads) this.#ordering.order(message.proposal);
        return true;
      case "entries":
        if (this.#isSynced) this.#ordering.acceptEntries(from, message);
        return true;
      case "ack":
        if (this.#isSynced) this.#ordering.acceptAck(from, message);
        return true;
      default:
        return false;
    }
  }

  /** What is said until then. False for anything else. */
  #receiveJoining(from: number, message: Message): boolean {
    switch (message.kind) {
      case "fetch":
        this.#supplyTo(from, message);
        return true;
      case "report":
        this.#succession.acceptReport(from, message);
        break;
      case "start":
        this.#succession.acceptStart(from, message);
        break;
      case "logPart":
      case "snapshotPart":
        this.#succession.acceptPart(from, message);
        break;
      default:
        return false;
    }
    this.#arm();
    return true;
  }

  #supplyTo(from: number, message: MessageOf<"fetch">): void {
    const part = this.#supply.answer(from, message);
    if (part !== null) this.#port.send(from, part);
  }

  /** The log is everybody's from here on. */
  #enter(): void {
    this.#takenOver = this.#log.last;
    this.#port.ready();
    this.#ordering.begin();
  }

  #forget(): void {
    this.#succession.forget();
    this.#log.forget();
  }

  /** Asks to be woken while something is open. */
  #arm(): void {
    const isOpen = this.#isSynced ? this.#ordering.isOpen : !this.isLost;
    if (isOpen) this.#port.alarm(this.#group.patience);
  }
}
