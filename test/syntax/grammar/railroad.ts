/** Railroad diagrams: one page with a drawing for each rule, complete in itself. */
import type { Rule, Term } from "./terms.ts";

/** A drawn piece: the track enters at the left and leaves at the right, both on height 0. */
interface Piece {
  readonly width: number;
  /** How far it reaches above and below the track. */
  readonly up: number;
  readonly down: number;
  readonly draw: (x: number, y: number) => string;
}

const gap = 12;
const radius = 8;
const half = 13;
const letter = 7.5;

export function renderPage(rules: readonly Rule[]): string {
  const sections = rules.map(({ name, term }) => `<h2 id="${name}">${name}</h2>\n${renderDiagram(term)}`);
  return `<!doctype html>
<!-- Generated from the parser by test/syntax/grammar/files.test.ts: npx vitest run test/syntax/grammar -u -->
<html lang="en">
<meta charset="utf-8">
<title>Skerry: the grammar in pictures</title>
<style>
  :root { color-scheme: light dark; --ink: #1c2733; --word: #dcebf7; --rule: #f4efdc; --paper: #ffffff }
  @media (prefers-color-scheme: dark) { :root { --ink: #d7e0ea; --word: #1d3a52; --rule: #40391f; --paper: #12181f } }
  body { font: 15px/1.4 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 2rem }
  h2 { font-size: 1rem; margin: 1.6rem 0 0.3rem }
  svg { display: block; max-width: 100%; height: auto }
  path { fill: none; stroke: var(--ink); stroke-width: 1.5 }
  rect { stroke: var(--ink); stroke-width: 1.2 }
  rect.word { fill: var(--word) }
  rect.rule { fill: var(--rule) }
  text { font: 13px ui-monospace, monospace; fill: var(--ink); text-anchor: middle }
</style>
<h1>Skerry: the grammar in pictures</h1>
<p>Round boxes are written as they stand, angular ones are rules of their own, capitals are tokens.
dsl/grammar.ebnf says the same in text.</p>
${sections.join("\n")}
</html>
`;
}

export function renderDiagram(term: Term): string {
  const piece = pieceOf(term);
  const [width, height] = [piece.width + 4 * gap, piece.up + piece.down + 2 * gap];
  const y = piece.up + gap;
  const track = `${line(gap, y, 2 * gap, y)}${piece.draw(2 * gap, y)}${line(2 * gap + piece.width, y, 3 * gap + piece.width, y)}`;
  const ends = stroke(`M${gap} ${y - 6}v12M${3 * gap + piece.width} ${y - 6}v12`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${track}${ends}</svg>`;
}

function pieceOf(term: Term): Piece {
  switch (term.kind) {
    case "word":
      return box(term.text, "word");
    case "token":
      return box(term.name, "word");
    case "rule":
      return box(term.name, "rule");
    case "sequence":
      return sequenceOf(term.terms.map(pieceOf));
    case "choice":
      return choiceOf(term.terms.map(pieceOf));
    case "optional":
      return choiceOf([nothing, pieceOf(term.term)]);
    case "repeat":
      return term.least === 1 ? loopOf(pieceOf(term.term)) : choiceOf([nothing, loopOf(pieceOf(term.term))]);
  }
}

const nothing: Piece = { width: 0, up: 0, down: 0, draw: () => "" };

function box(text: string, kind: "word" | "rule"): Piece {
  const width = Math.round(text.length * letter) + 20;
  const corner = kind === "word" ? half : 2;
  const draw = (x: number, y: number) => {
    const shape = `<rect class="${kind}" x="${x}" y="${y - half}" width="${width}" height="${2 * half}" rx="${corner}"/>`;
    const label = `<text x="${x + width / 2}" y="${y + 4}">${escapeText(text)}</text>`;
    return kind === "rule" ? `<a href="#${text}">${shape}${label}</a>` : shape + label;
  };
  return { width, up: half, down: half, draw };
}

function sequenceOf(pieces: readonly Piece[]): Piece {
  const width = pieces.reduce((sum, piece) => sum + piece.width, 0) + gap * Math.max(0, pieces.length - 1);
  const draw = (x: number, y: number) => {
    let at = x;
    return pieces
      .map((piece, index) => {
        const joint = index === 0 ? "" : line(at, y, at + gap, y);
        const start = index === 0 ? at : at + gap;
        at = start + piece.width;
        return joint + piece.draw(start, y);
      })
      .join("");
  };
  return { width, up: most(pieces, "up"), down: most(pieces, "down"), draw };
}

/** The first piece lies on the track, the others below it. */
function choiceOf(pieces: readonly Piece[]): Piece {
  const [first = nothing, ...others] = pieces;
  const inner = Math.max(...pieces.map(({ width }) => width));
  const width = inner + 4 * radius;
  let depth = first.down;
  const drops = others.map((piece) => {
    const drop = Math.max(depth + gap + piece.up, 2 * radius);
    depth = drop + piece.down;
    return drop;
  });
  const draw = (x: number, y: number) => {
    const branches = others.map((piece, index) => branch(piece, x, y, drops[index] ?? 0, inner));
    return straight(first, x, y, width) + branches.join("");
  };
  return { width, up: first.up, down: depth, draw };
}

function straight(piece: Piece, x: number, y: number, width: number): string {
  const start = x + 2 * radius;
  return `${line(x, y, start, y)}${piece.draw(start, y)}${line(start + piece.width, y, x + width, y)}`;
}

function branch(piece: Piece, x: number, y: number, drop: number, inner: number): string {
  const [start, end] = [x + 2 * radius, x + 2 * radius + inner];
  const r = radius;
  const down = stroke(`M${x} ${y}q${r} 0 ${r} ${r}v${drop - 2 * r}q0 ${r} ${r} ${r}`);
  const rest = line(start + piece.width, y + drop, end, y + drop);
  const up = stroke(`M${end} ${y + drop}q${r} 0 ${r} ${-r}v${2 * r - drop}q0 ${-r} ${r} ${-r}`);
  return down + piece.draw(start, y + drop) + rest + up;
}

/** The way back runs above the piece. */
function loopOf(piece: Piece): Piece {
  const r = radius;
  const rise = Math.max(piece.up + gap, 2 * r);
  const width = piece.width + 4 * r;
  const draw = (x: number, y: number) => {
    const [start, end] = [x + 2 * r, x + 2 * r + piece.width];
    const back = stroke(
      `M${end} ${y}q${r} 0 ${r} ${-r}v${2 * r - rise}q0 ${-r} ${-r} ${-r}h${-piece.width}q${-r} 0 ${-r} ${r}v${rise - 2 * r}q0 ${r} ${r} ${r}`,
    );
    return line(x, y, start, y) + piece.draw(start, y) + line(end, y, x + width, y) + back;
  };
  return { width, up: rise, down: piece.down, draw };
}

function most(pieces: readonly Piece[], side: "up" | "down"): number {
  return Math.max(0, ...pieces.map((piece) => piece[side]));
}

function line(x1: number, y1: number, x2: number, y2: number): string {
  return x1 === x2 && y1 === y2 ? "" : stroke(`M${x1} ${y1}L${x2} ${y2}`);
}

function stroke(d: string): string {
  return `<path d="${d}"/>`;
}

function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
