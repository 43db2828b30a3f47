/**
 * The items that are needed for something to happen: none of them can be left out alone. The ddmin of A. Zeller and
 * R. Hildebrandt, "Simplifying and isolating failure-inducing input" (IEEE TSE 2002). `happens` is asked of parts of the
 * items in their order, not twice of the same; for all of them it is taken to be so. After `mostTries` of them the smallest
 * part so far is returned, of which more may be left out.
 */
export async function reduceToNeeded<Item>(
  items: readonly Item[],
  happens: (part: readonly Item[]) => Promise<boolean>,
  mostTries: number = Number.POSITIVE_INFINITY,
): Promise<readonly Item[]> {
  const search = new Reduction(items, happens, mostTries);
  return await search.run();
}

class Reduction<Item> {
  readonly #items: readonly Item[];
  readonly #happens: (part: readonly Item[]) => Promise<boolean>;
  readonly #answers = new Map<string, boolean>();
  #triesLeft: number;

  constructor(items: readonly Item[], happens: (part: readonly Item[]) => Promise<boolean>, mostTries: number) {
    this.#items = items;
    this.#happens = happens;
    this.#triesLeft = mostTries;
  }

  async run(): Promise<readonly Item[]> {
    let needed: readonly number[] = [...this.#items.keys()];
    if (await this.#isEnough([])) return [];
    for (let pieces = 2; needed.length > 1 && this.#triesLeft > 0; ) {
      const found = await this.#firstEnough(split(needed, pieces), needed);
      if (found !== null) {
        pieces = found.isPiece ? 2 : Math.max(2, pieces - 1);
        needed = found.part;
      } else if (pieces < needed.length) pieces = Math.min(needed.length, 2 * pieces);
      else break;
    }
    return this.#pick(needed);
  }

  /** One of the pieces, or all without one of them. */
  async #firstEnough(
    pieces: readonly (readonly number[])[],
    all: readonly number[],
  ): Promise<{ readonly part: readonly number[]; readonly isPiece: boolean } | null> {
    for (const part of pieces) if (await this.#isEnough(part)) return { part, isPiece: true };
    for (const piece of pieces) {
      const left = new Set(piece);
      const part = all.filter((index) => !left.has(index));
      if (await this.#isEnough(part)) return { part, isPiece: false };
    }
    return null;
  }

  async #isEnough(part: readonly number[]): Promise<boolean> {
    const key = part.join();
    const known = this.#answers.get(key);
    if (known !== undefined || this.#triesLeft <= 0) return known ?? false;
    this.#triesLeft--;
    const answer = await this.#happens(this.#pick(part));
    this.#answers.set(key, answer);
    return answer;
  }

  #pick(part: readonly number[]): readonly Item[] {
    return part.map((index) => this.#items[index] as Item);
  }
}

/** Nearly equal pieces, in order. */
function split(all: readonly number[], pieces: number): readonly (readonly number[])[] {
  return Array.from({ length: pieces }, (_, piece) =>
    all.slice(Math.floor((piece * all.length) / pieces), Math.floor(((piece + 1) * all.length) / pieces)),
  );
}
