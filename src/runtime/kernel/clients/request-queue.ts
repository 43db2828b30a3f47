import type { OperationFacts } from "../../stub.ts";
import { Fifo } from "../fifo.ts";
import { messageFrame, requestFrame } from "../frame.ts";
import type { Refusal } from "../operations.ts";

/** An operation at its client, on one binding. */
export class ClientOperation {
  readonly facts: OperationFacts;
  readonly opcode: number;
  readonly priority: number;
  /** Most of its requests under way; of streams and events the items are counted instead, by their demand. */
  readonly window: number;
  readonly waiting = new Fifo<WaitingRequest>();
  /** Requests under way, where there is a window for them. */
  underWay = 0;
  /** Why it cannot be used on the binding as it is. */
  refused: Refusal | null = null;
  /** Whether its requests may go whenever the binding has a credit, and need not be kept to be made again. */
  isPlain = false;

  constructor(facts: OperationFacts) {
    this.facts = facts;
    this.opcode = facts.opcode;
    this.priority = facts.priority ?? 0;
    this.window = facts.window ?? Number.POSITIVE_INFINITY;
  }

  /** Whether it has a window of its own. */
  get isCounted(): boolean {
    return this.facts.window !== undefined;
  }

  get hasRoom(): boolean {
    return this.underWay < this.window;
  }

  began(kind: number): void {
    if (this.facts.window !== undefined && (kind === requestFrame || kind === messageFrame)) this.underWay++;
  }

  ended(requests: number): void {
    this.underWay = Math.max(0, this.underWay - requests);
  }
}

/** A request that waits for the binding to open or for room in a window. */
export interface WaitingRequest {
  readonly kind: number;
  readonly operation: ClientOperation;
  /** 0 for messages. */
  readonly correlation: number;
  readonly words: Int32Array;
  readonly bytes: number;
  /** A region or endpoint goes with it, which is for this server and no other. */
  readonly carries: boolean;
  /** Requests were made in this order. */
  readonly sequence: number;
  readonly sent: (() => void) | null;
  readonly failed: ((reason: unknown) => void) | null;
}

/** Abandoned requests that are kept until their turn, so that leaving costs little. */
const sweepEvery = 64;

/**
 * The requests of a binding that wait. Those go first whose operation has the highest priority, within one those made
 * first; but none whose operation has no room, and those of one operation always in their order.
 */
export class RequestQueue {
  /** Operations that have requests here. */
  readonly #operations = new Set<ClientOperation>();
  isEmpty = true;
  /** Those that something is still expected of. */
  readonly #expected = new Map<number, WaitingRequest>();
  #abandoned = 0;

  push(request: WaitingRequest): void {
    request.operation.waiting.push(request);
    this.#operations.add(request.operation);
    this.isEmpty = false;
    if (request.correlation !== 0) this.#expected.set(request.correlation, request);
  }

  /** Requests that have been here before, in the order in which they were made. */
  pushAll(requests: readonly WaitingRequest[]): void {
    for (const request of [...requests].sort((a, b) => a.sequence - b.sequence)) this.push(request);
  }

  /** Forgets a conversation's request; false when it is not here. */
  abandon(correlation: number): boolean {
    const wasHere = this.#expected.delete(correlation);
    if (wasHere && ++this.#abandoned >= sweepEvery) this.#sweep();
    return wasHere;
  }

  /** Conversations whose requests are here. */
  correlations(): ReadonlySet<number> {
    return new Set(this.#expected.keys());
  }

  /** The request that is to go next; null when none has room. */
  peek(): WaitingRequest | null {
    let best: WaitingRequest | null = null;
    for (const operation of this.#operations) {
      const first = this.#firstOf(operation);
      if (first === undefined) this.#remove(operation);
      else if (operation.hasRoom && (best === null || goesBefore(first, best))) best = first;
    }
    return best;
  }

  /** Takes the request of {@link peek}. */
  take(next: WaitingRequest): void {
    next.operation.waiting.shift();
    this.#expected.delete(next.correlation);
  }

  /** Empties it, in the order in which the requests were made. */
  drain(): readonly WaitingRequest[] {
    const all = [...this.#operations].flatMap(({ waiting }) => [...waiting.drain()]);
    const expected = all.filter((request) => this.#isExpected(request));
    this.#operations.clear();
    this.isEmpty = true;
    this.#expected.clear();
    return expected.sort((a, b) => a.sequence - b.sequence);
  }

  /** Where nothing goes, what was abandoned would otherwise pile up behind what waits. */
  #sweep(): void {
    this.#abandoned = 0;
    for (const { waiting } of this.#operations) {
      for (const request of [...waiting.drain()]) if (this.#isExpected(request)) waiting.push(request);
    }
  }

  #firstOf({ waiting }: ClientOperation): WaitingRequest | undefined {
    for (let first = waiting.peek(); first !== undefined; first = waiting.peek()) {
      if (this.#isExpected(first)) return first;
      waiting.shift();
    }
    return undefined;
  }

  #remove(operation: ClientOperation): void {
    this.#operations.delete(operation);
    this.isEmpty = this.#operations.size === 0;
  }

  #isExpected(request: WaitingRequest): boolean {
    return request.correlation === 0 || this.#expected.get(request.correlation) === request;
  }
}

function goesBefore(one: WaitingRequest, other: WaitingRequest): boolean {
  const { priority } = one.operation;
  if (priority !== other.operation.priority) return priority > other.operation.priority;
  return one.sequence < other.sequence;
}
