const newline = 0x0a;
const decoder = new TextDecoder("utf-8", { fatal: true });

export type Line =
  /** Without its end. */
  | { readonly kind: "line"; readonly text: string }
  /** None that is whole. */
  | { readonly kind: "partial" | "tooLong" | "notText" };

/** Lines out of the pieces that a stream brings, none longer than a bound. */
export class Lines {
  readonly #longest: number;
  #rest: Buffer = Buffer.alloc(0);

  /** Bytes. */
  constructor(longest: number) {
    this.#longest = longest;
  }

  /** Whether a line has begun and not ended. */
  get isWithin(): boolean {
    return this.#rest.length > 0;
  }

  add(piece: Buffer): void {
    this.#rest = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
  }

  next(): Line {
    const end = this.#rest.indexOf(newline);
    if ((end < 0 ? this.#rest.length : end) > this.#longest) return { kind: "tooLong" };
    if (end < 0) return { kind: "partial" };
    const bytes = this.#rest.subarray(0, end);
    this.#rest = this.#rest.subarray(end + 1);
    try {
      return { kind: "line", text: decoder.decode(bytes) };
    } catch {
      return { kind: "notText" };
    }
  }
}
