/** The table of all changes in the reference. `SKERRY_RECORD=1` writes it anew. */
import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { changes } from "../../src/diagnostics/catalogue/breaking.ts";
import type { Affected, ChangeKind } from "../../src/diagnostics/change.ts";

const file = new URL("../../dsl/reference.md", import.meta.url);
const [begin, end] = ["<!-- changes: generated from the catalogue -->\n\n", "\n<!-- end of changes -->"];

const parties: Readonly<Record<Affected, string>> = {
  oldClients: "old clients",
  newClients: "new clients",
  code: "code",
};

function row({ code, category, title, affects }: Omit<ChangeKind<never>, "message">): string {
  return `| ${code} | ${category} | ${title} | ${affects.map((party) => parties[party]).join(", ")} |\n`;
}

const table = [
  "| code | category | what changed | who may notice |\n|---|---|---|---|\n",
  ...Object.values(changes)
    .sort((a, b) => (a.code < b.code ? -1 : 1))
    .map(row),
].join("");

test("the reference lists every change with its category and whom it concerns", () => {
  const text = readFileSync(file, "utf8");
  const [from, to] = [text.indexOf(begin) + begin.length, text.indexOf(end)];
  expect(from).toBeGreaterThan(begin.length);
  if (process.env["SKERRY_RECORD"] === "1") writeFileSync(file, text.slice(0, from) + table + text.slice(to));
  expect(readFileSync(file, "utf8")).toContain(begin + table + end);
});
