/**
 * The vocabulary. Keywords are contextual: the lexer reads every word as a name, and `lex.ts` then marks the words that
 * are keywords somewhere; a keyword's category is `Identifier`, so that it can be a name wherever a name is wanted.
 *
 * A label is how a person reads what was expected: "expected `:` after …", "expected a name after …".
 */
import { createToken, type IToken, Lexer, type TokenType } from "chevrotain";

const punctuation = (name: string, text: string): TokenType =>
  createToken({ name, pattern: text, label: `\`${text}\`` });

export const Whitespace = createToken({ name: "Whitespace", pattern: /\s+/, group: Lexer.SKIPPED, line_breaks: true });
export const Comment = createToken({ name: "Comment", pattern: /\/\/[^\r\n]*/, group: "comments" });

export const Identifier = createToken({ name: "Identifier", pattern: /[A-Za-z_]\w*/, label: "a name" });
/** Units that are no names: `GB/s`, one token so that it is never mistaken for a division, and `µs`. */
export const SpecialUnit = createToken({
  name: "SpecialUnit",
  pattern: /(?:[kKMGTPE]i?)?(?:B|bit|b|T)\/s(?!\w)|[\u00b5\u03bc]s(?!\w)/,
  label: "a unit",
});
/** Takes in malformed numbers too (`0xZZ`, `1__0`): one diagnostic instead of a puzzle for the parser. */
export const NumberToken = createToken({
  name: "Number",
  pattern: /0[xb]\w*|\d[\d_]*(?:\.\d[\d_]*)?/,
  label: "a number",
});
/** Written so that matching takes no stack for plain text, however long a string that was never closed goes on. */
export const StringToken = createToken({
  name: "String",
  pattern: /"[^"\\\r\n]*(?:\\[^\r\n][^"\\\r\n]*){0,65535}"/,
  label: "a string",
});
/** The rest of the line, once it is known that no string is closed on it. */
export const UnterminatedString = createToken({
  name: "UnterminatedString",
  pattern: /"[^\r\n]*/,
  categories: StringToken,
});

export const LeftBrace = punctuation("LeftBrace", "{");
export const RightBrace = punctuation("RightBrace", "}");
export const LeftParen = punctuation("LeftParen", "(");
export const RightParen = punctuation("RightParen", ")");
export const LeftBracket = punctuation("LeftBracket", "[");
export const RightBracket = punctuation("RightBracket", "]");
export const Less = punctuation("Less", "<");
export const Greater = punctuation("Greater", ">");
export const Arrow = punctuation("Arrow", "->");
/** Behind a parameter list only: behind a `<` that opens a bound, a `-` is a sign, as in `bytes<-limit>`. */
export const LeftArrow = createToken({
  name: "LeftArrow",
  pattern: (text: string, offset: number, earlier: readonly IToken[]) =>
    text.startsWith("<-", offset) && earlier.at(-1)?.tokenType === RightParen ? ["<-"] : null,
  start_chars_hint: ["<"],
  line_breaks: false,
  label: "`<-`",
});
export const DoubleDash = punctuation("DoubleDash", "--");
export const Range = punctuation("Range", "..");
export const Colon = punctuation("Colon", ":");
export const Question = punctuation("Question", "?");
export const Semicolon = punctuation("Semicolon", ";");
export const Comma = punctuation("Comma", ",");
export const Dot = punctuation("Dot", ".");
export const At = punctuation("At", "@");
export const Equals = punctuation("Equals", "=");
export const Plus = punctuation("Plus", "+");
export const Minus = punctuation("Minus", "-");
export const Star = punctuation("Star", "*");
export const Slash = punctuation("Slash", "/");
export const Percent = punctuation("Percent", "%");

/** A run of characters no token begins with. */
export const Stray = createToken({
  name: "Stray",
  pattern: /[^\s\w"{}()[\]<>:;,.?@=+\-*/%]+/,
  group: "stray",
});

const keyword = (text: string): TokenType =>
  createToken({
    name: text.charAt(0).toUpperCase() + text.slice(1),
    pattern: Lexer.NA,
    label: `\`${text}\``,
    categories: Identifier,
  });

export const keywords = {
  use: keyword("use"),
  isa: keyword("isa"),
  interconnect: keyword("interconnect"),
  device: keyword("device"),
  package: keyword("package"),
  die: keyword("die"),
  cluster: keyword("cluster"),
  board: keyword("board"),
  box: keyword("box"),
  part: keyword("part"),
  machine: keyword("machine"),
  interface: keyword("interface"),
  system: keyword("system"),
  core: keyword("core"),
  cache: keyword("cache"),
  memory: keyword("memory"),
  coherence: keyword("coherence"),
  port: keyword("port"),
  link: keyword("link"),
  measured: keyword("measured"),
  for: keyword("for"),
  between: keyword("between"),
  shared: keyword("shared"),
  by: keyword("by"),
  at: keyword("at"),
  in: keyword("in"),
  of: keyword("of"),
  dma: keyword("dma"),
  reaches: keyword("reaches"),
  interrupt: keyword("interrupt"),
  msi: keyword("msi"),
  controller: keyword("controller"),
  line: keyword("line"),
  lines: keyword("lines"),
  failure: keyword("failure"),
  power: keyword("power"),
  domain: keyword("domain"),
  space: keyword("space"),
  map: keyword("map"),
  over: keyword("over"),
  else: keyword("else"),
  to: keyword("to"),
  size: keyword("size"),
  registers: keyword("registers"),
  sees: keyword("sees"),
  iommu: keyword("iommu"),
  isolate: keyword("isolate"),
  const: keyword("const"),
  type: keyword("type"),
  id: keyword("id"),
  enum: keyword("enum"),
  open: keyword("open"),
  strict: keyword("strict"),
  flags: keyword("flags"),
  union: keyword("union"),
  struct: keyword("struct"),
  message: keyword("message"),
  call: keyword("call"),
  event: keyword("event"),
  stream: keyword("stream"),
  idempotent: keyword("idempotent"),
  within: keyword("within"),
  priority: keyword("priority"),
  window: keyword("window"),
  fails: keyword("fails"),
  reserved: keyword("reserved"),
  writable: keyword("writable"),
  service: keyword("service"),
  client: keyword("client"),
  on: keyword("on"),
  near: keyword("near"),
  every: keyword("every"),
  apart: keyword("apart"),
  from: keyword("from"),
  copies: keyword("copies"),
  spread: keyword("spread"),
  requires: keyword("requires"),
  drives: keyword("drives"),
  buffer: keyword("buffer"),
  forwarded: keyword("forwarded"),
  read: keyword("read"),
  uses: keyword("uses"),
  allow: keyword("allow"),
  traffic: keyword("traffic"),
  with: keyword("with"),
  state: keyword("state"),
  replicas: keyword("replicas"),
  one: keyword("one"),
  per: keyword("per"),
  agree: keyword("agree"),
} as const;

export const keywordTypes: ReadonlyMap<string, TokenType> = new Map(Object.entries(keywords));

/** In the order in which the lexer tries them. */
export const lexedTypes: readonly TokenType[] = [
  Whitespace,
  Comment,
  SpecialUnit,
  Identifier,
  NumberToken,
  StringToken,
  UnterminatedString,
  LeftBrace,
  RightBrace,
  LeftParen,
  RightParen,
  LeftBracket,
  RightBracket,
  LeftArrow,
  Less,
  Greater,
  Arrow,
  DoubleDash,
  Range,
  Colon,
  Question,
  Semicolon,
  Comma,
  Dot,
  At,
  Equals,
  Plus,
  Minus,
  Star,
  Slash,
  Percent,
  Stray,
];

export const vocabulary: TokenType[] = [...lexedTypes, ...keywordTypes.values()];
