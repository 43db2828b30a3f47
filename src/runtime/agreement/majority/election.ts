import type { Server } from "../messages.ts";
import { hasServer, quorumOf } from "./quorum.ts";

/** Votes for one server in one term. */
export class Election {
  /** Asks who would vote, before it disturbs anyone with a new term: pre-vote (Ongaro, 2014, §9.6). */
  readonly isTrial: boolean;
  readonly #servers: readonly Server[];
  readonly #votes: Server[];

  constructor(isTrial: boolean, servers: readonly Server[], self: Server) {
    this.isTrial = isTrial;
    this.#servers = servers;
    this.#votes = [self];
  }

  get isWon(): boolean {
    return this.#votes.length >= quorumOf(this.#servers);
  }

  count(voter: Server): void {
    if (hasServer(this.#servers, voter) && !hasServer(this.#votes, voter)) this.#votes.push(voter);
  }
}
