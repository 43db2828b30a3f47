import type { Decode, OperationFacts } from "../../stub.ts";
import type { Frame } from "../frame.ts";

/** A call, stream or subscription under way at its client. */
export interface Conversation {
  /** Of its operation, where they matter. */
  readonly facts: OperationFacts | undefined;
  /** Takes what the server sent; false when that makes no sense here. */
  accept(frame: Frame): boolean;
  /** The binding is gone: everything that is still expected fails with this. */
  fail(error: unknown): void;
}

/** What a conversation asks of its binding. */
export interface ConversationOwner {
  readonly service: string;
  /** Tells the server, or keeps the request from being sent, and drops what still comes. */
  abandon(correlation: number): void;
  /** Lets the server send more items. */
  demand(correlation: number, items: number): void;
  /** It had its last answer. */
  close(correlation: number): void;
  /** Nobody reads what came: gives back the regions in it. */
  unread(frame: Frame, decode: Decode<unknown>): void;
}
