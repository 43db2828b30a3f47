import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));

const areas = ["machine", "interface", "deployment"] as const;

/** A file that exports a `Check` is a rule; what rules share stands beside them. */
const rules = areas.flatMap((area) =>
  readdirSync(`${root}src/checks/${area}`)
    .filter((name) => /^export const \w+: Check = /m.test(readFileSync(`${root}src/checks/${area}/${name}`, "utf8")))
    .map((name) => `${area}/${name}`),
);

test("there are rules in every area", () => {
  for (const area of areas) expect(rules.filter((rule) => rule.startsWith(`${area}/`))).not.toEqual([]);
});

test.each(rules)("%s holds one rule, is on the list of its area and has a test of the same name", (rule) => {
  const text = readFileSync(`${root}src/checks/${rule}`, "utf8");
  expect(text.match(/^export const \w+: Check = /gm)).toHaveLength(1);
  const [area, file] = rule.split("/");
  expect(readFileSync(`${root}src/checks/${area}/${area}-checks.ts`, "utf8")).toContain(`"./${file}"`);
  expect(existsSync(`${root}test/checks/${rule.replace(/\.ts$/, ".test.ts")}`)).toBe(true);
});
