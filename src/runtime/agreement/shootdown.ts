import { CatchUp, type Part, Supply } from "./catch-up.ts";
import { EntryLog } from "./entry-log.ts";
import type { Message, MessageOf } from "./messages.ts";
import {
  type AgreementView,
  type Group,
  mayHaveReplica,
  membersOf,
  nobody,
  type Proposal,
  type Protocol,
  type ProtocolPort,
  type Standing,
} from "./protocol.ts";
import { Tree } from "./tree.ts";

/** Proposals under way at a replica, at most; others are sent again. */
const mostUnderWay = 1024;

/** A proposal on its way down a tree. */
interface Passing {
  readonly root: number;
  readonly proposal: Proposal;
  /** Children whose subtrees have not all applied it. */
  readonly missing: Set<number>;
}

/**
 * Invalidation after the TLB shootdown of the Multikernel paper (Baumann et al., SOSP 2009, §5.1): what is proposed goes down
 * the tree from whoever proposes, is applied at once, and acknowledged up the tree, each time for a whole subtree. There is
 * no order: commands must be idempotent and commute.
 *
 * Every replica of the view the proposal is settled in has applied it. In a new view the proposals under way begin again,
 * with its replicas; nothing of an earlier view counts. A replica that joins applies what it is told from the first moment
 * and takes the rest from another's snapshot, which it asks for in its own view: what was settled before is in it.
 */
export class Shootdown implements Protocol {
  readonly appliesAgreed = false;
  /** Where nobody is left who has it, it begins again with nothing. */
  readonly isLost = false;
  readonly #group: Group;
  readonly #port: ProtocolPort;
  readonly #passing = new Map<string, Passing>();
  readonly #supply: Supply;
  /** Snapshots. */
  #taken = 0;
  #view: AgreementView;
  #members: readonly number[] = [];
  /** By root. */
  readonly #trees = new Map<number, Tree>();
  #holds: boolean;
  #catchUp: CatchUp | null = null;
  /** Whom a joining replica can still ask. */
  #sources: number[] = [];

  constructor(group: Group, port: ProtocolPort) {
    this.#group = group;
    this.#port = port;
    this.#view = group.view;
    this.#holds = !group.joins;
    // There is no log: an index only tells one snapshot from another.
    this.#supply = new Supply(alwaysBehind(), () => ({ index: ++this.#taken, term: 0, bytes: port.snapshot() }));
    this.#arrange();
  }

  get holds(): boolean {
    return this.#holds;
  }

  get standing(): Standing {
    const role = this.#isMember ? (this.#holds ? "follows" : "joins") : "none";
    const missing = new Set([...this.#passing.values()].flatMap((passing) => [...passing.missing]));
    const awaits = this.#catchUp === null ? [...missing] : [this.#catchUp.source];
    return { role, epoch: this.#view.epoch, last: 0, applied: 0, awaits };
  }

  /** Every replica is as good as any other: there is nothing to wait for. */
  readonly read = (ticket: number): boolean => {
    if (this.#holds) this.#port.readable(ticket);
    return this.#holds;
  };

  propose(proposal: Proposal): boolean {
    const { core } = this.#group;
    if (!this.#isMember || !this.#holds) return false;
    const passing = this.#passing.get(keyOf(core, proposal));
    if (passing === undefined) this.#pass(core, proposal);
    return true;
  }

  receive(from: number, message: Message): boolean {
    if (!mayHaveReplica(this.#group, from) || !("epoch" in message)) return false;
    if (message.epoch !== this.#view.epoch || !this.#isMember || !this.#view.members.has(from)) return true;
    switch (message.kind) {
      case "invalidate":
        return this.#acceptInvalidate(from, message);
      case "invalidated":
        this.#acceptInvalidated(from, message);
        return true;
      case "fetch":
        this.#supplyTo(from, message);
        return true;
      case "snapshotPart":
        this.#acceptPart(from, message);
        return true;
      case "start":
        if (from === this.#catchUp?.source) this.#askNext();
        return true;
      default:
        return false;
    }
  }

  expire(): void {
    if (!this.#isMember) return;
    if (this.#catchUp !== null) this.#port.send(this.#catchUp.source, this.#catchUp.request);
    for (const passing of this.#passing.values()) if (passing.root === this.#group.core) this.#send(passing);
    this.#arm();
  }

  watch(): void {
    if (this.#isMember) this.#arm();
  }

  viewChanged(view: AgreementView): void {
    if (view.epoch <= this.#view.epoch) return;
    const { core } = this.#group;
    if (view.incarnations.get(core) !== this.#view.incarnations.get(core)) this.#holds = false;
    this.#view = view;
    const own = [...this.#passing.values()].filter(({ root }) => root === core);
    this.#passing.clear();
    this.#arrange();
    if (!this.#isMember) return;
    for (const { proposal } of own) this.#pass(core, proposal);
    this.#arm();
  }

  #arrange(): void {
    this.#members = membersOf(this.#group, this.#view);
    this.#trees.clear();
    this.#supply.forget();
    this.#catchUp = null;
    if (!this.#holds && this.#isMember) this.#seek();
  }

  // ── down and up the tree ──

  #pass(root: number, proposal: Proposal): void {
    if (this.#passing.size >= mostUnderWay) return;
    const passing = { root, proposal, missing: new Set(this.#treeOf(root).childrenOf(this.#group.core)) };
    this.#passing.set(keyOf(root, proposal), passing);
    this.#port.apply(0, proposal, nobody);
    this.#send(passing);
    this.#finish(passing);
    this.#arm();
  }

  #send({ root, proposal, missing }: Passing): void {
    const message = { kind: "invalidate", epoch: this.#view.epoch, root, proposal } as const;
    for (const child of missing) this.#port.send(child, message);
  }

  #acceptInvalidate(from: number, { root, proposal }: MessageOf<"invalidate">): boolean {
    if (!this.#members.includes(root)) return false;
    if (this.#treeOf(root).parentOf(this.#group.core) !== from) return false;
    const passing = this.#passing.get(keyOf(root, proposal));
    // Again: those below that have not answered are asked again.
    if (passing === undefined) this.#pass(root, proposal);
    else this.#send(passing);
    return true;
  }

  #acceptInvalidated(from: number, settled: MessageOf<"invalidated">): void {
    const { root } = settled;
    const passing = this.#passing.get(keyOf(root, settled));
    if (passing?.missing.delete(from) === true) this.#finish(passing);
  }

  /** Everybody below has it. Who has forgotten that and is asked again, asks those below again. */
  #finish({ root, proposal, missing }: Passing): void {
    if (missing.size > 0) return;
    this.#passing.delete(keyOf(root, proposal));
    const { core, incarnation, sequence } = proposal;
    if (root === this.#group.core) this.#port.settle(proposal);
    else {
      const message = { kind: "invalidated", epoch: this.#view.epoch, root, core, incarnation, sequence } as const;
      this.#port.send(this.#treeOf(root).parentOf(this.#group.core), message);
    }
  }

  // ── joining ──

  /** From whoever has been there longest; alone among those who have nothing, there is nothing to have. */
  #seek(): void {
    const age = (core: number): number => this.#view.incarnations.get(core) ?? 0;
    const others = this.#members.filter((member) => member !== this.#group.core);
    this.#sources = others.sort((one, other) => age(one) - age(other));
    this.#askNext();
  }

  #askNext(): void {
    const source = this.#sources.shift();
    if (source === undefined) {
      this.#joined();
      return;
    }
    this.#catchUp = new CatchUp(source, this.#view.epoch, 0, 1, this.#group.snapshotBytes);
    this.#port.send(source, this.#catchUp.request);
    this.#arm();
  }

  #supplyTo(from: number, message: MessageOf<"fetch">): void {
    const nothing = { kind: "start", epoch: this.#view.epoch, lineage: -1, last: 0 } as const;
    const part = this.#holds ? this.#supply.answer(from, message) : nothing;
    if (part !== null) this.#port.send(from, part);
  }

  #acceptPart(from: number, part: Part): void {
    if (this.#catchUp?.source !== from || !this.#catchUp.accept(part)) return;
    const { missed } = this.#catchUp;
    if (missed === null) this.#port.send(from, this.#catchUp.request);
    else if (missed.snapshot !== null && this.#port.merge(missed.snapshot.bytes)) this.#joined();
  }

  #joined(): void {
    this.#catchUp = null;
    this.#holds = true;
    this.#port.ready();
  }

  #treeOf(root: number): Tree {
    const known = this.#trees.get(root);
    if (known !== undefined) return known;
    const tree = new Tree(this.#group.tree, new Set(this.#members), root);
    this.#trees.set(root, tree);
    return tree;
  }

  get #isMember(): boolean {
    return this.#members.includes(this.#group.core);
  }

  #arm(): void {
    if (this.#catchUp !== null || this.#passing.size > 0) this.#port.alarm(this.#group.patience);
  }
}

/** What was missed is always had by snapshot. */
function alwaysBehind(): EntryLog {
  const log = new EntryLog(0);
  log.reset(1, 0);
  return log;
}

function keyOf(
  root: number,
  { core, incarnation, sequence }: Pick<Proposal, "core" | "incarnation" | "sequence">,
): string {
  return `${root} ${core} ${incarnation} ${sequence}`;
}
