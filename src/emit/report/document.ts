/** A report as data, before it is Markdown or HTML. */
export interface Report {
  readonly title: string;
  /** One sentence. */
  readonly summary: string;
  readonly sources: readonly string[];
  readonly sections: readonly Section[];
}

export interface Section {
  readonly title: string;
  readonly blocks: readonly ReportBlock[];
}

export type ReportBlock =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "facts"; readonly facts: readonly (readonly [name: string, value: string])[] }
  | { readonly kind: "table"; readonly caption: string; readonly columns: readonly Column[]; readonly rows: Rows }
  | {
      readonly kind: "picture";
      readonly caption: string;
      readonly svg: string;
      /** Of the file that it is, too; null where it stands in the report alone. */
      readonly path: string | null;
    }
  | { readonly kind: "list"; readonly items: readonly string[] };

interface Column {
  readonly head: string;
  readonly align: "left" | "right";
}

type Rows = readonly (readonly string[])[];

export function textBlock(text: string): ReportBlock {
  return { kind: "text", text };
}

/** Nothing where there are no rows. A head that ends in `#` is that of numbers. */
export function table(caption: string, heads: readonly string[], rows: Rows): readonly ReportBlock[] {
  if (rows.length === 0) return [];
  const columns = heads.map((head): Column => {
    return head.endsWith("#") ? { head: head.slice(0, -1), align: "right" } : { head, align: "left" };
  });
  return [{ kind: "table", caption, columns, rows }];
}

/** The first of many rows, and how many there are beside. */
export function most(caption: string, heads: readonly string[], rows: Rows, limit: number): readonly ReportBlock[] {
  const left = rows.length - limit;
  const more = left > 0 ? [textBlock(`${left} more ${left === 1 ? "row is" : "rows are"} in plan.json.`)] : [];
  return [...table(caption, heads, rows.slice(0, limit)), ...more];
}
