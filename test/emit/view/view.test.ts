import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { buildViewData } from "../../../src/emit/view/build-data.ts";
import { emitView } from "../../../src/emit/view/page.ts";
import type { ViewBox, ViewData } from "../../../src/emit/view/view-data.ts";
import type { Plan, PlanMachine } from "../../../src/plan/plan.ts";

const generated = fileURLToPath(new URL("../../../generated/", import.meta.url));
const names = readdirSync(generated).filter((name) => readdirSync(`${generated}${name}`).includes("plan.json"));

function planOf(name: string): Plan & { readonly machine: PlanMachine } {
  return JSON.parse(readFileSync(`${generated}${name}/plan.json`, "utf8"));
}

function holds([x, y, width, height]: ViewBox, [left, top, wide, high]: ViewBox): boolean {
  return left >= x - 1 && top >= y - 1 && left + wide <= x + width + 1 && top + high <= y + height + 1;
}

function overlap([x, y, width, height]: ViewBox, [left, top, wide, high]: ViewBox): boolean {
  return x < left + wide - 1 && left < x + width - 1 && y < top + high - 1 && top < y + height - 1;
}

function expectSound({ parts, cores, devices, bars, links, hops, channels }: ViewData): void {
  for (const { box, part } of [...cores, ...bars]) expect(holds(parts[part]?.box ?? [0, 0, 0, 0], box)).toBe(true);
  for (const { box, parent } of parts) if (parent !== null) expect(holds(parts[parent]?.box ?? box, box)).toBe(true);
  const boxes = [...cores, ...devices, ...bars].map(({ box }) => box);
  for (const [index, box] of boxes.entries()) {
    expect(box[2] * box[3]).toBeGreaterThan(0);
    expect(boxes.slice(index + 1).find((other) => overlap(box, other))).toBeUndefined();
  }
  expect(links.filter(({ points }) => points !== undefined && points.length < 4)).toEqual([]);
  expect(channels.hop.every((hop) => hop < hops.from.length)).toBe(true);
}

describe("the data of the page", () => {
  test.each(names)("%s: everything lies in its part, and on nothing else", async (name) => {
    const plan = planOf(name);
    const data = await buildViewData(plan, plan.machine);
    expectSound(data);
    expect(data.cores.length).toBe(plan.machine.cores.length);
    expect(data.links.length).toBe(plan.machine.links.length);
  });

  test("address spaces, programs and state are told in words", async () => {
    const plan = planOf("omap4");
    const { views, cores } = await buildViewData(plan, plan.machine);
    expect(views.length).toBe(plan.machine.addresses?.views.length);
    expect(cores.some(({ view }) => view !== null)).toBe(true);
    expect(views[0]?.ranges[0]).toMatchObject({ from: expect.stringMatching(/^0x/), access: expect.any(String) });
    const paper = planOf("hotos09");
    const { programs, states } = await buildViewData(paper, paper.machine);
    expect(programs.map(({ name, kind }) => `${kind} ${name}`)).toEqual([
      "service disk",
      "service registry",
      "client web",
    ]);
    expect(states.map(({ name, replicas }) => `${name} ${replicas.length}`)).toEqual(["names 8", "journal 5"]);
  });
});

describe("the page", () => {
  const assets = { script: "void 0;", style: "body{}" };

  test("is the same for the same plan, names its own script and style by hash, and may ask nobody", async () => {
    const plan = planOf("hotos09");
    const { content } = await emitView(plan, assets, { live: false });
    expect((await emitView(plan, assets, { live: false })).content).toBe(content);
    // `printf 'void 0;' | openssl dgst -sha256 -binary | base64`
    expect(content).toContain("script-src 'sha256-T1YEXClWF9CUhD2vRqC2ZkctVhPSMrn+MCIkJI7U02I='");
    expect(content).toContain("default-src 'none'");
    expect(content).not.toContain("connect-src");
    expect((await emitView(plan, assets, { live: true })).content).toContain("connect-src 'self'");
  });

  test("no text of a plan ends or begins an element", async () => {
    const hostile = "</script><!--<script>&\u2028";
    const plan = planOf("hotos09");
    const { content } = await emitView({ ...plan, name: hostile }, assets, { live: false });
    const [, json = ""] = /id="plan">(.*)<\/script>\n<script>/.exec(String(content)) ?? [];
    expect(json).not.toMatch(/[<>&\u2028]/);
    expect(JSON.parse(json).name).toBe(hostile);
    expect(content).toContain("<title>&lt;/script&gt;&lt;!--&lt;script&gt;&amp;\u2028 – Skerry</title>");
  });
});
