/**
 * Lays out the elements of a file: one entry a line, two spaces a level. Braces stay on one line where the author had
 * them on one line and they fit; so do the entries of lists with commas. Tokens are never changed, only the separators
 * between entries are set anew.
 */
import type { TokenType } from "chevrotain";
import { Colon, Comma, Dot, keywords, LeftBrace, RightBrace, Semicolon } from "../tokens.ts";
import type { Element } from "./elements.ts";
import { gap } from "./spacing.ts";
import type { Structure } from "./structure.ts";

const width = 110;
const step = "  ";

/** What begins a clause of a program, or of replicated state. */
const clauseWords = new Set<TokenType>([
  keywords.on,
  keywords.near,
  keywords.every,
  keywords.apart,
  keywords.copies,
  keywords.requires,
  keywords.drives,
  keywords.uses,
  keywords.allow,
  keywords.traffic,
  keywords.replicas,
  keywords.agree,
]);

/** Behind these stands a name, though it may look like the beginning of a clause. */
const beforeNames = new Set<TokenType>([Comma, Colon, Dot, ...clauseWords]);

interface Braces {
  readonly broken: boolean;
}

export class Printer {
  private readonly elements: readonly Element[];
  private readonly structure: Structure;
  /** The next token of each element that is printed as it stands; -1 when there is none. */
  private readonly next: readonly number[];
  private readonly closing: ReadonlyMap<number, number>;
  private readonly lines: string[] = [];
  private readonly open: Braces[] = [];
  private line = "";
  private last: Element | null = null;
  private beforeLast: Element | null = null;
  private afterComment = false;

  constructor(elements: readonly Element[], structure: Structure) {
    this.elements = elements;
    this.structure = structure;
    this.next = nextTokens(elements, structure);
    this.closing = matchBraces(elements);
  }

  print(): string {
    this.elements.forEach((element, at) => {
      if (element.type === null) this.printComment(element, at);
      else if (!this.isSeparator(at)) this.printToken(element, at);
    });
    this.endLine();
    return this.lines.length === 0 ? "" : `${this.lines.join("\n")}\n`;
  }

  // ───────────────────────────── comments ─────────────────────────────

  private printComment(comment: Element, at: number): void {
    const trails = comment.breaks === 0 && this.line !== "" && !this.afterComment;
    if (trails) this.line += ` ${comment.text}`;
    else {
      this.startLine(comment, this.isMidEntry(at));
      this.line += comment.text;
    }
    this.afterComment = true;
  }

  private isMidEntry(at: number): boolean {
    const next = this.elements[this.next[at] ?? -1];
    return next !== undefined && !this.structure.entries.has(next.start) && next.type !== RightBrace;
  }

  // ───────────────────────────── tokens ─────────────────────────────

  private printToken(token: Element, at: number): void {
    if (token.type === RightBrace) this.printClosing(token);
    else if (this.startsEntry(token)) this.startEntry(token, at);
    else if (this.afterComment || this.beginsLineOfClauses(token)) this.startLine({ ...token, breaks: 1 }, true);
    else if (this.last !== null) this.line += gap(this.structure, this.beforeLast, this.last, token);
    if (token.type !== RightBrace) this.line += token.text;
    this.afterComment = false;
    this.beforeLast = this.last;
    this.last = token;
    if (token.type === LeftBrace) this.open.push({ broken: this.mustBreak(at) });
    this.printSeparator(at);
  }

  /** A clause of a program that the author put on a line of its own. */
  private beginsLineOfClauses({ type, start, breaks }: Element): boolean {
    if (breaks === 0 || type === null || !clauseWords.has(type)) return false;
    if (this.last === null || this.last.type === null || beforeNames.has(this.last.type)) return false;
    return this.structure.clauses.some((stretch) => start >= stretch.start && start < stretch.end);
  }

  private startsEntry(token: Element): boolean {
    return this.structure.entries.has(token.start);
  }

  private startEntry(token: Element, at: number): void {
    if (this.isBroken() && !this.flows(token, at)) this.startLine(token, false);
    else this.line += " ";
  }

  /** In lists with commas the author's lines are kept as long as they fit. */
  private flows(token: Element, at: number): boolean {
    if (this.structure.entries.get(token.start) !== "," || token.breaks > 0) return false;
    if (this.afterComment || this.last?.type === LeftBrace) return false;
    return this.line.length + " ".length + this.entryWidth(at) + ",".length <= width;
  }

  private entryWidth(at: number): number {
    let end = at;
    for (let next = this.next[at] ?? -1; next !== -1 && !this.endsEntry(next); next = this.next[next] ?? -1) end = next;
    return (this.elements[at]?.text.length ?? 0) + this.flatWidth(at, end);
  }

  private endsEntry(at: number): boolean {
    const element = this.elements[at];
    return element === undefined || element.type === RightBrace || this.startsEntry(element);
  }

  private printClosing(brace: Element): void {
    const block = this.open.pop();
    if (block?.broken === true) this.startLine({ ...brace, breaks: 1 }, false);
    else if (this.last?.type !== LeftBrace) this.line += " ";
    this.line += brace.text;
  }

  /** After the last token of an entry: `,` or `;` when another entry follows that would need it. */
  private printSeparator(at: number): void {
    const next = this.elements[this.next[at] ?? -1];
    const separator = next === undefined ? undefined : this.structure.entries.get(next.start);
    const opens = this.elements[at]?.type === LeftBrace;
    if (separator === undefined || opens || (separator === ";" && this.isBroken())) return;
    this.line += separator;
  }

  private isSeparator(at: number): boolean {
    const element = this.elements[at];
    return element !== undefined && isSeparator(element, this.elements[this.next[at] ?? -1], this.structure);
  }

  // ───────────────────────────── lines ─────────────────────────────

  private isBroken(): boolean {
    return this.open.at(-1)?.broken ?? true;
  }

  private startLine(element: Element, isContinuation: boolean): void {
    const isFirst = this.lines.length === 0 && this.line === "";
    const afterBrace = this.last?.type === LeftBrace && !this.afterComment;
    this.endLine();
    if (element.breaks > 1 && !isFirst && !afterBrace) this.lines.push("");
    const depth = this.open.filter(({ broken }) => broken).length + (isContinuation ? 1 : 0);
    this.line = step.repeat(depth);
  }

  private endLine(): void {
    if (this.line !== "") this.lines.push(this.line);
    this.line = "";
  }

  // ───────────────────────────── braces ─────────────────────────────

  private mustBreak(at: number): boolean {
    if (!this.isBroken()) return false;
    const end = this.closing.get(at) ?? at;
    if (this.next[at] === end && !this.hasComment(at, end)) return false;
    return this.hasBreak(at, end) || this.line.length + this.flatWidth(at, end) > width;
  }

  private hasComment(from: number, to: number): boolean {
    return this.elements.slice(from, to).some(({ type }) => type === null);
  }

  private hasBreak(from: number, to: number): boolean {
    return this.elements.slice(from + 1, to + 1).some(({ breaks }) => breaks > 0);
  }

  /** Of everything behind a token up to another one, on one line. */
  private flatWidth(from: number, to: number): number {
    let sum = 0;
    let [before, last]: [Element | null, Element | null] = [null, this.elements[from] ?? null];
    for (let at = this.next[from] ?? -1; at !== -1 && at <= to; at = this.next[at] ?? -1) {
      const token = this.elements[at];
      if (token === undefined || last === null) break;
      sum += token.text.length + this.flatGap(before, last, token);
      [before, last] = [last, token];
      if (sum > width) break;
    }
    return sum;
  }

  private flatGap(before: Element | null, last: Element, token: Element): number {
    if (!this.startsEntry(token)) return gap(this.structure, before, last, token).length;
    return last.type === LeftBrace ? 1 : 2;
  }
}

/** Commas and semicolons that stand between entries or behind the last one. */
function isSeparator(element: Element, next: Element | undefined, structure: Structure): boolean {
  if (element.type === Semicolon) return true;
  if (element.type !== Comma) return false;
  return next === undefined || next.type === RightBrace || structure.entries.has(next.start);
}

function nextTokens(elements: readonly Element[], structure: Structure): number[] {
  const next: number[] = new Array(elements.length).fill(-1);
  let following = -1;
  for (let at = elements.length - 1; at >= 0; at--) {
    next[at] = following;
    const element = elements[at];
    const isKept =
      element !== undefined && element.type !== null && !isSeparator(element, elements[following], structure);
    if (isKept) following = at;
  }
  return next;
}

function matchBraces(elements: readonly Element[]): Map<number, number> {
  const open: number[] = [];
  const closing = new Map<number, number>();
  elements.forEach(({ type }, at) => {
    if (type === LeftBrace) open.push(at);
    else if (type === RightBrace) closing.set(open.pop() ?? at, at);
  });
  return closing;
}
