import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { describeText, printAll } from "./described.ts";

const parts = readdirSync(fileURLToPath(new URL("../../dsl/prelude/", import.meta.url)))
  .filter((name) => name.endsWith(".skerry"))
  .map((name) => `prelude/${name.replace(/\.skerry$/, "")}`)
  .sort();

test.each(parts)("%s is faultless", (part) => {
  expect(printAll(describeText(`use "${part}"\n`).diagnostics)).toEqual([]);
});

test("all standard parts can be used together", () => {
  expect(parts.length).toBeGreaterThan(2);
  expect(printAll(describeText(parts.map((part) => `use "${part}"\n`).join("")).diagnostics)).toEqual([]);
});
