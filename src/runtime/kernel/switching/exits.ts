import { hasCut, hopOf, type View } from "../../membership/view.ts";
import type { Outbound } from "../channels/channel-ends.ts";
import { Outgoing, type OutgoingOwner } from "../channels/outgoing.ts";
import type { KernelHost } from "../host.ts";
import type { Ways } from "../routes/ways.ts";

/** By destination core, as far as anything was sent there; null where no way leads. */
type ByCore = (Outgoing | null | undefined)[];

interface Exit extends Outbound {
  readonly outgoing: Outgoing;
}

/** The rings that go out, which of them leads where, and what waits for room in them. */
export class Exits implements OutgoingOwner {
  readonly #core: number;
  readonly #ways: Ways;
  readonly #detour: number;
  /** The last is the one to itself. */
  readonly #all: readonly Exit[];
  readonly #backlog: Outgoing[] = [];
  #to: ByCore = [];
  /** For what others have sent, by the tables and by detours. */
  #passOnTo: ByCore = [];
  #detourTo: ByCore = [];

  /** `detour`: the virtual channel of ways round what is lost. */
  constructor(
    core: number,
    ways: Ways,
    outbound: readonly Outbound[],
    own: Outbound,
    detour: number,
    host: Pick<KernelHost, "published">,
  ) {
    this.#core = core;
    this.#ways = ways;
    this.#detour = detour;
    const used = outbound.filter(({ virtualChannel }) => virtualChannel <= detour);
    this.#all = [...used, own].map((end) => {
      const outgoing = new Outgoing(end.producer, end.channel, host, this);
      outgoing.epoch = ways.epoch;
      return { ...end, outgoing };
    });
    this.#forgetWays();
  }

  /** Rings that go out by the tables, without the one to itself. */
  get ofTables(): readonly { readonly to: number; readonly outgoing: Outgoing }[] {
    return this.#all.slice(0, -1).filter(({ virtualChannel }) => virtualChannel < this.#detour);
  }

  /** Frames of this kernel that have gone. */
  get sent(): number {
    return this.#all.reduce((sum, { outgoing }) => sum + outgoing.frames, 0);
  }

  /** The channel that frames for a core leave by; null when no way leads there. */
  to(core: number): Outgoing | null {
    const known = this.#to[core];
    if (known !== undefined || core >= this.#ways.cores) return known ?? null;
    const found = this.#find(this.#ways.leave(core));
    this.#to[core] = found;
    return found;
  }

  /** The same for frames of others. */
  passOnTo(destination: number, isDetour: boolean): Outgoing | null {
    const known = isDetour ? this.#detourTo : this.#passOnTo;
    const outgoing = known[destination];
    if (outgoing !== undefined || destination >= this.#ways.cores) return outgoing ?? null;
    const found = this.#find(this.#ways.passOn(destination, isDetour));
    known[destination] = found;
    return found;
  }

  /** Whether anything waits for room in a ring. */
  get hasBacklog(): boolean {
    return this.#backlog.length > 0;
  }

  backlogged(outgoing: Outgoing): void {
    this.#backlog.push(outgoing);
  }

  /** Sends what waits as far as there is room; the number of messages that went. */
  flush(): number {
    if (this.#backlog.length === 0) return 0;
    let gone = 0;
    for (const outgoing of this.#backlog.splice(0)) {
      gone += outgoing.flush();
      if (outgoing.waiting > 0) this.#backlog.push(outgoing);
    }
    return gone;
  }

  /** Messages go as in this view, which the ways act on already; what is under way to where connections are cut is forgotten. */
  change(view: View): void {
    for (const { to, outgoing } of this.#all) {
      outgoing.epoch = view.epoch;
      if (this.#isOpen(to, view)) outgoing.revive();
      else outgoing.lose();
    }
    this.#forgetLost();
    this.#forgetWays();
  }

  /** Nothing goes to a neighbour, and what is sent waits; or it goes again. */
  cut(neighbour: number, isCut: boolean): void {
    for (const { to, outgoing } of this.#all) if (to === neighbour) outgoing.hold(isCut);
  }

  /** The kernel of a neighbour will start anew: rings to it are empty again. */
  reset(neighbour: number): void {
    for (const { to, outgoing } of this.#all) if (to === neighbour) outgoing.reset();
  }

  /** Nothing is sent any more, to anyone. */
  close(): void {
    for (const { outgoing } of this.#all) outgoing.lose();
  }

  #forgetLost(): void {
    const losses = new Map<number, boolean>();
    const isCut = (core: number): boolean => {
      const known = losses.get(core) ?? this.#ways.lossFor(core) !== null;
      losses.set(core, known);
      return known;
    };
    for (const { outgoing } of this.#all) if (outgoing.waiting > 0) outgoing.forget(isCut);
  }

  #forgetWays(): void {
    const { cores, hasDetours } = this.#ways;
    this.#to = new Array(cores);
    this.#passOnTo = new Array(cores);
    this.#detourTo = hasDetours ? new Array(cores) : [];
  }

  /** Whether frames go to a neighbour. */
  #isOpen(core: number, view: View): boolean {
    return view.members.has(core) && !hasCut(view, hopOf(core, this.#core));
  }

  #find(hop: { readonly next: number; readonly virtualChannel: number } | null): Outgoing | null {
    if (hop === null) return null;
    const end = this.#all.find((each) => each.to === hop.next && each.virtualChannel === hop.virtualChannel);
    return end?.outgoing ?? null;
  }
}
