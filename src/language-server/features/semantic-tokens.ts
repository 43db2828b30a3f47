import type { IToken } from "chevrotain";
import { type SemanticTokens, SemanticTokensBuilder, type SemanticTokensLegend } from "vscode-languageserver";
import type { SourceFile } from "../../source/source-file.ts";
import { lex } from "../../syntax/lex.ts";
import { keywordTypes, NumberToken, StringToken, UnterminatedString } from "../../syntax/tokens.ts";
import type { Coloured } from "../coloured.ts";
import type { Piece } from "../pieces.ts";
import type { Subject } from "../place.ts";
import { toPosition } from "../positions.ts";
import type { Project } from "../project.ts";
import { nameStartsIn } from "../symbols/name-starts.ts";
import type { Mention, SymbolKind } from "../symbols/symbol.ts";

const tokenTypes = [
  "namespace",
  "type",
  "class",
  "enum",
  "interface",
  "struct",
  "typeParameter",
  "parameter",
  "variable",
];
tokenTypes.push("property", "enumMember", "event", "function", "method", "keyword", "comment", "string", "number");
const tokenModifiers = ["declaration", "readonly", "defaultLibrary", "documentation"];

export const legend: SemanticTokensLegend = { tokenTypes, tokenModifiers };

const types: Readonly<Record<SymbolKind, string>> = {
  ...{
    machine: "namespace",
    system: "namespace",
    isa: "type",
    interconnect: "type",
    deviceKind: "class",
    part: "class",
  },
  ...{ interface: "interface", const: "variable", type: "type", enum: "enum", flags: "enum", union: "struct" },
  ...{ struct: "struct", operation: "method", member: "enumMember", arm: "enumMember", field: "property" },
  ...{ typeParameter: "typeParameter", parameter: "parameter", variable: "parameter", service: "function" },
  ...{ client: "function", state: "variable", buffer: "property", registers: "property", core: "property" },
  ...{ cache: "property", memory: "property", port: "property", instance: "property", device: "property" },
  ...{ controller: "property", domain: "property", space: "property", iommu: "property" },
};

/**
 * What names mean; where the editor has no grammar of its own, keywords, comments, strings and numbers too. While somebody
 * writes a long description, declarations that read as they did keep their colours.
 */
export function semanticTokens({ project, source }: Subject, hasGrammar: boolean): SemanticTokens {
  const { mentions, isFresh } = namesNow(project, source);
  const trees = new Map(project.trees.of(source).map(({ piece, made }) => [piece.start, made.product]));
  const coloured = project.colours.of(
    source,
    (piece) => {
      const all = [...names(mentionsOf(piece, mentions), piece), ...words(piece, trees.get(piece.start) ?? {})];
      return withoutOverlaps(all);
    },
    isFresh,
  );
  const builder = new SemanticTokensBuilder();
  for (const { piece, made } of coloured) {
    for (const { start, length, type, modifiers, isName } of made) {
      if (hasGrammar && !isName) continue;
      const { line, character } = toPosition(source, piece.start + start);
      builder.push(line, character, length, tokenTypes.indexOf(type), modifiers);
    }
  }
  return builder.build();
}

interface NamesNow {
  /** In the order of the text. */
  readonly mentions: readonly Mention[];
  readonly isFresh: (piece: Piece) => boolean;
}

function namesNow(project: Project, { path }: SourceFile): NamesNow {
  const quick = project.isSlow && !project.isCurrent ? project.judgeQuickly() : null;
  const { index } = quick ?? project.nameAll();
  const fresh = quick && new Set([...quick.subjects].map(({ text }) => text));
  return { mentions: index.mentionsIn(path), isFresh: ({ text }) => fresh === null || fresh.has(text) };
}

function mentionsOf({ start, text }: Piece, mentions: readonly Mention[]): readonly Mention[] {
  let first = 0;
  for (let end = mentions.length; first < end; ) {
    const middle = (first + end) >> 1;
    if ((mentions[middle]?.span.start ?? 0) < start) first = middle + 1;
    else end = middle;
  }
  const end = mentions.findIndex(({ span }, at) => at >= first && span.start >= start + text.length);
  return mentions.slice(first, end === -1 ? undefined : end);
}

function withoutOverlaps(all: readonly Coloured[]): readonly Coloured[] {
  let end = 0;
  return all
    .toSorted((a, b) => a.start - b.start)
    .filter(({ start, length }) => {
      if (start < end) return false;
      end = start + length;
      return true;
    });
}

function names(mentions: readonly Mention[], piece: Piece): readonly Coloured[] {
  return mentions.map(({ span, symbol }) => {
    const declares = symbol.nameSpan === span ? 1 : 0;
    const isConstant = symbol.kind === "const" || symbol.kind === "parameter" ? 2 : 0;
    const isStandard = symbol.span.source.path.startsWith("prelude/") ? 4 : 0;
    const modifiers = declares + isConstant + isStandard;
    const length = span.end - span.start;
    return { start: span.start - piece.start, length, type: types[symbol.kind], modifiers, isName: true };
  });
}

/** What the lexer tells, and of keywords the parser: some words are names where they stand. */
function words({ text }: Piece, tree: object): readonly Coloured[] {
  const { tokens, comments } = lex({ path: "", text }, 0);
  const named = nameStartsIn(tree);
  const coloured = (token: IToken, type: string, modifiers = 0) => ({
    ...{ start: token.startOffset, length: token.image.length, type, modifiers, isName: false },
  });
  return [
    ...comments.map((token) => coloured(token, "comment", token.image.startsWith("///") ? 8 : 0)),
    ...tokens.flatMap((token) => {
      if (token.tokenType === NumberToken) return coloured(token, "number");
      if (token.tokenType === StringToken || token.tokenType === UnterminatedString) return coloured(token, "string");
      const isKeyword = keywordTypes.has(token.image) && !named.has(token.startOffset);
      return isKeyword ? coloured(token, "keyword") : [];
    }),
  ];
}
