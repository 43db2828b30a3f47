import { CoreSet } from "./core-set.ts";
import { majorityOf, type View } from "./view.ts";

/** A view that was accepted in a ballot. */
export interface Vote {
  readonly ballot: number;
  readonly view: View;
}

/** All that anybody said in one ballot on the next view, as far as it is known: the more of it is joined, the more is known. */
export interface BallotState {
  /** Its round × 65,536 + the core that proposes. */
  readonly ballot: number;
  /** Members of which the proposer knows for certain that they take no step any more. */
  readonly dead: CoreSet;
  /** Cores whose kernels run and are no members, as far as the proposer knows. */
  readonly witnesses: CoreSet;
  /** Those who vote in no earlier ballot any more. */
  readonly promised: CoreSet;
  /** The latest vote that any of them had cast before. */
  readonly latest: Vote | null;
  /** What the proposer proposes, once enough have promised. */
  readonly value: View | null;
  readonly accepted: CoreSet;
}

const cores = 65_536;

export function proposerOf(ballot: number): number {
  return ballot % cores;
}

/** The next ballot of a core after another. */
export function ballotAfter(ballot: number, core: number): number {
  return (Math.floor(ballot / cores) + 1) * cores + core;
}

/**
 * Agreement on the view after one: the single-decree synod of Lamport, "Paxos made simple" (2001), whose acceptors are the
 * members of that view. What has been promised and accepted in the latest ballot is one state that everybody passes on and
 * joins with what they hear, so that a message finds its way wherever any way is left.
 *
 * A majority of the members decides. So do all of them but those that are dead for certain, together with whoever runs
 * without being a member: every vote that anybody alive may have heard of is then known to one who promises, and from
 * then on nobody heeds those dead, nor an earlier ballot.
 */
export class Synod {
  readonly #view: View;
  readonly #core: number;
  readonly #isMember: boolean;
  readonly #room: number;
  #state: BallotState | null = null;
  /** The latest vote of this kernel. */
  #own: Vote | null = null;

  /** `room`: more than the highest core number. */
  constructor(view: View, core: number, isMember: boolean, room: number) {
    this.#view = view;
    this.#core = core;
    this.#isMember = isMember;
    this.#room = room;
  }

  /** Of the latest ballot that this kernel has heard of. */
  get state(): BallotState | null {
    return this.#state;
  }

  /** Begins a ballot that is later than all that were heard of. */
  begin(dead: CoreSet, witnesses: CoreSet): void {
    const [promised, accepted] = [new CoreSet(this.#room), new CoreSet(this.#room)];
    const ballot = ballotAfter(this.#state?.ballot ?? 0, this.#core);
    this.#state = { ballot, dead, witnesses, promised, latest: null, value: null, accepted };
    this.#vote();
  }

  /** Joins what another has heard; whether that was news. */
  join(heard: BallotState): boolean {
    const known = this.#state;
    if (known !== null && heard.ballot < known.ballot) return false;
    if (known === null || heard.ballot > known.ballot) {
      this.#state = { ...heard, promised: heard.promised.copy(), accepted: heard.accepted.copy() };
      this.#vote();
      return true;
    }
    const morePromised = known.promised.merge(heard.promised);
    const moreAccepted = known.accepted.merge(heard.accepted);
    const isLater = isLaterVote(heard.latest, known.latest);
    const hasValue = known.value === null && heard.value !== null;
    if (!morePromised && !moreAccepted && !isLater && !hasValue) return false;
    this.#state = {
      ...known,
      latest: isLater ? heard.latest : known.latest,
      value: known.value ?? heard.value,
    };
    this.#vote();
    return true;
  }

  /** Whether this kernel is to say what its ballot is about. */
  get mayChoose(): boolean {
    const state = this.#state;
    return (
      state !== null &&
      state.value === null &&
      proposerOf(state.ballot) === this.#core &&
      this.#isMember &&
      this.#isQuorum(state.promised, state)
    );
  }

  /** `wish`: what to propose where nothing may have been decided. False when there is no such wish. */
  choose(wish: View | null): boolean {
    const state = this.#state;
    const value = state?.latest?.view ?? wish;
    if (state === null || value === null) return false;
    this.#state = { ...state, value };
    this.#vote();
    return true;
  }

  /** The next view, once it is known to be decided. */
  get decided(): View | null {
    const state = this.#state;
    return state !== null && state.value !== null && this.#isQuorum(state.accepted, state) ? state.value : null;
  }

  /** Promises and accepts, where this kernel has a voice. */
  #vote(): void {
    const state = this.#state;
    if (state === null) return;
    if (!this.#isMember && !state.witnesses.has(this.#core)) return;
    if (!state.promised.has(this.#core)) {
      state.promised.add(this.#core);
      if (isLaterVote(this.#own, state.latest)) this.#state = { ...state, latest: this.#own };
    }
    if (state.value === null || state.accepted.has(this.#core)) return;
    state.accepted.add(this.#core);
    this.#own = { ballot: state.ballot, view: state.value };
  }

  #isQuorum(voters: CoreSet, { dead, witnesses }: BallotState): boolean {
    const living = [...this.#view.members].filter((core) => !dead.has(core));
    const inFavour = living.filter((core) => voters.has(core)).length;
    if (inFavour >= majorityOf(this.#view)) return true;
    return inFavour === living.length && living.length > 0 && [...witnesses].every((core) => voters.has(core));
  }
}

function isLaterVote(one: Vote | null, other: Vote | null): boolean {
  return one !== null && (other === null || one.ballot > other.ballot);
}
