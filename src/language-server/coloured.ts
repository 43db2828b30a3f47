/** A run of text with its colour; modifiers are bits, in the order of the semantic tokens' legend. */
export interface Coloured {
  /** From the beginning of its piece. */
  readonly start: number;
  readonly length: number;
  readonly type: string;
  readonly modifiers: number;
  /** Else it is a word that any grammar colours. */
  readonly isName: boolean;
}
