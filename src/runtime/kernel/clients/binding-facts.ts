import type { BlockConsumer } from "../../channel/block-ring.ts";
import type { OperationFacts } from "../../stub.ts";
import type { Address, Line } from "../channels/line.ts";
import type { Deadlines } from "../deadlines.ts";
import type { DropReason } from "../events.ts";

/** What a binding needs of its kernel. */
export interface BindingOwner {
  readonly deadlines: Deadlines;
  drop(reason: DropReason, from: number): void;
  /** A frame was handled, and no program has anything to do because of it. */
  handledInPlace(): void;
}

/** Who is bound to what, and how. */
export interface BindingFacts {
  /** How errors name the service. */
  readonly service: string;
  /** The instance that is to be bound. */
  readonly instance: number;
  /** The program that is bound. */
  readonly program: string;
  readonly window: number;
  /** Whether it can be opened again to another instance of the service. */
  readonly canMove: boolean;
  readonly version: number;
  readonly operations: readonly OperationFacts[];
  readonly longestReply: number;
}

/** What the server has agreed to. */
export interface Agreement {
  readonly line: Line;
  readonly peer: Address;
  readonly blocks: BlockConsumer | null;
  /** How errors name the instance of the service. */
  readonly service: string;
  readonly instance: number;
  readonly serverVersion: number;
  /** Numbers of the operations that both ends mean the same by; null when those are all. */
  readonly agreed: ReadonlySet<number> | null;
}
