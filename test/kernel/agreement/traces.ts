/**
 * What replicas of an object do, as text that the protocols in C must reproduce line by line: what each of them is told (`>`)
 * and what it says then (`<`), while messages overtake each other, get lost and come twice, kernels are lost and start anew, and others stand in for them.
 */
import { Broadcast } from "../../../src/runtime/agreement/broadcast.ts";
import { decode, encode } from "../../../src/runtime/agreement/fields.ts";
import { messageField } from "../../../src/runtime/agreement/messages.ts";
import type { AgreementView, Group, Proposal } from "../../../src/runtime/agreement/protocol.ts";
import { Replica } from "../../../src/runtime/agreement/replica.ts";
import { resultField } from "../../../src/runtime/agreement/result.ts";
import { proposalWindow } from "../../../src/runtime/agreement/sessions.ts";
import { TwoPhase } from "../../../src/runtime/agreement/two-phase.ts";
import { encodeCommand } from "../../../src/runtime/state/command-codec.ts";
import { bytesOfNumber } from "../../../src/runtime/state/content/numbers.ts";
import { operations } from "../../../src/runtime/state/operations.ts";
import type { Command } from "../../../src/runtime/state/replicated-object.ts";
import { StateReplica } from "../../../src/runtime/state/state-replica.ts";

export const kinds = ["register", "map", "counter", "set"] as const;
export const protocols = ["broadcast", "twoPhase"] as const;

export interface TraceOptions {
  readonly kind: (typeof kinds)[number];
  readonly protocol: (typeof protocols)[number];
  readonly seed: number;
  readonly steps: number;
}

const cores = 6;
/** That of the visitor, who has no replica. */
const visiting = 0;
const patience = 50;
const snapshotBytes = 65_536;
const noBytes = new Uint8Array(0);

/** The lines of all replicas, one after another. */
export function traceReplicas(options: TraceOptions): readonly string[] {
  const run = new Run(options);
  for (let step = 0; step < options.steps; step++) run.step();
  return run.lines();
}

interface Packet {
  readonly from: number;
  readonly to: number;
  readonly bytes: Uint8Array;
}

class Run {
  readonly #options: TraceOptions;
  readonly #random: () => number;
  readonly #tree: { readonly cores: readonly number[]; readonly parents: readonly number[] };
  readonly #packets: Packet[] = [];
  readonly #seats = new Map<number, Seat>();
  readonly #all: Seat[] = [];
  readonly #visitor = new Visitor();
  /** Few, so that snapshots are needed; or as many as kernels keep. */
  readonly #retained: number;
  /** Who may stand in for a replica that is lost; none in some runs. */
  readonly #candidates: readonly number[];
  #standIns: readonly number[] = [];
  #view: AgreementView;

  constructor(options: TraceOptions) {
    this.#options = options;
    this.#random = randomFrom(options.seed);
    this.#retained = this.below(3) === 0 ? 128 : 4;
    const members = Array.from({ length: 2 + this.below(cores - 2) }, (_, core) => core + 1);
    const order = this.#shuffled(members);
    this.#tree = { cores: order, parents: order.map((_, place) => (place === 0 ? -1 : this.below(place))) };
    const incarnations = new Map(Array.from({ length: cores }, (_, core) => [core, 0]));
    const others = [...incarnations.keys()].filter((core) => core !== visiting && !members.includes(core));
    this.#candidates = this.below(2) === 0 ? others : [];
    this.#view = { epoch: 1, members: new Set([...members, ...this.#candidates]), incarnations };
    for (const core of members) this.#begin(core, false);
  }

  lines(): readonly string[] {
    return this.#all.flatMap((seat) => [...seat.lines, seat.end()]);
  }

  /** An integer from 0 to below `most`. */
  below(most: number): number {
    return Math.floor(this.#random() * most);
  }

  step(): void {
    const dice = this.below(100);
    if (dice < 62) this.#deliver();
    else if (dice < 70) this.#pick()?.propose(this.#command());
    else if (dice < 79) this.#visit(this.#pick());
    else if (dice < 80) this.#startVisitorAnew();
    else if (dice < 93) this.#pick()?.ring();
    else if (dice < 97) this.#pick()?.learn(this.#view);
    else if (dice < 98) this.#lose();
    else if (dice === 98 && this.#standIns.length > 0) this.#retire();
    else this.#revive();
  }

  send(packet: Packet): void {
    this.#packets.push(packet);
  }

  #deliver(): void {
    const place = this.below(Math.min(4, this.#packets.length));
    const packet = this.#packets[place];
    if (packet === undefined) return;
    const fate = this.below(40);
    if (fate > 0) this.#packets.splice(place, 1);
    if (fate !== 1) this.#seats.get(packet.to)?.receive(packet.from, packet.bytes);
  }

  #pick(): Seat | undefined {
    const seats = [...this.#seats.values()];
    return seats[this.below(seats.length)];
  }

  #startVisitorAnew(): void {
    this.#visitor.startAnew();
    for (const seat of this.#seats.values()) seat.learnLife();
  }

  /** Asks for something else, or again for what has not been settled; or what it asked long ago comes late. */
  #visit(seat: Seat | undefined): void {
    const late = this.below(2) === 0 ? this.#visitor.asked(this.below(12)) : undefined;
    const again = late ?? this.#visitor.unsettled(this.below(6));
    const proposal = again ?? this.#visitor.propose(this.#command());
    if (proposal !== null) seat?.submit(proposal);
  }

  #lose(): void {
    const seat = this.#pick();
    if (seat === undefined || this.#seats.size < 3) return;
    this.#seats.delete(seat.core);
    const members = new Set([...this.#view.members].filter((core) => core !== seat.core));
    const isPlanned = this.#tree.cores.includes(seat.core);
    const free = this.#candidates.find((core) => members.has(core) && !this.#seats.has(core));
    this.#standIns = this.#standIns.filter((core) => core !== seat.core);
    const standsIn = isPlanned && free !== undefined && this.below(3) > 0;
    if (standsIn) this.#standIns = [...this.#standIns, free];
    this.#agree({ members });
    if (standsIn) this.#begin(free, true);
  }

  /** One that stands in for another is not needed any more. */
  #retire(): void {
    const core = this.#standIns[this.below(this.#standIns.length)];
    if (core === undefined) return;
    this.#seats.delete(core);
    this.#standIns = this.#standIns.filter((each) => each !== core);
    this.#agree({});
  }

  /** The next view. */
  #agree(changes: Partial<AgreementView>): void {
    const { epoch, members, incarnations } = { ...this.#view, ...changes };
    const replicas = [...this.#tree.cores, ...this.#standIns].sort((one, other) => one - other);
    const elsewhere = this.#standIns.length === 0 ? {} : { replicas };
    this.#view = { epoch: epoch + 1, members, incarnations, ...elsewhere };
  }

  #revive(): void {
    const core = this.#tree.cores.find((each) => !this.#seats.has(each));
    if (core === undefined) return;
    const incarnations = new Map(this.#view.incarnations);
    incarnations.set(core, (incarnations.get(core) ?? 0) + 1);
    this.#agree({ members: new Set([...this.#view.members, core]), incarnations });
    this.#begin(core, true);
  }

  #begin(core: number, joins: boolean): void {
    const replicas = [...this.#tree.cores].sort((one, other) => one - other);
    const leader = this.#tree.cores[0] ?? 0;
    const { tree } = { tree: this.#tree };
    const group: Group = {
      ...{
        core,
        replicas,
        candidates: this.#candidates,
        leader,
        tree,
        view: this.#view,
        joins,
        patience,
        retained: this.#retained,
        snapshotBytes,
      },
    };
    const seat = new Seat(this.#options, group, this.#visitor, (packet) => this.send(packet));
    this.#seats.set(core, seat);
    this.#all.push(seat);
  }

  #shuffled(values: readonly number[]): readonly number[] {
    const left = [...values];
    return values.map(() => left.splice(this.below(left.length), 1)[0] ?? 0);
  }

  #command(): Uint8Array {
    if (this.below(12) === 0) return noBytes;
    return encodeCommand(commandFor(this.#options.kind, (most) => this.below(most)));
  }
}

const bounds = {
  register: { keyBytes: 0, valueBytes: 16, capacity: 1 },
  map: { keyBytes: 8, valueBytes: 16, capacity: 4 },
  counter: { keyBytes: 0, valueBytes: 0, capacity: 1 },
  set: { keyBytes: 8, valueBytes: 0, capacity: 3 },
} as const;

const ofKind = {
  register: [operations.set, operations.replace, operations.clear],
  map: [operations.set, operations.replace, operations.delete],
  counter: [operations.add],
  set: [operations.add, operations.delete],
} as const;

function commandFor(kind: TraceOptions["kind"], below: (most: number) => number): Command {
  const { keyBytes, valueBytes } = bounds[kind];
  const operation = below(15) === 0 ? operations.append : (ofKind[kind][below(ofKind[kind].length)] ?? operations.set);
  const key = keyBytes === 0 ? noBytes : Uint8Array.of(1 + below(6), 0, 0, 0);
  const some = (): Uint8Array => new Uint8Array(1 + below(Math.max(1, valueBytes))).fill(1 + below(3));
  const by = [1, -1, 7, -40, 2 ** 52, 0.5, 0][below(7)] ?? 0;
  const value = kind === "counter" ? bytesOfNumber(by) : valueBytes === 0 ? noBytes : some();
  if (operation !== operations.replace) return { operation, key, value, expected: null };
  return { operation, key, value, expected: below(2) === 0 ? "absent" : some() };
}

/** A kernel without a replica, which proposes now here, now there. */
class Visitor {
  readonly #core = visiting;
  #incarnation = 0;
  #next = 0;
  readonly #open = new Map<number, Proposal>();
  readonly #asked: Proposal[] = [];

  /** Null where as much is under way as may be. */
  propose(command: Uint8Array): Proposal | null {
    const low = Math.min(this.#next, ...this.#open.keys());
    if (this.#next >= low + proposalWindow) return null;
    const proposal = { core: this.#core, incarnation: this.#incarnation, sequence: this.#next++, low, command };
    this.#open.set(proposal.sequence, proposal);
    this.#asked.push(proposal);
    return proposal;
  }

  /** So many before the last one. */
  asked(before: number): Proposal | undefined {
    return this.#asked.at(-1 - before);
  }

  /** The one at that place; undefined where there are fewer. */
  unsettled(place: number): Proposal | undefined {
    return [...this.#open.values()][place];
  }

  settled(incarnation: number, sequence: number): void {
    if (incarnation === this.#incarnation) this.#open.delete(sequence);
  }

  /** How often it has started anew. What it asked for before nobody waits for, and it need not be told. */
  get life(): number {
    return this.#incarnation;
  }

  startAnew(): void {
    this.#incarnation++;
    this.#next = 0;
    this.#open.clear();
  }
}

/** One replica, from its beginning to its end. */
class Seat {
  readonly core: number;
  readonly lines: string[] = [];
  readonly #incarnation: number;
  readonly #planned: readonly number[];
  readonly #visitor: Visitor;
  readonly #machine: StateReplica;
  readonly #replica: Replica;
  readonly #open = new Set<number>();
  #next = 0;
  #isArmed = false;
  #isKnown = false;

  constructor({ kind, protocol }: TraceOptions, group: Group, visitor: Visitor, send: (packet: Packet) => void) {
    this.core = group.core;
    this.#visitor = visitor;
    this.#incarnation = group.view.incarnations.get(group.core) ?? 0;
    const { keyBytes, valueBytes, capacity } = bounds[kind];
    this.#machine = new StateReplica(
      { kind, protocol, keyBytes, valueBytes, capacity, leaseMilliseconds: null },
      () => 0,
    );
    const seats = group.tree.cores.map((core, place) => `${core} ${group.tree.parents[place]}`);
    const facts = [
      protocol === "twoPhase" ? 1 : 0,
      kinds.indexOf(kind),
      keyBytes,
      valueBytes,
      capacity,
      snapshotBytes,
      group.retained,
    ];
    const place = [group.core, cores, group.leader, group.joins ? 1 : 0, seats.length, ...seats];
    place.push(group.candidates.length, ...group.candidates);
    this.#planned = group.replicas;
    this.lines.push(["begin", ...facts, ...place].join(" "), this.#printView(group.view));
    this.#replica = new Replica(protocol === "twoPhase" ? TwoPhase : Broadcast, group, this.#machine, {
      send: (to, message) => {
        const bytes = encode(messageField, message);
        this.lines.push(`< send ${to} ${hexOf(bytes)}`);
        send({ from: group.core, to, bytes });
      },
      alarm: (after) => {
        this.#isArmed = true;
        this.lines.push(`< alarm ${after}`);
      },
      settled: ({ core, incarnation, sequence }, { index, result }) => {
        if (core === this.core && incarnation === this.#incarnation) this.#open.delete(sequence);
        else visitor.settled(incarnation, sequence);
        if (core === visiting && incarnation < visitor.life) return;
        this.lines.push(`< settled ${core} ${incarnation} ${sequence} ${index} ${hexOf(encode(resultField, result))}`);
      },
      readable: () => {},
      lost: (tells) => this.lines.push(tells ? "< lost, to be told" : "< lost"),
    });
    this.#noteState();
    this.learnLife();
  }

  /** Of the visitor. */
  learnLife(): void {
    this.lines.push(`> life ${this.#visitor.life}`);
  }

  end(): string {
    return `= ${hexOf(this.#machine.snapshot())}`;
  }

  propose(command: Uint8Array): void {
    const low = Math.min(this.#next, ...this.#open);
    if (this.#next >= low + proposalWindow) return;
    const sequence = this.#next++;
    this.#open.add(sequence);
    const name = { core: this.core, incarnation: this.#incarnation, sequence };
    this.submit({ ...name, low: Math.min(sequence, ...this.#open), command });
  }

  receive(from: number, bytes: Uint8Array): void {
    const message = decode(messageField, bytes);
    if (message === null) throw new Error("a message that cannot be read");
    this.lines.push(`> receive ${from} ${hexOf(bytes)}`);
    this.#replica.receive(from, message);
    this.#noteState();
  }

  ring(): void {
    if (!this.#isArmed) return;
    this.#isArmed = false;
    this.lines.push("> expire");
    this.#replica.expire();
    this.#noteState();
  }

  learn(view: AgreementView): void {
    this.lines.push(`> ${this.#printView(view)}`);
    this.#replica.viewChanged(view);
    this.#noteState();
  }

  submit(proposal: Proposal): void {
    const { core, incarnation, sequence, low, command } = proposal;
    this.lines.push(`> submit ${core} ${incarnation} ${sequence} ${low} ${hexOf(command)}`);
    this.#replica.submit(proposal);
    this.#noteState();
  }

  #printView({ epoch, members, incarnations, replicas = [] }: AgreementView): string {
    const each = Array.from(
      { length: cores },
      (_, core) => `${members.has(core) ? 1 : 0} ${incarnations.get(core) ?? 0}`,
    );
    const standIns = replicas.filter((core) => !this.#planned.includes(core));
    return ["view", epoch, ...each, standIns.length, ...standIns].join(" ");
  }

  /** From when on programs may read it. */
  #noteState(): void {
    if (this.#isKnown || !this.#replica.isCurrent) return;
    this.#isKnown = true;
    this.lines.push("< known");
  }
}

/** `-`: none. */
function hexOf(bytes: Uint8Array): string {
  return bytes.length === 0 ? "-" : Buffer.from(bytes).toString("hex");
}

/** Numbers from 0 to below 1: xorshift32 (Marsaglia, "Xorshift RNGs", 2003). */
function randomFrom(seed: number): () => number {
  let state = (seed * 2_654_435_761 + 1) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
}
