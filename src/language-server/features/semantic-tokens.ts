import { type SemanticTokens, SemanticTokensBuilder, type SemanticTokensLegend } from "vscode-languageserver";
import type { Place } from "../place.ts";
import { toPosition } from "../positions.ts";
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
tokenTypes.push("property", "enumMember", "event", "function", "method");
const tokenModifiers = ["declaration", "readonly", "defaultLibrary"];

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

/** What names mean; words and numbers are the grammar's to colour. */
export function semanticTokens({ judged, source }: Place): SemanticTokens {
  const builder = new SemanticTokensBuilder();
  let end = 0;
  for (const { span, symbol } of judged.index.mentionsIn(source.path)) {
    if (span.start < end) continue;
    const { line, character } = toPosition(source, span.start);
    const declares = symbol.nameSpan === span ? 1 : 0;
    const isConstant = symbol.kind === "const" || symbol.kind === "parameter" ? 2 : 0;
    const isStandard = symbol.span.source.path.startsWith("prelude/") ? 4 : 0;
    const type = tokenTypes.indexOf(types[symbol.kind]);
    builder.push(line, character, span.end - span.start, type, declares + isConstant + isStandard);
    end = span.end;
  }
  return builder.build();
}
