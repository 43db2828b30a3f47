/** Texts cut where their declarations begin: what one keystroke changes is one piece. */
import { beginningOfDeclaration } from "./tokens-before.ts";

export interface Piece {
  /** Where it begins in its text. */
  readonly start: number;
  /** A declaration with the comments before it; the first of a text is whatever stands before all declarations. */
  readonly text: string;
}

export function cutIntoPieces(text: string): readonly Piece[] {
  const starts = [...text.matchAll(beginningOfDeclaration)].map(({ index }) => index - commentsBefore(text, index));
  return [0, ...starts].map((start, at) => ({ start, text: text.slice(start, starts[at] ?? text.length) }));
}

/** The length of the lines of comments and of the empty ones that end at an offset. */
function commentsBefore(text: string, end: number): number {
  let start = end;
  while (start > 0) {
    // Searching from before the beginning would find a line break at the very beginning, for ever.
    const line = start < 2 ? 0 : text.lastIndexOf("\n", start - 2) + 1;
    if (!/^\s*(?:\/\/.*)?$/.test(text.slice(line, start - 1))) break;
    start = line;
  }
  return end - start;
}

/** What can be told of a piece without parsing it. */
export interface PieceFacts {
  /** What it declares; null where it declares nothing. */
  readonly name: string | null;
  readonly words: ReadonlySet<string>;
  /** As long as the piece, with the same lines, but with no more in it than what it takes to be named. */
  readonly stub: string;
}

const head =
  /^(isa|interconnect|device|package|die|cluster|board|box|part|machine|interface|system)\s+([A-Za-z_]\w*)[^{}\n]*\{?/m;

/** Without what stands in them these hold together, and those that are short stay as they are. */
const emptied = ["package", "die", "cluster", "board", "box", "part", "interface"];
const short = ["isa", "interconnect", "device"];

export function factsOfPiece(text: string): PieceFacts {
  const words = new Set(text.match(/[A-Za-z_]\w*/g));
  const found = head.exec(text);
  // What is used stays in use; and what is nothing yet is for the parser to judge.
  if (found === null) return { name: null, words, stub: text };
  const [, kind = "", name = ""] = found;
  if (short.includes(kind)) return { name, words, stub: text };
  return { name, words, stub: emptied.includes(kind) ? empty(text, found.index, found[0].length) : blank(text) };
}

/** `interface Block { … }` without what stands in its braces. */
function empty(text: string, at: number, length: number): string {
  const inside = at + length;
  const end = text.lastIndexOf("}");
  if (end < inside) return blank(text);
  return `${blank(text.slice(0, at))}${text.slice(at, inside)}${blank(text.slice(inside, end))}}${blank(text.slice(end + 1))}`;
}

/** Lines and columns stay. */
function blank(text: string): string {
  return text.replaceAll(/[^\r\n]/g, " ");
}
