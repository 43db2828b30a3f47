import type { MessageOf } from "./messages.ts";
import { nobody } from "./protocol.ts";
import type { Tree } from "./tree.ts";

type Ack = Pick<MessageOf<"ack">, "have" | "all" | "stable" | "voted" | "refusedBy">;

/** What a replica knows of those below it in the tree, in one epoch. */
export class Subtree {
  /** -1 for the root. */
  readonly parent: number;
  /** In sending order. */
  readonly children: readonly number[];
  readonly #acks = new Map<number, Ack>();

  constructor(core: number, tree: Tree) {
    this.parent = tree.parentOf(core);
    this.children = tree.childrenOf(core);
  }

  /** Acknowledgements may overtake each other. */
  accept(child: number, ack: Ack): void {
    const known = this.#acks.get(child);
    if (known === undefined || ack.have >= known.have) this.#acks.set(child, merge(ack, known));
  }

  /** Up to where the child itself has the log; null while it has not said. */
  has(child: number): number | null {
    return this.#acks.get(child)?.have ?? null;
  }

  /** Up to where a child and everybody below it has the log, as far as it is known. */
  allOf(child: number): number {
    return this.#acks.get(child)?.all ?? 0;
  }

  /** Up to where everybody below has the log, when this replica has it up to `last`. */
  all(last: number): number {
    return this.children.reduce((least, child) => Math.min(least, this.allOf(child)), last);
  }

  /** Whether everybody below has voted on the entry at an index. */
  hasVoted(index: number): boolean {
    return this.children.every((child) => this.#acks.get(child)?.voted === index);
  }

  /** Who below is against the entry at an index. */
  refusal(index: number): number {
    const acks = this.children.map((child) => this.#acks.get(child));
    return acks.find((ack) => ack?.voted === index && ack.refusedBy !== nobody)?.refusedBy ?? nobody;
  }
}

function merge(ack: Ack, known: Ack | undefined): Ack {
  if (known === undefined) return ack;
  const isNewer = ack.voted > known.voted || (ack.voted === known.voted && known.refusedBy === nobody);
  return {
    have: ack.have,
    all: Math.max(ack.all, known.all),
    stable: Math.max(ack.stable, known.stable),
    voted: isNewer ? ack.voted : known.voted,
    refusedBy: isNewer ? ack.refusedBy : known.refusedBy,
  };
}
