import { changes } from "../../diagnostics/catalogue/breaking.ts";
import { subjectOf } from "../changed-layout.ts";
import { type LayoutPair, lastingFields } from "../compare-layouts.ts";
import { listNames } from "../list-names.ts";
import type { Rule } from "../rule.ts";
import { shapeOfLayout } from "../wire-shape.ts";

/** Fields keep their order, so that none is taken for another. */
export const fieldsReordered: Rule = {
  name: "fields-reordered",
  run({ layouts }, report) {
    for (const layout of layouts) {
      const order = orderOf(layout);
      const moved = order.old.find((name, index) => name !== order.new[index]);
      if (moved === undefined) continue;
      const subject = subjectOf(layout, placesOf(moved, layout));
      const facts = {
        whose: layout.whose,
        old: listNames(order.old),
        new: listNames(order.new),
        silent: isSilent(layout),
      };
      report(changes.fieldsReordered, subject, facts);
    }
  },
};

/** Those that were kept, by their old names, as they stood and as they stand. */
function orderOf({ fields, old, new: now }: LayoutPair): {
  readonly old: readonly string[];
  readonly new: readonly string[];
} {
  const lasting = lastingFields(fields);
  const oldNames = new Map(lasting.map((pair) => [pair.new, pair.old.name]));
  const kept = new Set(lasting.map((pair) => pair.old));
  return {
    old: old.fields.filter((field) => kept.has(field)).map(({ name }) => name),
    new: now.fields.flatMap((field) => oldNames.get(field) ?? []),
  };
}

function placesOf(name: string, { fields }: LayoutPair): { readonly old: string | null; readonly new: string | null } {
  const pair = lastingFields(fields).find((each) => each.old.name === name);
  return { old: pair?.old.at ?? null, new: pair?.new.at ?? null };
}

function isSilent({ old, new: now, scopes }: LayoutPair): boolean {
  return shapeOfLayout(old, scopes.old) === shapeOfLayout(now, scopes.new);
}
