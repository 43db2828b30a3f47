/** What holds for every picture: of the examples, of a machine of 4,096 cores, and of machines made at random. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { piecesOf, viewOf } from "../../../src/emit/pictures/address-map.ts";
import { drawAddressMap } from "../../../src/emit/pictures/address-picture.ts";
import { overlap, type Rectangle } from "../../../src/emit/pictures/geometry.ts";
import { drawHeat } from "../../../src/emit/pictures/heat-picture.ts";
import { drawMachineScene } from "../../../src/emit/pictures/machine-scene.ts";
import { drawPlacement } from "../../../src/emit/pictures/placement-picture.ts";
import { drawRoute } from "../../../src/emit/pictures/route-picture.ts";
import { type Diagram, drawSequence } from "../../../src/emit/pictures/sequence-picture.ts";
import { textWidth } from "../../../src/emit/pictures/text.ts";
import { drawTree, type TreeNode } from "../../../src/emit/pictures/tree-picture.ts";
import type { Hop, Plan, PlanMachine } from "../../../src/plan/plan.ts";
import { readRoutes, readRoutesWithout } from "../../../src/plan/read-routes.ts";
import type { DetourReader } from "../../../src/plan/route-reader.ts";
import { described } from "./pictured-machines.ts";
import { descendants, frameOf, hasClass, number, readPicture, type Shown, titleOf } from "./read-picture.ts";

type Planned = Plan & { readonly machine: PlanMachine };

function planned(plan: Plan): Planned {
  if (plan.machine === null) throw new Error("no machine");
  return { ...plan, machine: plan.machine };
}

const planFile = (name: string): URL => new URL(`../../../generated/${name}/plan.json`, import.meta.url);

/** As it was generated. */
function planOfExample(name: string): Planned {
  return planned(JSON.parse(readFileSync(planFile(name), "utf8")) as Plan);
}

/** All but the torus, whose plan is too large to be kept; a machine of as many cores follows. */
const examples = readdirSync(new URL("../../../examples", import.meta.url)).filter((name) =>
  existsSync(planFile(name)),
);

const manyCores = `use "prelude/amd64"
interconnect Mesh { transfer 64 bytes }
package Chip {
  core cpu[64]: amd64 @ 2 GHz { cache l1: 32 KiB, latency 2 cycles }
  cache l3: 64 MiB, latency 40 cycles, shared by cpu[*]
  coherence between cpu[*]: latency 100 cycles
  memory dram: 64 GiB
  port e; port w; port n; port s
}
machine many {
  package p[64]: Chip
  for y in 0..7 { for x in 0..6 { link p[8 * y + x].e -- p[8 * y + x + 1].w: Mesh, latency 50 ns } }
  for y in 0..6 { for x in 0..7 { link p[8 * y + x].s -- p[8 * y + 8 + x].n: Mesh, latency 50 ns } }
}`;

// ───────────────────────────── what holds ─────────────────────────────

function textFrame(text: Shown): Rectangle {
  const size = number(text, "font-size");
  const width = textWidth(text.text.replace(/&\w+;/g, "x"), size);
  const share = { middle: 0.5, end: 1 }[text.attributes.get("text-anchor") ?? ""] ?? 0;
  return { x: number(text, "x") - share * width, y: number(text, "y") - size * 0.75, width, height: size };
}

function contains(outer: Rectangle, inner: Rectangle): boolean {
  const isWithin = (from: number, size: number, start: number, room: number) =>
    from >= start - 1 && from + size <= start + room + 1;
  return isWithin(inner.x, inner.width, outer.x, outer.width) && isWithin(inner.y, inner.height, outer.y, outer.height);
}

const boxed = new Set(["core", "cache", "memory", "controller", "device", "service", "client", "state"]);

/** A name that is drawn once more, on top of a way that leads over it. */
function isAgain({ parent }: Shown): boolean {
  return parent?.attributes.get("aria-hidden") === "true";
}

function placeOf(shown: Shown): string {
  return `${shown.text} at ${number(shown, "x")} ${number(shown, "y")}`;
}

function expectReadable(svg: string): Shown {
  const picture = readPicture(svg);
  const page = { x: 0, y: 0, width: number(picture, "width"), height: number(picture, "height") };
  const all = descendants(picture).filter(({ tag }) => tag === "text");
  const [again, once] = [all.filter(isAgain), all.filter((shown) => !isAgain(shown))];
  const places = new Set(once.map(placeOf));
  for (const shown of again) expect(places).toContain(placeOf(shown));
  const texts = once
    .map((shown) => ({ shown, frame: textFrame(shown) }))
    .sort((one, other) => one.frame.y - other.frame.y);
  for (const [index, { shown, frame }] of texts.entries()) {
    if (!contains(page, frame)) expect.fail(`${shown.text} is not on the page`);
    for (let next = index + 1; next < texts.length; next++) {
      const other = texts[next];
      if (other === undefined || other.frame.y >= frame.y + frame.height) break;
      if (overlap(frame, other.frame)) expect.fail(`${shown.text} over ${other.shown.text}`);
    }
    const { parent } = shown;
    const isBoxed = parent !== null && boxed.has(parent.attributes.get("data-part") ?? "");
    // The bars of a tree have their labels beside them.
    const hasBox = parent?.children.some((child) => child.tag === "rect" && !hasClass(child, "bar")) === true;
    if (isBoxed && hasBox && !contains(frameOf(parent), frame)) expect.fail(`${shown.text} is not in its box`);
  }
  expectAccessible(picture, svg);
  return picture;
}

function expectAccessible(picture: Shown, svg: string): void {
  expect(svg).not.toMatch(/href|url\(|@import|<script|<image|NaN|undefined|Infinity/);
  const [title, summary] = picture.children;
  expect([title?.tag, summary?.tag]).toEqual(["title", "desc"]);
  expect(picture.attributes.get("aria-labelledby")).toBe(
    `${title?.attributes.get("id")} ${summary?.attributes.get("id")}`,
  );
  for (const shown of descendants(picture).filter(({ attributes }) => attributes.has("role")))
    expect(titleOf(shown)).not.toBe("");
}

function wayOf(plan: Planned, reader: DetourReader | null, from: number, to: number): readonly Hop[] | null {
  const hops: Hop[] = [];
  for (let at = from; at !== to && reader !== null; ) {
    const next = reader.nextHop(at, to);
    const hop = plan.fabric?.hops.find((each) => each.from === at && each.to === next);
    if (hop === undefined) return null;
    hops.push(hop);
    at = next;
  }
  return reader === null ? null : hops;
}

async function drawWay(plan: Planned, from: number, to: number): Promise<string> {
  const { routes, machine, fabric } = plan;
  if (routes === null || fabric === null) throw new Error("no routes");
  const hops = wayOf(plan, readRoutes(routes), from, to) ?? [];
  const link = hops.flatMap(({ via }) => ("link" in via ? [via.link] : []))[0];
  const round = link === undefined ? null : readRoutesWithout(routes, { link }, fabric);
  const failover = link === undefined ? null : { lost: { link }, hops: wayOf(plan, round, from, to) };
  return drawRoute(plan, machine, { from, to, hops, failover }, {});
}

/** Three children each, one after the other. */
function treeOver(count: number): TreeNode {
  const grow = (core: number, at: number): TreeNode => {
    const children = [1, 2, 3].map((child) => 3 * core + child).filter((child) => child < count);
    return { core, at, children: children.map((child, index) => grow(child, at + 40_000 * (index + 1))) };
  };
  return grow(0, 0);
}

describe.each(examples)("pictures of %s", (name) => {
  const plan = planOfExample(name);

  test("are readable", { timeout: 120_000 }, async () => {
    const { machine, system, traffic } = plan;
    expectReadable((await drawMachineScene(plan, machine, { detail: "full" })).svg);
    expectReadable(await drawWay(plan, 0, machine.cores.length - 1));
    expectReadable(drawTree(machine, treeOver(machine.cores.length), {}));
    if (system !== null) expectReadable(await drawPlacement(plan, machine, system, {}));
    if (traffic !== null) expectReadable(await drawHeat(plan, machine, traffic, {}));
    for (const view of machine.addresses?.views ?? []) {
      const [core] = view.cores;
      if (core !== undefined && machine.addresses !== null)
        expectReadable(drawAddressMap(machine, machine.addresses, view, { core }, {}));
    }
  });
});

describe("4,096 cores", () => {
  const plan = planned(described(manyCores));

  test("are crowds with a count, each core with a place of its own", { timeout: 120_000 }, async () => {
    const scene = await drawMachineScene(plan, plan.machine, {});
    expectReadable(scene.svg);
    const cells = scene.parts.filter(({ part, isCell }) => part === "core" && isCell === true);
    expect(cells).toHaveLength(4096);
    expect(new Set(cells.map(({ box }) => `${box.x} ${box.y}`)).size).toBe(4096);
    expect(scene.svg).toContain(">one of 64 alike<");
    expect(scene.svg.length).toBeLessThan(500_000);
  });

  test("have routes and trees that can be read", { timeout: 120_000 }, async () => {
    expectReadable(await drawWay(plan, 3, 4095));
    const tree = drawTree(plan.machine, treeOver(4096), {});
    expect(number(expectReadable(tree), "height")).toBeLessThan(1700);
    expect(tree).toContain("4095 other cores told");
  });
});

test("a theme is one set of colours, without one the reader's choice is followed", () => {
  const { machine } = planned(described(`use "prelude/amd64"\nmachine m { core a: amd64 @ 1 GHz }`));
  const draw = (theme?: "light" | "dark") => drawTree(machine, treeOver(1), theme === undefined ? {} : { theme });
  expect(draw()).toContain("prefers-color-scheme: dark");
  expect(draw("light")).not.toContain("prefers-color-scheme");
  expect(draw("light")).toContain(".paper { fill: #ffffff; }");
  expect(draw("dark")).toContain(".paper { fill: #0d1117; }");
});

test("an address map has every byte of a space once, and says what is seen twice", () => {
  const plan = planOfExample("omap4");
  const { addresses } = plan.machine;
  if (addresses === null) throw new Error("omap4 has addresses");
  const view = viewOf(addresses, { core: 0 });
  if (view === null) throw new Error("its first core sees a space");
  const pieces = piecesOf(view, addresses, plan.machine);
  expect(pieces.reduce((sum, { size }) => sum + size, 0n)).toBe(1n << 32n);
  const twice = pieces.filter(({ aliases }) => aliases.length > 0).map(({ name, aliases }) => [name, aliases]);
  expect(twice).toEqual([
    ["timer5", ["0x4903_8000"]],
    ["timer5", ["0x4013_8000"]],
  ]);
  expect(viewOf(null, { core: 0 })).toBeNull();
});

/** Packages in a row, some of them joined once more. */
const chains = fc.record({
  count: fc.integer({ min: 2, max: 9 }),
  cores: fc.integer({ min: 1, max: 6 }),
  more: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { maxLength: 3 }),
});

property.prop([chains], { numRuns: 12 })("ways over machines made at random can be read", async (shape) => {
  const { count, cores, more } = shape;
  const links = [
    ...Array.from({ length: count - 1 }, (_, index) => `link p[${index}].x[0] -- p[${index + 1}].x[1]: Wire`),
    ...more.filter((from) => from + 2 < count).map((from) => `link p[${from}].x[2] -- p[${from + 2}].x[3]: Wire`),
  ];
  const plan = planned(
    described(`use "prelude/amd64"
interconnect Wire { transfer 64 bytes }
package P { core c[${cores}]: amd64 @ 1 GHz; ${cores > 1 ? "coherence between c[*];" : ""} port x[4]; memory m: 1 GiB }
machine any { package p[${count}]: P
  ${links.join("\n  ")} }`),
  );
  expectReadable(await drawWay(plan, 0, plan.machine.cores.length - 1));
  expectReadable(drawTree(plan.machine, treeOver(plan.machine.cores.length), {}));
});

const row = fc.record({ from: fc.nat(9), to: fc.nat(9), text: fc.string(), isLost: fc.boolean() });

const name = fc.string({ minLength: 1 }).map((text) => `c${text.replace(/[<>&"]/g, "")}`);

property.prop([fc.array(row, { maxLength: 20 }), fc.array(name, { minLength: 10, maxLength: 24 })], {
  numRuns: 30,
})("whatever is said in a sequence, it can be read", (rows, lifelines) => {
  const diagram: Diagram = {
    ...{ title: "a run", lifelines, earlier: 0, silent: 3, origin: 0 },
    rows: rows.map(({ from, to, text, isLost }, at) => {
      return { kind: "message", at, arrived: isLost ? null : at + 1, from, to, text: text.replace(/[<>&"]/g, "") };
    }),
  };
  expectReadable(drawSequence(diagram));
});
