/** What an editor shows amid the text. */
export interface Hint {
  /** UTF-16 code units from the beginning of the file. */
  readonly at: number;
  readonly label: string;
}
