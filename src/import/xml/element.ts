/** What an XML document says, with the places it says it at: offsets in UTF-16 code units. */
export interface XmlElement {
  readonly name: string;
  /** In the order they stand in; no two have the same name. */
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlElement[];
  /** The characters directly in it, references resolved. */
  readonly text: string;
  /** Of its start tag, from `<` to behind `>`. */
  readonly start: number;
  readonly end: number;
}

export interface XmlAttribute {
  readonly name: string;
  /** References resolved. */
  readonly value: string;
  /** Of the value between its quotes, as it stands in the text. */
  readonly start: number;
  readonly end: number;
}
