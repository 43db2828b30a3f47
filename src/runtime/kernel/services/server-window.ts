import { messageFrame, requestFrame } from "../frame.ts";
import type { Operations } from "../operations.ts";
import type { AnswerOutlet } from "./answer-outlet.ts";

/** Whom a window tells that it holds credits back, to be returned when there is nothing better to do. */
export interface WindowOwner {
  owes(): void;
}

/**
 * What a client may have under way at its server. Calls take their credit back with the answer; the credits of messages,
 * streams and subscriptions go back in batches, those of operations with a window of their own at once.
 */
export class ServerWindow {
  readonly #outlet: AnswerOutlet;
  readonly #operations: Operations;
  /** Most of them. */
  readonly size: number;
  readonly #owner: WindowOwner;
  /** Requests that are not finished. */
  underWay = 0;
  /** Those of operations with a window of their own, by opcode. */
  readonly #underWayOf = new Map<number, number>();
  /** Finished ones whose credits are still here. */
  #owed = 0;
  #owing = false;

  constructor(outlet: AnswerOutlet, operations: Operations, window: number, owner: WindowOwner) {
    this.#outlet = outlet;
    this.#operations = operations;
    this.size = window;
    this.#owner = owner;
  }

  /** Takes a request into account; false when there is no room for it. */
  admit(kind: number, opcode: number): boolean {
    if (this.underWay >= this.size || !this.#hasRoom(kind, opcode)) return false;
    this.underWay++;
    if (isCounted(kind)) this.#countOf(opcode, 1);
    return true;
  }

  /** A call or message is finished. A stream gave its credit back when it began. */
  finished(kind: number, opcode: number): void {
    if (kind === requestFrame) {
      this.underWay--;
      this.#countOf(opcode, -1);
    } else if (kind === messageFrame) this.#owe(opcode);
  }

  /** A stream or subscription has begun: what bounds it is its own demand. */
  begun(): void {
    this.#owe(0);
  }

  /** A request that was admitted is done with at once. */
  giveBack(kind: number, opcode: number): void {
    if (isCounted(kind)) this.finished(kind, opcode);
    else this.begun();
  }

  /** Nothing better is to be done: returns the credits held back for a batch. */
  settleDebts(): void {
    this.#owing = false;
    this.#returnCredits();
  }

  /** Whether fewer requests of the operation are under way than its own window allows. */
  #hasRoom(kind: number, opcode: number): boolean {
    const window = this.#operations[opcode]?.window;
    return window === undefined || !isCounted(kind) || (this.#underWayOf.get(opcode) ?? 0) < window;
  }

  #countOf(opcode: number, change: number): void {
    if (this.#operations[opcode]?.window === undefined) return;
    this.#underWayOf.set(opcode, (this.#underWayOf.get(opcode) ?? 0) + change);
  }

  /** `opcode` is 0 for what no window of an operation counts. */
  #owe(opcode: number): void {
    this.underWay--;
    if (this.#operations[opcode]?.window !== undefined) {
      this.#countOf(opcode, -1);
      this.#outlet.credit(opcode, 1);
      return;
    }
    this.#owed++;
    if (this.#owed >= Math.max(1, this.size >> 2)) this.#returnCredits();
    else if (!this.#owing) {
      this.#owing = true;
      this.#owner.owes();
    }
  }

  /** Returns what is owed, were it nothing: blocks are free again, and the client may wait for one. */
  tell(): void {
    this.#outlet.credit(0, this.#owed);
    this.#owed = 0;
  }

  #returnCredits(): void {
    if (this.#owed > 0) this.tell();
  }
}

/** Windows of streams and events count their items, at the other end of their demand. */
function isCounted(kind: number): boolean {
  return kind === requestFrame || kind === messageFrame;
}
