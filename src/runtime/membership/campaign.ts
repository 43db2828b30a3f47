import { BackOff } from "./back-off.ts";
import { type Evidence, isSameView } from "./evidence.ts";
import { type Hop, hasCut, type View } from "./view.ts";

/** How long a kernel waits before it begins a ballot, and for what. */
export interface CampaignOptions {
  readonly core: number;
  /** How often this kernel has started before. */
  readonly incarnation: number;
  /**
   * Milliseconds by which each member lets the one before it go first; at least as long a ballot is left alone of which more is
   * heard, and twice that one that it has begun, ever longer as slow links take it ({@link BackOff}).
   */
  readonly retry: number;
  /** Milliseconds to wait for the rest of a failure domain of which something is lost. */
  readonly gather: number;
  /** Milliseconds to wait for all neighbours of a core to miss it, once one does: where each notices at a time of its own. */
  readonly doubt: number;
  /** Cores that may be lost together. */
  readonly domains: readonly (readonly number[])[];
  /** Hops that may be cut together. */
  readonly links: readonly (readonly Hop[])[];
}

/** What a kernel that may propose wants. */
export interface Wanted {
  readonly view: View;
  /** What is to come after it. */
  readonly wish: View;
  /** Its place among the members within reach: the first one begins first. */
  readonly rank: number;
}

/** What a ballot was begun for. */
interface About {
  readonly wish: View;
  readonly dead: readonly number[];
  readonly witnesses: readonly number[];
}

/** When a kernel begins ballots on the next view. Times in milliseconds. */
export class Campaign {
  readonly #options: CampaignOptions;
  readonly #evidence: Evidence;
  readonly #backOff: BackOff;
  /** `Infinity` while none is needed. */
  #beginAt = Number.POSITIVE_INFINITY;
  /** Whether the next ballot waits for more to be missed. */
  #isGathering = false;
  /** Whether more has been heard of a ballot, or of a later one. */
  #hasHeard = false;
  /** What the last ballot of this kernel was about. */
  #about: About | null = null;

  constructor(options: CampaignOptions, evidence: Evidence) {
    this.#options = options;
    this.#evidence = evidence;
    this.#backOff = new BackOff(options.retry, options.core, options.incarnation);
  }

  /** When to look again; `Infinity` while nothing is wanted. */
  get beginAt(): number {
    return this.#beginAt;
  }

  /** Whether to begin a ballot now. */
  isDue(now: number, wanted: Wanted): boolean {
    this.#plan(now, wanted);
    this.#yield(now);
    return now >= this.#beginAt;
  }

  /** A ballot begins; for whom: it says who is dead, and who runs without being a member. */
  begin(now: number, { view, wish, rank }: Wanted): About {
    this.#beginAt = now + this.#backOff.waitAfterBegin() + this.#options.retry * rank;
    this.#isGathering = false;
    this.#about = { wish, dead: this.#evidence.deadMembers(view), witnesses: this.#evidence.witnesses(view) };
    return this.#about;
  }

  /** More was heard of a ballot, or of a later one. */
  heardOfBallot(): void {
    this.#hasHeard = true;
  }

  /** Nothing is wanted, or this kernel may not propose it. */
  rest(): void {
    this.#beginAt = Number.POSITIVE_INFINITY;
    this.#hasHeard = false;
    this.#about = null;
  }

  /** There is a new view. */
  decided(): void {
    this.rest();
    this.#backOff.decided();
  }

  /** The first member begins first. What has become stale is planned anew once, however often it is looked at. */
  #plan(now: number, wanted: Wanted): void {
    const isNew = this.#beginAt === Number.POSITIVE_INFINITY || (wanted.rank === 0 && this.#isStale(wanted));
    if (!isNew && !this.#isGathering) return;
    const patience = this.#patienceFor(wanted);
    if (!isNew && patience > 0) return;
    this.#beginAt = now + patience + this.#options.retry * wanted.rank;
    this.#isGathering = patience > 0;
    this.#about = null;
  }

  /**
   * A ballot of which more is heard is given time to go on, whoever has begun it: a proposer gives way to one that proposes
   * under a higher number (Lamport, "Paxos made simple", 2001, section 2.2). Of one ballot only so much can be heard.
   */
  #yield(now: number): void {
    if (!this.#hasHeard) return;
    this.#hasHeard = false;
    if (this.#isGathering) return;
    this.#beginAt = Math.max(this.#beginAt, now + this.#backOff.wait());
  }

  /** Whether the ballot that this kernel began is no longer what is called for. */
  #isStale({ view, wish }: Wanted): boolean {
    const about = this.#about;
    if (about === null) return false;
    return (
      !isSameView(about.wish, wish) ||
      about.dead.length !== this.#evidence.deadMembers(view).length ||
      about.witnesses.length !== this.#evidence.witnesses(view).length
    );
  }

  /**
   * Milliseconds until more is expected to be missed: the rest of a failure domain or link of which something is lost, or a
   * core that one neighbour hears nothing of and others still wait for.
   */
  #patienceFor({ view, wish }: Wanted): number {
    const { domains, links, gather, doubt } = this.#options;
    const isCut = (hop: Hop): boolean => hasCut(wish, hop);
    if (links.some((hops) => hops.some(isCut) && !hops.every(isCut))) return gather;
    const isLost = (core: number): boolean => view.members.has(core) && !wish.members.has(core);
    const isTorn = domains.some((cores) => cores.some(isLost) && cores.some((core) => wish.members.has(core)));
    if (isTorn) return gather;
    const isInDoubt = (hop: Hop): boolean => !hasCut(view, hop) && this.#evidence.isInDoubt(view, hop);
    return doubt > 0 && wish.cuts.some(isInDoubt) ? doubt : 0;
  }
}
