/** The parts of the kernel, and how large each is: what the reference says of it. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const kernel = path.join(root, "src", "kernel");
const sources = readdirSync(kernel).filter((name) => /\.[ch]$/.test(name));

/** Lines with something on them that is no comment. */
function countLines(name: string): number {
  const text = readFileSync(path.join(kernel, name), "utf8").replaceAll(/\/\*.*?\*\//gs, "");
  return text.split("\n").filter((line) => line.trim() !== "").length;
}

interface Part {
  readonly name: string;
  readonly files: readonly string[];
  readonly most: number;
}

/** The rows of the table: a part, its files without their endings, and the lines that it has at most. */
function readParts(): readonly Part[] {
  const text = readFileSync(path.join(root, "dsl", "reference.md"), "utf8");
  const [, table = ""] = text.split("| part of the kernel | files of `src/kernel` | lines at most |\n|---|---|---|\n");
  const rows = table.split("\n\n")[0]?.split("\n") ?? [];
  return rows.map((row) => {
    const [name = "", names = "", most = ""] = row.split("|").slice(1, -1);
    const stems = [...names.matchAll(/`(\w+)`/g)].map(([, stem]) => stem);
    const files = sources.filter((file) => stems.includes(path.parse(file).name));
    return { name: name.trim(), files, most: Number(most.replaceAll(",", "")) };
  });
}

test("every file of the portable part is of one part in the reference", () => {
  expect(
    readParts()
      .flatMap(({ files }) => files)
      .sort(),
  ).toEqual([...sources].sort());
});

test.each(readParts())("$name is as large as the reference says", ({ files, most }) => {
  const lines = files.reduce((sum, file) => sum + countLines(file), 0);
  expect(lines).toBeLessThanOrEqual(most);
  expect(lines).toBeGreaterThan(most - 100);
});
