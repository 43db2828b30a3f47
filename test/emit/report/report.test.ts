import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { emitReport } from "../../../src/emit/report/emit-report.ts";
import type { Plan } from "../../../src/plan/plan.ts";
import type { OutputFile } from "../../../src/source/output-file.ts";

function generated(name: string, file: string): string {
  return readFileSync(new URL(`../../../generated/${name}/${file}`, import.meta.url), "utf8");
}

/** The page and the text. */
async function reportOf(plan: Plan, files: readonly OutputFile[], warnings: Parameters<typeof emitReport>[2] = []) {
  const [page, text] = await emitReport(plan, files, warnings);
  return { html: String(page?.content), markdown: String(text?.content) };
}

function planOf(name: string): Plan {
  return JSON.parse(generated(name, "plan.json")) as Plan;
}

function pictureOf(name: string): OutputFile {
  return { path: "machine.svg", content: generated(name, "machine.svg") };
}

/** Tags that are open, each closed in turn. */
function expectBalanced(html: string): void {
  const open: string[] = [];
  for (const [, end, tag = "", empty] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)(?:\s[^<>]*?)?(\/?)>/gi)) {
    if (empty === "/" || tag === "meta") continue;
    if (end === "") open.push(tag);
    else expect(open.pop()).toBe(tag);
  }
  expect(open).toEqual([]);
}

describe.each(["hotos09", "omap4", "smartnic", "epyc2", "this-machine"])("the report of %s", (name) => {
  test("is one page that loads nothing, and the same as text", async () => {
    const { html, markdown } = await reportOf(planOf(name), [pictureOf(name)]);
    expectBalanced(html);
    expect(html.replaceAll("http://www.w3.org/2000/svg", "")).not.toMatch(/https?:|<script|<link|@import|src=|url\(/);
    expect(html).toContain("prefers-color-scheme: dark");
    expect(html.length).toBeLessThan(700_000);
    const heads = [...markdown.matchAll(/^## (.*)$/gm)].map(([, head]) => head);
    expect([...html.matchAll(/<h2[^>]*>(.*?)<\/h2>/g)].map(([, head]) => head)).toEqual(heads);
    expect(heads).toContain("Machine");
    expect(html.match(/<svg /g)?.length).toBeGreaterThan(0);
    expect(markdown).toContain("](machine.svg)");
    for (const [rows] of markdown.matchAll(/(?:^\|.*\|\n)+/gm))
      expect(
        new Set(
          rows
            .trim()
            .split("\n")
            .map((line) => line.replaceAll("\\|", "").split("|").length),
        ).size,
      ).toBe(1);
  });
});

test("it says what was decided and why, in words that can be held against the plan", async () => {
  const { markdown } = await reportOf(planOf("hotos09"), [pictureOf("hotos09")]);
  expect(markdown).toContain("No placement that grants all wishes costs less.");
  expect(markdown).toMatch(/\| disk \| 1 \| p\[7\]\.cpu\[0\] \| near disk0: .*takes its interrupts/);
  expect(markdown).toMatch(/\| names \| map \| twoPhase: every replica has a vote/);
  expect(markdown).toContain("The tree along which replicas of names are told");
  expect(markdown).toMatch(/\| coherent caches \| 96 \| 65 ns \| composed \|/);
  expect(markdown).toContain("| p[7].ht[1] -> p[6].ht[2] | 8.46 % |");
});

test("warnings stand first, whatever they say", async () => {
  const warning = { severity: "warning", code: "SK9", message: "a <b> | c", place: "m.skerry:1:2" };
  const { html, markdown } = await reportOf(planOf("this-machine"), [], [warning]);
  expect(html).toContain("a &lt;b&gt; | c");
  expect(markdown).toContain("| warning | SK9 | a \\<b> \\| c | m.skerry:1:2 |");
  expect(markdown.indexOf("## Warnings")).toBeLessThan(markdown.indexOf("## Machine"));
});

test("interfaces alone have one too", async () => {
  const plan = {
    ...planOf("hotos09"),
    machine: null,
    fabric: null,
    routes: null,
    system: null,
    boot: null,
    traffic: null,
  };
  const { html, markdown } = await reportOf(plan, []);
  expectBalanced(html);
  expect(markdown).toContain("Interfaces without a machine.");
  expect(markdown).toContain("## Interfaces");
});
