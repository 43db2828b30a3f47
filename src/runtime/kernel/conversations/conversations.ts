/** Most calls, streams and subscriptions of one binding at a time. */
export const mostConversations = 4096;

export function tooManyOf(service: string): RangeError {
  return new RangeError(`more than ${mostConversations} calls, streams and subscriptions of ${service} at a time`);
}

const indexBits = 12;
const generations = 1 << (32 - indexBits);

/** Correlation numbers for what is under way. A number comes again only after 2^20 uses of its place. */
export class Conversations<Conversation> {
  readonly #entries: (Conversation | null)[] = [];
  readonly #generations: number[] = [];
  readonly #free: number[] = [];

  /** The number (32 bits, signed, never 0) that now stands for `entry`; 0 when there are too many. */
  add(entry: Conversation): number {
    const index = this.#free.pop() ?? this.#entries.length;
    if (index >= mostConversations) return 0;
    const generation = ((this.#generations[index] ?? 0) + 1) % generations || 1;
    this.#generations[index] = generation;
    this.#entries[index] = entry;
    return (generation << indexBits) | index;
  }

  get(correlation: number): Conversation | null {
    const index = correlation & (mostConversations - 1);
    return this.#generations[index] === correlation >>> indexBits ? (this.#entries[index] ?? null) : null;
  }

  remove(correlation: number): void {
    if (this.get(correlation) === null) return;
    const index = correlation & (mostConversations - 1);
    this.#entries[index] = null;
    this.#free.push(index);
  }

  /** How many are under way now. */
  get size(): number {
    return this.#entries.length - this.#free.length;
  }

  /** Those under way now, with their numbers. */
  entries(): readonly (readonly [number, Conversation])[] {
    return this.#entries.flatMap((entry, index) =>
      entry === null ? [] : [[((this.#generations[index] ?? 0) << indexBits) | index, entry] as const],
    );
  }

  /** Those under way now. */
  all(): readonly Conversation[] {
    return this.#entries.filter((entry) => entry !== null);
  }
}
