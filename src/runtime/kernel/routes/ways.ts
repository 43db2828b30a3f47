import { partingsOf, startsOf } from "../../membership/evidence.ts";
import type { View } from "../../membership/view.ts";
import type { RouteEntries } from "./route-table.ts";
import { isSameWay, type Loss, type Roads, Routing, type Way } from "./routing.ts";

const unasked = -2;
const nowhere = -1;

/**
 * The ways of messages to and from one core, as they are in the view that its kernel acts on. A connection lives only as
 * long as its ways there and back stay what they are.
 */
export class Ways {
  readonly #core: number;
  readonly #roads: Roads;
  #view: View;
  #routing: Routing;
  /** From before, while consequences are drawn. */
  #before: { readonly view: View; readonly routing: Routing } | null = null;
  /** By source core, as far as anybody asked: the neighbour its frames come from; -1 where no way leads here. */
  readonly #arrivesFrom: Int32Array;
  /** By core: the epoch since which the ways there and back have been what they are. */
  #since: Int32Array | null = null;
  /** Cores whose kernels, members before and now, have started anew: what they were to pass on is lost. */
  #renewed: ReadonlySet<number> = new Set();
  #within: ReadonlySet<number> | null = null;

  constructor(core: number, roads: Roads, view: View) {
    this.#core = core;
    this.#roads = roads;
    this.#view = view;
    this.#routing = new Routing(roads, view);
    this.#arrivesFrom = new Int32Array(roads.table.cores).fill(unasked);
  }

  get cores(): number {
    return this.#roads.table.cores;
  }

  get epoch(): number {
    return this.#view.epoch;
  }

  /** Whether frames may come by detours. */
  get hasDetours(): boolean {
    return !this.#routing.isWhole;
  }

  /** From now on messages go as in this view. Until {@link settle}, {@link lossFor} tells whose connections are cut. */
  change(view: View): void {
    this.#before = { view: this.#view, routing: this.#routing };
    this.#view = view;
    this.#routing = new Routing(this.#roads, view);
    const { members } = this.#before.view;
    const isRenewed = (core: number): boolean =>
      view.members.has(core) && startsOf(view, core) !== startsOf(this.#before?.view ?? view, core);
    this.#renewed = new Set([...members].filter(isRenewed));
    this.#within = null;
    this.#arrivesFrom.fill(unasked);
    this.#since ??= new Int32Array(this.cores);
    for (let core = 0; core < this.cores; core++) {
      if (core !== this.#core && !this.#isUnchanged(core)) this.#since[core] = view.epoch;
    }
  }

  settle(): void {
    this.#before = null;
  }

  /** The way that messages of this kernel take; null where none leads. */
  wayTo(core: number): Way | null {
    return this.#routing.wayOf(this.#core, core);
  }

  /** The core after this one on the way of a message of its own, and the virtual channel there; null where none leads. */
  leave(core: number): { readonly next: number; readonly virtualChannel: number } | null {
    const way = this.wayTo(core);
    if (way === null) return null;
    const next = way.cores[0] ?? this.#core;
    if (core === this.#core) return { next, virtualChannel: 0 };
    return { next, virtualChannel: this.#entriesFor(way.isDetour).virtualChannel(this.#core, core) };
  }

  /** The same for a frame that others have sent. */
  passOn(core: number, isDetour: boolean): { readonly next: number; readonly virtualChannel: number } | null {
    const entries = this.#entriesFor(isDetour);
    const next = entries.nextHop(this.#core, core);
    if (next < 0 || this.#routing.lossOn(this.#core, { cores: [next], isDetour }) !== null) return null;
    return { next, virtualChannel: entries.virtualChannel(this.#core, core) };
  }

  /** Whether frames for `destination` come over that virtual channel from a neighbour. */
  leadsHere(from: number, virtualChannel: number, destination: number, isDetour: boolean): boolean {
    const entries = this.#entriesFor(isDetour);
    return (
      virtualChannel === entries.virtualChannel(from, destination) && entries.nextHop(from, destination) === this.#core
    );
  }

  /** The neighbour that frames of a core come from; -1 where no way leads here. */
  arrivesFrom(source: number): number {
    const known = this.#arrivesFrom[source] ?? nowhere;
    if (known !== unasked) return known;
    const way = this.#routing.wayOf(source, this.#core);
    const found = way === null ? nowhere : (way.cores.at(-2) ?? source);
    this.#arrivesFrom[source] = found;
    return found;
  }

  /** Whether a frame that was sent in an earlier epoch belongs to a connection that may still be there. */
  isStillGood(source: number, epoch: number): boolean {
    return epoch >= (this.#since?.[source] ?? 0);
  }

  /** Only those are within reach, and too few to agree on it; null: enough are. */
  strand(within: ReadonlySet<number> | null): void {
    this.#within = within;
  }

  /** Whether messages get to a core and back. */
  reaches(core: number): boolean {
    if (core === this.#core) return true;
    if (this.#beyond(core) !== null) return false;
    return this.wayTo(core) !== null && this.#routing.wayOf(core, this.#core) !== null;
  }

  /**
   * What has cut the connections with a core; null where they are as they were. A way that has changed has lost what was
   * under way on it, whatever it was changed for.
   */
  lossFor(core: number): Loss | null {
    if (core === this.#core) return null;
    const beyond = this.#beyond(core);
    if (beyond !== null) return beyond;
    if (this.#before === null) return this.reaches(core) ? null : this.#lossBetween(core, this.#routing);
    return this.#isUnchanged(core) ? null : this.#lossBetween(core, this.#before.routing);
  }

  /** The first on the way to a core or back that is out of reach. */
  #beyond(core: number): Loss | null {
    const within = this.#within;
    if (within === null) return null;
    const there = this.#routing.wayOf(this.#core, core)?.cores ?? [];
    const back = this.#routing.wayOf(core, this.#core)?.cores ?? [];
    const lost = [...there, ...back, core].find((each) => !within.has(each));
    return lost === undefined ? null : { core: lost };
  }

  #isUnchanged(core: number): boolean {
    if (this.#before === null) return true;
    const { view, routing } = this.#before;
    const has = ({ members }: View): boolean => members.has(core);
    if (has(view) !== has(this.#view) || startsOf(view, core) !== startsOf(this.#view, core)) return false;
    if (this.#hasParted(view, core)) return false;
    // Ways round several losses depend on everything that is left.
    const isSame = (from: number, to: number): boolean => {
      const way = routing.wayOf(from, to);
      if (way?.isDetour === true || way?.cores.some((each) => this.#renewed.has(each)) === true) return false;
      return isSameWay(way, this.#routing.wayOf(from, to));
    };
    if (routing.isWhole && this.#routing.isWhole && this.#renewed.size === 0) return true;
    return isSame(this.#core, core) && isSame(core, this.#core);
  }

  /** Whether one of the two gave up its connections with the other, who need not have noticed. */
  #hasParted(before: View, core: number): boolean {
    return [core, this.#core].some((each) => partingsOf(before, each) !== partingsOf(this.#view, each));
  }

  /** What is missing now of the ways between this core and another as they were; else the core itself. */
  #lossBetween(core: number, routing: Routing): Loss {
    if (this.#routing.hasLost(core)) return { core };
    const there = routing.wayOf(this.#core, core);
    const back = routing.wayOf(core, this.#core);
    const lost =
      (there === null ? null : this.#routing.lossOn(this.#core, there)) ??
      (back === null ? null : this.#routing.lossOn(core, back));
    return lost ?? { core };
  }

  /** Whether the way to a core, or back, would be another if the kernel of `other` were gone, or were there. */
  changesWith(other: number, isThere: boolean): (core: number) => boolean {
    const members = new Set(this.#view.members);
    if (isThere) members.add(other);
    else members.delete(other);
    const next = new Routing(this.#roads, { ...this.#view, members });
    const changes = (from: number, to: number): boolean => {
      const way = this.#routing.wayOf(from, to);
      return way?.isDetour === true || !isSameWay(way, next.wayOf(from, to));
    };
    return (core) => core !== this.#core && (changes(this.#core, core) || changes(core, this.#core));
  }

  #entriesFor(isDetour: boolean): RouteEntries {
    return isDetour ? this.#routing.detours : this.#routing.tables;
  }
}
