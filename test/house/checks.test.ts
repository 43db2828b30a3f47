import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** The areas of checks; every file in them is one rule, but for the list of them. */
const areas = ["machine", "interface", "deployment"] as const;

const rules = areas.flatMap((area) =>
  readdirSync(`${root}src/checks/${area}`)
    .filter((name) => name.endsWith(".ts") && name !== `${area}-checks.ts`)
    .map((name) => `${area}/${name}`),
);

test("there are rules in every area", () => {
  for (const area of areas) expect(rules.filter((rule) => rule.startsWith(`${area}/`))).not.toEqual([]);
});

test.each(rules)("%s has a test of the same name", (rule) => {
  expect(existsSync(`${root}test/checks/${rule.replace(/\.ts$/, ".test.ts")}`)).toBe(true);
});
