/** As much of some texts as it takes to judge what has changed in them. */
import { factsOfPiece, type Piece, type PieceFacts } from "./pieces.ts";

/** By the path of a file. */
export type Pieces = ReadonlyMap<string, readonly Piece[]>;

export interface Excerpt {
  /** By path, as long as the texts themselves: what is not needed is reduced to its name. */
  readonly texts: ReadonlyMap<string, string>;
  /** What is judged in it as it would be among all the rest. */
  readonly subjects: ReadonlySet<Piece>;
}

/** More text than this, in UTF-16 code units, is not judged between two keystrokes. */
const most = 40_000;

/** Keeps what it has found out about pieces for as long as they are there. */
export class Excerpts {
  #known = new Map<string, PieceFacts>();

  /**
   * Of what has changed since an earlier time, of what names it, and of all that these need; without what names it where
   * that would be too much, and null where even then it is.
   */
  choose(now: Pieces, before: Pieces): Excerpt | null {
    const all = [...now.values()].flat();
    this.#remember(all, [...before.values()].flat());
    const changed = new Set([...now].flatMap(([path, pieces]) => missingFrom(pieces, before.get(path) ?? [])));
    const gone = [...before].flatMap(([path, pieces]) => missingFrom(pieces, now.get(path) ?? []));
    const names = [...changed, ...gone].map((piece) => this.#factsOf(piece).name);
    // A line that says what is used is no name, and may concern everything.
    const concerns = ({ words }: PieceFacts) => names.some((name) => name === null || words.has(name));
    const dependents = all.filter((piece) => concerns(this.#factsOf(piece)));
    return this.of(new Set([...changed, ...dependents]), now) ?? this.of(changed, now);
  }

  /** Of some pieces and of all that they need; null where that is too much. */
  of(subjects: ReadonlySet<Piece>, now: Pieces): Excerpt | null {
    const kept = this.#withNeeded(subjects, [...now.values()].flat());
    const size = [...kept].reduce((sum, { text }) => sum + text.length, 0);
    if (size > most) return null;
    const textOf = (piece: Piece) => (kept.has(piece) ? piece.text : this.#factsOf(piece).stub);
    // What stands before all declarations says what else is used.
    const texts = [...now].map(([path, [first, ...others]]) => {
      return [path, (first?.text ?? "") + others.map(textOf).join("")] as const;
    });
    return { texts: new Map(texts), subjects };
  }

  #withNeeded(subjects: ReadonlySet<Piece>, all: readonly Piece[]): ReadonlySet<Piece> {
    const byName = new Map<string, Piece[]>();
    for (const piece of all) {
      const name = this.#factsOf(piece).name ?? "";
      byName.set(name, [...(byName.get(name) ?? []), piece]);
    }
    const needed = new Set(subjects);
    for (const piece of needed) {
      for (const word of this.#factsOf(piece).words)
        for (const declaring of byName.get(word) ?? []) needed.add(declaring);
    }
    return needed;
  }

  #factsOf({ text }: Piece): PieceFacts {
    const facts = this.#known.get(text) ?? factsOfPiece(text);
    this.#known.set(text, facts);
    return facts;
  }

  #remember(...lists: readonly (readonly Piece[])[]): void {
    const kept = lists.flat().flatMap(({ text }) => {
      const facts = this.#known.get(text);
      return facts === undefined ? [] : [[text, facts] as const];
    });
    this.#known = new Map(kept);
  }
}

/** The pieces that read like none of the others. */
function missingFrom(pieces: readonly Piece[], others: readonly Piece[]): readonly Piece[] {
  const known = new Set(others.map(({ text }) => text));
  return pieces.filter(({ text }) => !known.has(text));
}
