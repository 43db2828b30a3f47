import type { Message, Server } from "../messages.ts";
import {
  type AgreementView,
  type Group,
  mayHaveReplica,
  type Proposal,
  type Protocol,
  type ProtocolPort,
  type Standing,
} from "../protocol.ts";
import { Bereavement } from "./bereavement.ts";
import { Departure } from "./departure.ts";
import { PendingReads } from "./pending-reads.ts";
import { Presence } from "./presence.ts";
import { hasServer } from "./quorum.ts";
import { Role } from "./role.ts";
import { ServerLog } from "./server-log.ts";

/**
 * Agreement by majority: Raft (Ongaro and Ousterhout, "In search of an understandable consensus algorithm", USENIX ATC 2014,
 * §5, with log compaction by snapshots, §7), with pre-vote, reads by read index and one change of servers at a time as in
 * Ongaro, "Consensus: bridging theory and practice" (Stanford 2014), §9.6, §6.4 and §4.1; a leader changes servers only once
 * it has committed an entry of its own term (Ongaro, "bug in single-server membership changes", raft-dev 2015).
 *
 * Kernels have no disk. A server is therefore a core and its incarnation: a kernel that has started anew is another server,
 * has no vote that it could have given before, and becomes a server by a change like any other. The agreed view of the
 * membership only suggests who is gone and who has come; what it says is proposed by the leader, and decides nothing else.
 *
 * Nothing is sent while nothing is to be agreed. Who wants something and hears nothing of the leader for a while, or hears
 * from the view that it is gone, stands for election; the first term's leader is the plan's.
 */
export class Majority implements Protocol {
  readonly appliesAgreed = true;
  readonly log: ServerLog;
  readonly #group: Group;
  readonly #port: ProtocolPort;
  readonly #presence: Presence;
  readonly #role: Role;
  readonly #bereavement: Bereavement;
  readonly #departure = new Departure();

  constructor(group: Group, port: ProtocolPort) {
    this.#group = group;
    this.#port = port;
    this.#presence = new Presence(group);
    const servers = group.joins ? [] : group.replicas.map((core) => this.#presence.serverOf(core));
    this.log = new ServerLog(port, servers, group.retained);
    this.#bereavement = new Bereavement(group.core, this.#presence, this.log, port);
    const reads = new PendingReads((ticket) => port.readable(ticket));
    this.#role = new Role(group, port, this.#presence, this.log, reads, this.#departure);
  }

  /** Cores of the servers that decide now, by what this one knows. */
  get deciders(): readonly number[] {
    return this.log.servers.map(({ core }) => core);
  }

  get servers(): readonly Server[] {
    return this.log.servers;
  }

  /** Before others have agreed that it is a server, a new leader may not know of it. */
  get holds(): boolean {
    return hasServer(this.log.agreedServers, this.#presence.self);
  }

  get isLost(): boolean {
    return this.#bereavement.isCertain;
  }

  get standing(): Standing {
    const { isLost } = this;
    const { last, commit: applied } = this.log;
    const { term: epoch, name, awaits } = this.#role;
    return { role: isLost ? "lost" : name, epoch, last, applied, awaits: isLost ? [] : awaits };
  }

  propose(proposal: Proposal): boolean {
    this.#role.forward(proposal);
    return this.#want();
  }

  readonly read = (ticket: number): boolean => {
    this.#role.read(ticket);
    return this.#want();
  };

  receive(from: number, message: Message): boolean {
    if (!mayHaveReplica(this.#group, from)) return false;
    if (!("term" in message && "from" in message)) return this.#receiveOther(from, message);
    if (this.#role.receive(from, message)) this.#arm();
    return true;
  }

  #receiveOther(from: number, message: Message): boolean {
    switch (message.kind) {
      case "forward":
        this.#role.order(message.proposal);
        this.#arm();
        return true;
      case "fetch":
        this.#role.leadership?.supply(from, message);
        return true;
      case "logPart":
      case "snapshotPart":
        this.#role.acceptPart(from, message);
        return true;
      case "bereft":
        this.#bereavement.heard(from, message);
        return true;
      default:
        return false;
    }
  }

  expire(): void {
    this.#role.remind();
    if (!this.isLost) this.#role.wait();
    this.#bereavement.ask();
    if (this.#departure.isAsked) this.#askLeave();
    this.#arm();
  }

  watch(): void {
    this.#arm();
  }

  viewChanged(view: AgreementView): void {
    if (view.epoch <= this.#presence.epoch) return;
    const before = this.#presence.self;
    this.#presence.viewChanged(view);
    this.#departure.reset();
    this.#role.viewChanged(before);
    this.#bereavement.viewChanged();
    this.#arm();
  }

  /**
   * Of an even number of servers the leader removes who is to leave as one who is gone, but while that one still votes: so two
   * can come to be one (Ongaro, 2014, §4.1: servers decide by the latest entry, and the majorities before and after have one in
   * common). Of an odd number it stays until it has gone, and the others hear of the leader whether they are enough. A leader
   * that is to leave orders nothing more, and another takes over.
   */
  relinquish(core: number | null): void {
    this.#departure.begin(core);
    this.#role.leadership?.relinquish(core);
    if (core !== null) this.#role.takeOver(core);
    if (this.#departure.isOpen) this.#askLeave();
    this.#arm();
  }

  /** Only the leader knows: it may have made a server of that core, of which others have not heard yet. */
  isDispensable(core: number): boolean {
    if (this.isLost || !hasServer(this.log.servers, this.#presence.self)) return true;
    return this.#role.leadership?.isDispensable(core) ?? this.#departure.isGranted(core);
  }

  #askLeave(): void {
    const { core } = this.#departure;
    if (core === null || this.#role.leadership !== null || this.isDispensable(core)) return;
    this.#want();
    if (this.#role.askLeave(core)) this.#departure.ask();
  }

  /** Somebody waits for the leader; false while nobody is known to lead. */
  #want(): boolean {
    this.#role.want();
    this.#arm();
    return this.#role.isLed;
  }

  #arm(): void {
    const isOpen = this.isLost ? (this.#role.leadership?.isOpen ?? this.#role.catchesUp) : this.#role.isOpen;
    if (isOpen || this.#bereavement.isOpen || this.#departure.isAsked) this.#port.alarm(this.#group.patience);
  }
}
