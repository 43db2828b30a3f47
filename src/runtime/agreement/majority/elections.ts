import type { MessageOf, Server } from "../messages.ts";
import type { Ballot } from "./ballot.ts";
import { Election } from "./election.ts";
import type { Outbox } from "./outbox.ts";
import type { Patience } from "./patience.ts";
import type { Presence } from "./presence.ts";
import { hasServer, isSameServer } from "./quorum.ts";
import type { ServerLog } from "./server-log.ts";

/** What becomes of a server by elections. */
export interface ElectionsOwner {
  /** A later term begins, and nobody leads in it yet. */
  enter(term: number): void;
  /** It leads from now on. */
  won(): void;
}

/** Elections as one server takes part in them: it stands, and it votes (§5.2, and §5.4.1 on whom it may vote for). */
export class Elections {
  readonly #ballot: Ballot;
  readonly #log: ServerLog;
  readonly #presence: Presence;
  readonly #outbox: Outbox;
  readonly #patience: Patience;
  readonly #owner: ElectionsOwner;
  /** The one that it stands for. */
  #election: Election | null = null;

  constructor(
    ballot: Ballot,
    log: ServerLog,
    presence: Presence,
    outbox: Outbox,
    patience: Patience,
    owner: ElectionsOwner,
  ) {
    this.#ballot = ballot;
    this.#log = log;
    this.#presence = presence;
    this.#outbox = outbox;
    this.#patience = patience;
    this.#owner = owner;
  }

  /** Whether it stands for one. */
  get stands(): boolean {
    return this.#election !== null;
  }

  /** It stands no more: somebody leads, or another term has begun. */
  end(): void {
    this.#election = null;
  }

  /** `isTrial`: see {@link Election.isTrial}. */
  stand(isTrial: boolean): void {
    this.#patience.renew();
    const { self } = this.#presence;
    const { servers, last, lastTerm } = this.#log;
    if (!hasServer(servers, self)) return;
    if (!isTrial) this.#voteForItself(self);
    this.#election = new Election(isTrial, servers, self);
    for (const server of servers) {
      if (!isSameServer(server, self)) this.#outbox.send(server, { kind: "askVote", isTrial, last, lastTerm });
    }
    this.#conclude();
  }

  /** `isLed`: somebody is known to lead. */
  askedForVote(from: Server, { isTrial, term, last, lastTerm }: MessageOf<"askVote">, isLed: boolean): void {
    if (term < this.#ballot.term) {
      this.#outbox.send(from, { kind: "vote", isTrial, isFor: false });
      return;
    }
    const isUpToDate = lastTerm > this.#log.lastTerm || (lastTerm === this.#log.lastTerm && last >= this.#log.last);
    const isFor = isUpToDate && (isTrial || this.#ballot.mayVoteFor(from));
    if (isFor && !isTrial) this.#ballot.voteFor(from);
    // Who has more of the log need not wait until that one has failed.
    if (!isUpToDate && !isTrial && !isLed && !this.stands) this.stand(false);
    if (isFor) this.#patience.renew();
    this.#outbox.send(from, { kind: "vote", isTrial, isFor });
  }

  counted(from: Server, { isTrial, term, isFor }: MessageOf<"vote">): void {
    const election = this.#election;
    if (!isFor || term !== this.#ballot.term || election?.isTrial !== isTrial) return;
    election.count(from);
    this.#conclude();
  }

  #voteForItself(self: Server): void {
    this.#owner.enter(this.#ballot.term + 1);
    this.#ballot.voteFor(self);
  }

  #conclude(): void {
    if (this.#election?.isWon !== true) return;
    const { isTrial } = this.#election;
    this.#election = null;
    if (isTrial) this.stand(false);
    else this.#owner.won();
  }
}
