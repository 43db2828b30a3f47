import { type AttributeTable, attributeTables } from "../resolve/hardware/attribute-tables.ts";
import { type Span, wordAt } from "../source/source-file.ts";
import { expectedAfter } from "../syntax/expect.ts";
import { Identifier } from "../syntax/tokens.ts";
import type { Place } from "./place.ts";
import { tokensBefore } from "./tokens-before.ts";

/** The table of the attributes that can stand in a rule of the grammar. */
const tableOf: Readonly<Record<string, AttributeTable>> = {
  ...{ isa: attributeTables.isa, interconnect: attributeTables.interconnect, link: attributeTables.link },
  ...{ core: attributeTables.core, cache: attributeTables.cache, memory: attributeTables.memory },
  ...{ coherence: attributeTables.coherence, map: attributeTables.map, else: attributeTables.map },
  ...{ iommu: attributeTables.iommu, deviceKind: attributeTables["device (kind)"], device: attributeTables.device },
  ...{ instance: attributeTables["part (placed)"], controller: attributeTables.controller },
  ...{ requiresClause: attributeTables.requires },
};

/** The attributes that may stand where such rules lead; null where none may. */
export function attributesIn(rules: readonly string[]): AttributeTable | null {
  if (rules.at(-1) !== "attribute") return null;
  const owner = rules.findLast((rule) => Object.hasOwn(tableOf, rule));
  return owner === undefined ? null : (tableOf[owner] ?? null);
}

/** The attribute whose name is written at a place, with what it means. */
export function attributeAt({ source, offset }: Place): { readonly span: Span; readonly text: string } | null {
  let start = offset;
  while (start > 0 && /\w/.test(source.text[start - 1] ?? "")) start--;
  const span = wordAt(source, start);
  const name = source.text.slice(span.start, span.end);
  if (name === "") return null;
  const places = expectedAfter(tokensBefore(source, start)).filter(({ token }) => token === Identifier);
  for (const { rules } of places) {
    const table = attributesIn(rules);
    const attribute = table !== null && Object.hasOwn(table, name) ? table[name] : undefined;
    if (attribute === undefined) continue;
    const written = `${name} ${attribute.example}`.trim();
    return { span, text: `\`\`\`skerry\n${written}\n\`\`\`\n\n${attribute.meaning}` };
  }
  return null;
}
