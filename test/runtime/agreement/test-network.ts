// Replicas in virtual time, joined by a network that delays, reorders, repeats and loses, with a membership that is agreed.
import FlatQueue from "flatqueue";
import { decode, encode } from "../../../src/runtime/agreement/fields.ts";
import { type Message, messageField } from "../../../src/runtime/agreement/messages.ts";
import type { AgreementView, Proposal } from "../../../src/runtime/agreement/protocol.ts";
import { type MakeProtocol, Replica } from "../../../src/runtime/agreement/replica.ts";
import type { Settled } from "../../../src/runtime/agreement/sessions.ts";
import { seededRandom } from "../../../src/runtime/hosts/simulation/random.ts";
import { Tally } from "./tally.ts";

export interface Faults {
  /** Of messages. */
  readonly loss: number;
  readonly repetition: number;
  /** Longest delay of a message, in milliseconds. */
  readonly delay: number;
  /** Kills, partitions and slow kernels. */
  readonly events: number;
  /** Kernels that leave in order. */
  readonly leaves: number;
}

/** From a kernel's start to its end. */
interface Life {
  isOver: boolean;
  /** How much longer than asked for its alarms take. */
  slowness: number;
}

export interface Node {
  readonly core: number;
  incarnation: number;
  life: Life;
  /** The membership goes on without it, and it does not know; or it comes back, and does not know either. */
  excluded: boolean;
  rejoins: boolean;
  replica: Replica;
  tally: Tally;
  epoch: number;
}

/** A program that proposes, on a kernel of its own or on one with a replica. */
export interface Asked {
  readonly proposal: Proposal;
  readonly calledAt: number;
  settled: Settled | null;
  /** Its proposer is gone, and does not wait any more. */
  abandoned: boolean;
}

const patience = 10;
/** More than any run takes whose messages beget no more messages than they should. */
const mostEvents = 100_000;
const nothing = new Uint8Array(0);

export class TestNetwork {
  readonly random: () => number;
  readonly nodes: Node[] = [];
  readonly asked: Asked[] = [];
  /** What went wrong. */
  readonly faults: string[] = [];
  /** By index: what was applied there, on any replica. */
  readonly agreed = new Map<number, string>();
  readonly #make: MakeProtocol;
  readonly #ordered: boolean;
  readonly #queue = new FlatQueue<() => void>();
  readonly #cores: readonly number[];
  readonly #incarnations: Map<number, number>;
  #weather: Faults;
  #members: Set<number>;
  #epoch = 1;
  #time = 0;
  #happened = 0;
  /** Pairs of cores that cannot hear each other are in different sides. */
  #sides: ReadonlyMap<number, number> = new Map();

  constructor(make: MakeProtocol, ordered: boolean, seed: number, replicas: number, faults: Faults) {
    this.#make = make;
    this.#ordered = ordered;
    this.#weather = faults;
    this.random = seededRandom(seed);
    this.#cores = Array.from({ length: replicas }, (_, place) => place * 3);
    this.#members = new Set(this.#cores);
    this.#incarnations = new Map(this.#cores.map((core) => [core, 0]));
    for (const core of this.#cores) this.nodes.push(this.#boot(core, false));
  }

  get now(): number {
    return this.#time;
  }

  get view(): AgreementView {
    return { epoch: this.#epoch, members: new Set(this.#members), incarnations: new Map(this.#incarnations) };
  }

  /** Lets happen what is due until a time, or until nothing is left. */
  run(until: number, isDone: () => boolean = () => false): void {
    while (!isDone()) {
      const due = this.#queue.peekValue() ?? Number.POSITIVE_INFINITY;
      this.#time = Math.min(due, until);
      if (due > until) return;
      if (++this.#happened > mostEvents) {
        this.faults.push("there is no end of messages");
        return;
      }
      this.#queue.pop()?.();
    }
  }

  after(milliseconds: number, happen: () => void): void {
    this.#queue.push(happen, this.#time + milliseconds);
  }

  within(milliseconds: number, happen: () => void): void {
    this.after(this.random() * milliseconds, happen);
  }

  pick<Value>(values: readonly Value[]): Value | undefined {
    return values[Math.floor(this.random() * values.length)];
  }

  /** Proposes at a replica; a proposer elsewhere asks another replica when one does not answer. */
  ask(
    core: number,
    incarnation: number,
    sequence: number,
    low: number,
    command: Uint8Array,
    at: () => Node | undefined,
  ): Asked {
    const asked = {
      ...{ proposal: { core, incarnation, sequence, low, command }, calledAt: this.#time },
      ...{ settled: null, abandoned: false },
    };
    this.asked.push(asked);
    const submit = (): void => {
      if (asked.settled !== null || asked.abandoned) return;
      const node = at();
      if (node?.life.isOver === false) node.replica.submit(asked.proposal);
      this.after(5 * patience, submit);
    };
    submit();
    return asked;
  }

  /** What is agreed before is in the state of the replica when `done` is called. */
  read(node: Node, ticket: number, done: () => void): boolean {
    const { incarnation } = node;
    this.#readers.set(`${node.core} ${ticket}`, () => node.incarnation === incarnation && done());
    return node.replica.read(ticket);
  }

  readonly #readers = new Map<string, () => void>();

  calm(): void {
    this.#weather = { loss: 0, repetition: 0, delay: 2, events: 0, leaves: 0 };
    this.#sides = new Map();
    for (const node of this.nodes) node.life.slowness = 1;
  }

  // ── what befalls them ──

  kill(node: Node): void {
    node.life.isOver = true;
    this.abandon(node);
    const { life } = node;
    this.within(20, () => node.life === life && this.#exclude(node.core));
  }

  /** It is gone, and the others are told so at once. */
  leave(node: Node): void {
    node.life.isOver = true;
    this.abandon(node);
    this.#exclude(node.core);
  }

  /** To be called only for who is dead. */
  restart(node: Node): void {
    this.#exclude(node.core);
    this.#include(node.core);
    Object.assign(node, this.#boot(node.core, true));
    this.#announce();
  }

  partition(sides: ReadonlyMap<number, number>): void {
    this.#sides = sides;
  }

  /** The others agree to go on without it, though it lives. */
  exclude(node: Node): void {
    node.excluded = true;
    this.#exclude(node.core);
  }

  /** It hears of the others again, and begins anew. */
  rejoin(node: Node): void {
    if (node.rejoins) return;
    node.rejoins = true;
    this.abandon(node);
    this.#include(node.core);
    node.incarnation = this.#incarnations.get(node.core) ?? 0;
    this.#announce();
  }

  abandon(node: Node): void {
    for (const asked of this.asked) {
      if (asked.proposal.core !== node.core || asked.settled !== null) continue;
      asked.abandoned = true;
      if (!node.life.isOver) node.replica.withdraw(asked.proposal);
    }
  }

  #exclude(core: number): void {
    if (!this.#members.delete(core)) return;
    this.#epoch++;
    this.#announce();
  }

  #include(core: number): void {
    this.#members.add(core);
    this.#incarnations.set(core, (this.#incarnations.get(core) ?? 0) + 1);
    this.#epoch++;
  }

  /** Everybody hears of the view, sooner or later; maybe of a later one first. */
  #announce(): void {
    const { view } = this;
    for (const node of this.nodes) {
      if (!view.members.has(node.core)) continue;
      const incarnation = view.incarnations.get(node.core);
      this.within(10, () => {
        if (node.life.isOver || node.epoch >= view.epoch || node.incarnation !== incarnation) return;
        if (node.rejoins) Object.assign(node, { excluded: false, rejoins: false });
        node.epoch = view.epoch;
        node.replica.viewChanged(view);
      });
    }
  }

  #boot(core: number, joins: boolean): Node {
    const incarnation = this.#incarnations.get(core) ?? 0;
    const tally = new Tally();
    const life = { isOver: false, slowness: 1 };
    const parents = this.#cores.map((_, place) => (place === 0 ? -1 : (place - 1) >> 1));
    const replica: Replica = new Replica(
      this.#make,
      {
        ...{
          core,
          replicas: this.#cores,
          candidates: [],
          leader: this.#cores[0] ?? 0,
          view: this.view,
          joins,
          patience,
        },
        ...{ tree: { cores: this.#cores, parents }, retained: 6, snapshotBytes: 2 ** 20 },
      },
      this.#watched(core, tally),
      {
        send: (to, message) => this.#send(core, to, message, life),
        alarm: (after) => this.after(after * life.slowness, () => life.isOver || replica.expire()),
        settled: (proposal, settled) => this.#settled(proposal, settled),
        readable: (ticket) => this.#readers.get(`${core} ${ticket}`)?.(),
        lost: (tells) => this.faults.push(`core ${core} ${tells ? "tells" : "knows"} that the state is lost`),
      },
    );
    return { core, incarnation, life, excluded: false, rejoins: false, replica, tally, epoch: this.#epoch };
  }

  /** Compares what each replica applies, and where. */
  #watched(core: number, tally: Tally): Tally {
    const apply = tally.apply.bind(tally);
    let last = 0;
    tally.apply = (index, command) => {
      const text = new TextDecoder().decode(command);
      if (this.#ordered) {
        const known = this.agreed.get(index);
        if (known === undefined) this.agreed.set(index, text);
        else if (known !== text) this.faults.push(`core ${core} applies ${text} at ${index}, another ${known}`);
        if (index <= last) this.faults.push(`core ${core} applies ${index} after ${last}`);
        last = index;
      }
      if (tally.applied.includes(text)) this.faults.push(`core ${core} applies ${text} twice`);
      return apply(index, command);
    };
    const restore = tally.restore.bind(tally);
    tally.restore = (bytes) => {
      last = 0;
      return restore(bytes);
    };
    return tally;
  }

  #settled(proposal: Proposal, settled: Settled): void {
    for (const asked of this.asked) {
      const { core, incarnation, sequence } = asked.proposal;
      if (core !== proposal.core || incarnation !== proposal.incarnation || sequence !== proposal.sequence) continue;
      if (!asked.abandoned) asked.settled ??= settled;
    }
  }

  #send(from: number, to: number, message: Message, life: Life): void {
    if (life.isOver) return;
    const bytes = encode(messageField, message);
    const { loss, repetition, delay } = this.#weather;
    const copies = (this.random() < loss ? 0 : 1) + (this.random() < repetition ? 1 : 0);
    for (let copy = 0; copy < copies; copy++) {
      this.within(delay, () => {
        if (this.#sides.get(from) !== this.#sides.get(to)) return;
        const node = this.nodes.find((each) => each.core === to);
        const read = decode(messageField, bytes);
        if (read === null) this.faults.push(`${message.kind} cannot be read`);
        else if (node?.life.isOver === false && !node.replica.receive(from, read))
          this.faults.push(`${message.kind} is refused`);
      });
    }
  }
}

export { nothing as barrier };
