import type { BallotState, Vote } from "./ballot.ts";
import { CoreSet } from "./core-set.ts";
import type { Hearsay, Incarnation, Report } from "./evidence.ts";
import type { Placement } from "./placements.ts";
import type { StandIn } from "./stand-ins.ts";
import type { Hop, View } from "./view.ts";

/** What a kernel tells a neighbour: all that it knows and that still matters. */
export interface Gossip extends Hearsay {
  /** Of the sender. */
  readonly incarnation: number;
  /** Of the view that the sender knows. */
  readonly epoch: number;
  /** It wants to hear back, whatever there is to say. */
  readonly asks: boolean;
  /** The one after the receiver's, or that one where the sender has no other; null when the receiver knows them all. */
  readonly view: View | null;
  readonly ballot: BallotState | null;
}

/** Of the word that says what is in a gossip. Kernels in C know no moves, and refuse what has any. */
const [asking, withView, withPlacements] = [1, 2, 4];

/** Bytes that a gossip has at most: between `cores` kernels with `hops` between them, so many replicas of objects, and services. */
export function longestGossip(cores: number, hops: number, seats: number, services: number): number {
  const view = 24 + cores * 12 + 4 * Math.ceil(cores / 32) + hops * 4 + seats * 4 + services * 8;
  const ballot = 12 + 16 * Math.ceil(cores / 32) + 8 + 2 * view;
  return 16 + view + ballot + 3 * (4 + cores * 8) + 4 + cores * 24 + hops * 8 + seats * 4;
}

/** The bytes of a gossip: little-endian 32-bit words. Sets of cores are bitmaps of the machine's `cores`. */
export function encodeGossip(gossip: Gossip, cores: number): Int32Array {
  const words: number[] = [];
  const { view, ballot } = gossip;
  const views = [view, ballot?.latest?.view ?? null, ballot?.value ?? null];
  const haveMoved = views.some((each) => each !== null && each.placements.length > 0);
  const flags = (gossip.asks ? asking : 0) | (view === null ? 0 : withView) | (haveMoved ? withPlacements : 0);
  words.push(gossip.incarnation, gossip.epoch, flags, cores);
  const pushView = haveMoved ? pushWholeView : pushSettledView;
  if (view !== null) pushView(words, view, cores);
  pushList(words, gossip.reports, pushReport);
  for (const list of [gossip.dead, gossip.started, gossip.joining]) pushList(words, list, pushIncarnation);
  pushBallot(words, ballot, cores, pushView);
  return Int32Array.from(words);
}

/** Null for what is no gossip between that many cores. */
export function decodeGossip(words: Int32Array, cores: number): Gossip | null {
  const reader = new WordReader(words, cores);
  const [incarnation, epoch, flags] = [reader.next(), reader.next(), reader.next()];
  if (reader.next() !== cores || flags > (asking | withView | withPlacements)) return null;
  reader.hasPlacements = (flags & withPlacements) !== 0;
  const view = (flags & withView) === 0 ? null : reader.view();
  const reports = reader.list(() => reader.report());
  const [dead, started, joining] = [0, 1, 2].map(() => reader.list(() => reader.incarnation()));
  const ballot = reader.ballot();
  if (reader.failed || !reader.isAtEnd || dead === undefined || started === undefined || joining === undefined)
    return null;
  if (view !== null && view.epoch > epoch) return null;
  return { incarnation, epoch, asks: (flags & asking) !== 0, view, reports, dead, started, joining, ballot };
}

function pushList<Item>(words: number[], items: readonly Item[], push: (words: number[], item: Item) => void): void {
  words.push(items.length);
  for (const item of items) push(words, item);
}

function pushIncarnation(words: number[], { core, incarnation }: Incarnation): void {
  words.push(core, incarnation);
}

function pushReport(words: number[], { core, incarnation, version, partings, holds, silent }: Report): void {
  words.push(core, incarnation, version, partings);
  pushList(words, holds, (to, each) => to.push(each));
  pushList(words, silent, (to, each) => to.push(each));
}

/** Of a system in which nothing has moved: as kernels in C know it. */
function pushSettledView(
  words: number[],
  { epoch, members, incarnations, cuts, partings, standIns }: View,
  cores: number,
): void {
  words.push(epoch, ...CoreSet.of(cores, members).words);
  pushList(
    words,
    [...incarnations].filter(([, incarnation]) => incarnation > 0),
    (to, [core, incarnation]) => to.push(core, incarnation),
  );
  pushList(words, [...incarnations.keys()], (to, core) => to.push(core));
  pushList(words, cuts, (to, [from, other]) => to.push(from | (other << 16)));
  pushList(words, [...partings], (to, [core, times]) => to.push(core, times));
  pushList(words, standIns, (to, [object, core]) => to.push(core | (object << 16)));
}

function pushWholeView(words: number[], view: View, cores: number): void {
  pushSettledView(words, view, cores);
  pushList(words, view.placements, (to, { service, core, move }) => to.push(core | (service << 16), move));
}

type PushView = typeof pushWholeView;

function pushVote(words: number[], vote: Vote | null, cores: number, pushView: PushView): void {
  pushNumber(words, vote?.ballot ?? 0);
  if (vote !== null) pushView(words, vote.view, cores);
}

function pushBallot(words: number[], state: BallotState | null, cores: number, pushView: PushView): void {
  pushNumber(words, state?.ballot ?? 0);
  if (state === null) return;
  for (const set of [state.dead, state.witnesses, state.promised, state.accepted]) words.push(...set.words);
  pushVote(words, state.latest, cores, pushView);
  words.push(state.value === null ? 0 : 1);
  if (state.value !== null) pushView(words, state.value, cores);
}

/** Up to 2^53: high word, low word. */
function pushNumber(words: number[], value: number): void {
  words.push(Math.floor(value / 2 ** 32), value % 2 ** 32);
}

/** Reads words that nobody vouches for: what it gives after {@link failed} means nothing. */
class WordReader {
  readonly #words: Int32Array;
  readonly #cores: number;
  #at = 0;
  failed = false;
  /** Whether its views say what has moved. */
  hasPlacements = false;

  constructor(words: Int32Array, cores: number) {
    this.#words = words;
    this.#cores = cores;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#words.length;
  }

  next(): number {
    const word = this.#words[this.#at++];
    if (word === undefined) this.failed = true;
    return (word ?? 0) >>> 0;
  }

  list<Item>(read: () => Item): readonly Item[] {
    const count = this.next();
    if (count > this.#words.length - this.#at) {
      this.failed = true;
      return [];
    }
    return Array.from({ length: count }, read);
  }

  incarnation(): Incarnation {
    return { core: this.#core(), incarnation: this.next() };
  }

  report(): Report {
    const { core, incarnation } = this.incarnation();
    const [version, partings] = [this.next(), this.next()];
    const holds = this.list(() => this.next());
    return { core, incarnation, version, partings, holds, silent: this.list(() => this.#core()) };
  }

  view(): View {
    const epoch = this.next();
    const members = new Set(this.#set());
    const started = new Map(this.list(() => this.incarnation()).map(({ core, incarnation }) => [core, incarnation]));
    const booting = this.list(() => this.#core());
    const incarnations = new Map(booting.map((core) => [core, started.get(core) ?? 0]));
    const cuts = this.list((): Hop => {
      const hop = this.next();
      return [this.#checked(hop & 0xffff), this.#checked(hop >>> 16)];
    });
    const partings = new Map(this.list(() => [this.#core(), this.next()] as const));
    const standIns = this.list((): StandIn => {
      const word = this.next();
      return [word >>> 16, this.#checked(word & 0xffff)];
    });
    const placements = this.hasPlacements ? this.list(() => this.#placement()) : [];
    return { epoch, members, incarnations, cuts, partings, standIns, placements };
  }

  #placement(): Placement {
    const word = this.next();
    return { service: word >>> 16, core: this.#checked(word & 0xffff), move: this.next() };
  }

  ballot(): BallotState | null {
    const ballot = this.#number();
    if (ballot === 0 || this.failed) return null;
    const [dead, witnesses, promised, accepted] = [this.#set(), this.#set(), this.#set(), this.#set()];
    const latest = this.#vote();
    const value = this.next() === 0 ? null : this.view();
    return { ballot, dead, witnesses, promised, accepted, latest, value };
  }

  #vote(): Vote | null {
    const ballot = this.#number();
    return ballot === 0 ? null : { ballot, view: this.view() };
  }

  #number(): number {
    const high = this.next();
    return high * 2 ** 32 + this.next();
  }

  #set(): CoreSet {
    return new CoreSet(Uint32Array.from({ length: (this.#cores + 31) >>> 5 }, () => this.next()));
  }

  #core(): number {
    return this.#checked(this.next());
  }

  #checked(core: number): number {
    if (core >= this.#cores) this.failed = true;
    return core;
  }
}
