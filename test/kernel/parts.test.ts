/** The rooms of the kernel, and how large each is: what the reference says of them. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { kernelFolder, portableFiles } from "./sources.ts";

const reference = fileURLToPath(new URL("../../dsl/reference.md", import.meta.url));
const rooms = [...new Set(portableFiles().map((file) => path.dirname(file)))];

/** Lines with something on them that is no comment. */
function countLines(file: string): number {
  const text = readFileSync(path.join(kernelFolder, file), "utf8").replaceAll(/\/\*.*?\*\//gs, "");
  return text.split("\n").filter((line) => line.trim() !== "").length;
}

interface Part {
  readonly room: string;
  readonly most: number;
}

/** The rows of the table: a folder, what it is for, and the lines that it has at most. */
function readParts(): readonly Part[] {
  const text = readFileSync(reference, "utf8");
  const [, table = ""] = text.split("| folder of `src/kernel` | what is there | lines at most |\n|---|---|---|\n");
  const rows = table.split("\n\n")[0]?.split("\n") ?? [];
  return rows.map((row) => {
    const [name = "", , most = ""] = row.split("|").slice(1, -1);
    return { room: /`(\w+)\/`/.exec(name)?.[1] ?? "", most: Number(most.replaceAll(",", "")) };
  });
}

test("every folder of the portable part is in the reference", () => {
  expect(
    readParts()
      .map(({ room }) => room)
      .sort(),
  ).toEqual([...rooms].sort());
});

test.each(readParts())("$room is as large as the reference says", ({ room, most }) => {
  const files = portableFiles().filter((file) => path.dirname(file) === room);
  const lines = files.reduce((sum, file) => sum + countLines(file), 0);
  expect(lines).toBeLessThanOrEqual(most);
  expect(lines).toBeGreaterThan(most - 100);
});
