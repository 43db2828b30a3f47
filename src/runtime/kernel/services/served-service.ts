import type { Caller, OperationFacts, ServerStub } from "../../stub.ts";
import type { Scratch } from "../channels/scratch.ts";
import type { DropReason } from "../events.ts";
import type { Operations } from "../operations.ts";
import type { EventSource } from "./publisher.ts";

/** Who holds credits back that are to be returned when there is nothing better to do. */
export interface Debtor {
  settleDebts(): void;
}

/** What a server's end of a connection needs of its service. */
export interface ServedService {
  readonly stub: ServerStub;
  readonly operations: Operations;
  readonly events: EventSource;
  readonly scratch: Scratch;
  /** Bytes. */
  readonly longestRequest: number;
  readonly window: number;
  drop(reason: DropReason, from: number): void;
  /** A frame was handled, and the program has nothing to do because of it. */
  handledInPlace(): void;
  fault(text: string, caller: Caller): void;
  /** The caller has asked for what it has no right to. */
  notAllowed(operation: OperationFacts, caller: Caller): void;
  owes(debtor: Debtor): void;
}
