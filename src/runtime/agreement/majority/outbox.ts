import type { Part } from "../catch-up.ts";
import type { Message, MessageOf, Server } from "../messages.ts";
import type { ProtocolPort } from "../protocol.ts";
import type { Ballot } from "./ballot.ts";
import type { Presence } from "./presence.ts";

/** What one server says to another, and to no other incarnation of its core. */
export type BetweenServers = Extract<Message, { term: number; from: number; to: number }>;

type WithoutHeader<M> = M extends BetweenServers ? Omit<M, "from" | "to" | "term"> : never;

/** `from` and `to` are incarnations. */
interface Header {
  from: number;
  to: number;
  term: number;
}

/** Where messages to other servers are told who says them, to whom, and in which term. */
export class Outbox {
  readonly #port: Pick<ProtocolPort, "send">;
  readonly #presence: Presence;
  readonly #ballot: Ballot;

  constructor(port: Pick<ProtocolPort, "send">, presence: Presence, ballot: Ballot) {
    this.#port = port;
    this.#presence = presence;
    this.#ballot = ballot;
  }

  get term(): number {
    return this.#ballot.term;
  }

  /** The message is the outbox's from then on: it is added to, since a copy of one of many kinds takes V8 longer than all else. */
  send(to: Server, message: WithoutHeader<BetweenServers>): void {
    const headed = message as WithoutHeader<BetweenServers> & Header;
    headed.from = this.#presence.self.incarnation;
    headed.to = to.incarnation;
    headed.term = this.term;
    this.#port.send(to.core, headed);
  }

  /** Of catching up, which is between cores. */
  exchange(to: number, message: MessageOf<"fetch"> | Part): void {
    this.#port.send(to, message);
  }
}
