import type { Message } from "../../agreement/messages.ts";

/** Where messages go. */
interface ConflationOwner {
  /** Calls `left` when the message has left, or never will. */
  send(to: number, message: Message, left: () => void): void;
  /** Whether what waits for a kernel is still worth sending. */
  isOpen(to: number): boolean;
}

/**
 * Of messages that say how far somebody has come only the latest counts. While one of them waits for room on its way to a kernel,
 * those of the same kind that follow it are not sent but for the last: on a machine that is too busy to empty its rings they would
 * be most of what is in them, and each of them out of date.
 */
export class Conflation {
  readonly #owner: ConflationOwner;
  /** By kernel and kind, where one waits for room: what is to follow it; null for nothing. */
  readonly #waiting = new Map<string, Message | null>();

  constructor(owner: ConflationOwner) {
    this.#owner = owner;
  }

  tell(to: number, message: Message): void {
    const kind = kindOf(message);
    if (kind === null) this.#owner.send(to, message, () => {});
    else this.#tellLatest(`${to} ${kind}`, to, message);
  }

  #tellLatest(name: string, to: number, message: Message): void {
    const before = this.#waiting.get(name);
    if (before !== undefined) {
      this.#waiting.set(name, before === null ? message : joined(before, message));
      return;
    }
    this.#waiting.set(name, null);
    this.#owner.send(to, message, () => this.#left(name, to));
  }

  #left(name: string, to: number): void {
    const next = this.#waiting.get(name) ?? null;
    this.#waiting.delete(name);
    if (next !== null && this.#owner.isOpen(to)) this.#tellLatest(name, to, next);
  }
}

/** Null for a message that no later one makes needless. */
function kindOf(message: Message): string | null {
  switch (message.kind) {
    case "ack":
    case "appended":
    case "report":
    case "fetch":
      return message.kind;
    case "append":
    case "entries":
      return message.entries.length === 0 ? message.kind : null;
    default:
      return null;
  }
}

/** Who asks for something still does. */
function joined(before: Message, message: Message): Message {
  return before.kind === "ack" && message.kind === "ack" ? { ...message, asks: before.asks || message.asks } : message;
}
