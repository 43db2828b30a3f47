import type { IToken } from "chevrotain";
import { type SemanticTokens, SemanticTokensBuilder, type SemanticTokensLegend } from "vscode-languageserver";
import { lex } from "../../syntax/lex.ts";
import { keywordTypes, NumberToken, StringToken, UnterminatedString } from "../../syntax/tokens.ts";
import type { Place } from "../place.ts";
import { toPosition } from "../positions.ts";
import { nameStartsIn } from "../symbols/name-starts.ts";
import type { SymbolKind } from "../symbols/symbol.ts";

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

/** A run of text with its colour; modifiers are bits, in the order of the legend. */
interface Coloured {
  readonly start: number;
  readonly length: number;
  readonly type: string;
  readonly modifiers: number;
}

/** What names mean; where the editor has no grammar of its own, keywords, comments, strings and numbers too. */
export function semanticTokens(place: Place, hasGrammar: boolean): SemanticTokens {
  const all = hasGrammar ? names(place) : [...names(place), ...words(place)];
  const builder = new SemanticTokensBuilder();
  let end = 0;
  for (const { start, length, type, modifiers } of all.toSorted((a, b) => a.start - b.start)) {
    if (start < end) continue;
    const { line, character } = toPosition(place.source, start);
    builder.push(line, character, length, tokenTypes.indexOf(type), modifiers);
    end = start + length;
  }
  return builder.build();
}

function names({ judged, source }: Place): readonly Coloured[] {
  return judged.index.mentionsIn(source.path).map(({ span, symbol }) => {
    const declares = symbol.nameSpan === span ? 1 : 0;
    const isConstant = symbol.kind === "const" || symbol.kind === "parameter" ? 2 : 0;
    const isStandard = symbol.span.source.path.startsWith("prelude/") ? 4 : 0;
    const modifiers = declares + isConstant + isStandard;
    return { start: span.start, length: span.end - span.start, type: types[symbol.kind], modifiers };
  });
}

/** What the lexer tells, and of keywords the parser: some words are names where they stand. */
function words({ judged, source }: Place): readonly Coloured[] {
  const { tokens, comments } = lex(source, 0);
  const named = nameStartsIn(judged.index.tree(source.path) ?? {});
  const coloured = (token: IToken, type: string, modifiers = 0) => ({
    ...{ start: token.startOffset, length: token.image.length, type, modifiers },
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
