import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { rules } from "../../src/breaking/rules.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const files = readdirSync(`${root}src/breaking/rules`).sort();

test.each(files)("%s holds one rule of its name, is on the list and has a test of the same name", (file) => {
  const text = readFileSync(`${root}src/breaking/rules/${file}`, "utf8");
  expect(text.match(/^export const \w+: Rule = /gm)).toHaveLength(1);
  expect(text).toContain(`name: "${file.replace(/\.ts$/, "")}"`);
  expect(readFileSync(`${root}src/breaking/rules.ts`, "utf8")).toContain(`"./rules/${file}"`);
  expect(existsSync(`${root}test/breaking/rules/${file.replace(/\.ts$/, ".test.ts")}`)).toBe(true);
});

test("the list cannot be changed and names every rule once", () => {
  expect(Object.isFrozen(rules)).toBe(true);
  expect(rules.map(({ name }) => `${name}.ts`).sort()).toEqual(files);
});
