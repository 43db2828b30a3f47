import type { Server } from "../messages.ts";
import { isSameServer } from "./quorum.ts";

/** The term a server is in, and whom it has voted for in it: `currentTerm` and `votedFor` of Raft (2014, figure 2). */
export class Ballot {
  #term: number;
  #votedFor: Server | null;

  constructor(term: number, votedFor: Server | null) {
    this.#term = term;
    this.#votedFor = votedFor;
  }

  get term(): number {
    return this.#term;
  }

  /** One vote a term. */
  enter(term: number): void {
    if (term > this.#term) this.#votedFor = null;
    this.#term = term;
  }

  mayVoteFor(server: Server): boolean {
    return this.#votedFor === null || isSameServer(this.#votedFor, server);
  }

  voteFor(server: Server): void {
    this.#votedFor = server;
  }

  /** Of one that starts anew, as another server. */
  forget(): void {
    this.#term = 0;
    this.#votedFor = null;
  }
}
