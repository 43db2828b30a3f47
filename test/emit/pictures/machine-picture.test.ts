import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { clip, grow, overlap, type Rectangle } from "../../../src/emit/pictures/geometry.ts";
import { emitPicture } from "../../../src/emit/pictures/machine-picture.ts";
import { textWidth } from "../../../src/emit/pictures/text.ts";
import type { Plan } from "../../../src/plan/plan.ts";
import { twoBoxes } from "../../two-boxes.ts";
import { described, hotos09, mesh, nested, pairs, probed, torus } from "./pictured-machines.ts";
import { descendants, frameOf, hasClass, number, readPicture, type Shown, titleOf } from "./read-picture.ts";

async function draw(plan: Plan): Promise<string> {
  return String((await emitPicture(plan)).content);
}

const boxClasses = ["group", "inner", "core", "device"];

function boxesOf(picture: Shown): readonly Shown[] {
  return descendants(picture).filter(
    (shown) => boxClasses.some((name) => hasClass(shown, name)) && shown.attributes.has("data-name"),
  );
}

function ancestors(shown: Shown): readonly Shown[] {
  return shown.parent === null ? [] : [shown.parent, ...ancestors(shown.parent)];
}

function contains(outer: Rectangle, inner: Rectangle): boolean {
  const right = inner.x + inner.width <= outer.x + outer.width + 0.2;
  return (
    inner.x >= outer.x - 0.2 &&
    inner.y >= outer.y - 0.2 &&
    right &&
    inner.y + inner.height <= outer.y + outer.height + 0.2
  );
}

function expectEverythingOnce(picture: Shown, { machine }: Plan): void {
  if (machine === null) throw new Error("no machine");
  const programs = ["service", "client", "state"];
  const shown = descendants(picture).flatMap((each) =>
    programs.includes(each.attributes.get("data-part") ?? "") ? [] : namesOf(each),
  );
  const { parts, cores, caches, memories, links, devices, controllers } = machine;
  const elements = [...parts.slice(1), ...cores, ...caches, ...memories, ...links, ...devices, ...controllers];
  const expected = elements.map(({ path }) => path);
  const escaped = expected.map((path) => path.replace(/>/g, "&gt;"));
  expect([...shown].sort()).toEqual(escaped.sort());
}

/** A chip that stands for several devices tells them in its title. */
function namesOf(shown: Shown): readonly string[] {
  const name = shown.attributes.get("data-name");
  if (name === undefined) return [];
  const [, all = ""] =
    shown.attributes.get("data-part") === "device" ? (/^\d+ \w+: (.*)$/.exec(titleOf(shown)) ?? []) : [];
  return all === "" ? [name] : all.split(", ");
}

/** Two boxes are apart, or one lies within the other because it belongs to it. */
function expectBoxesApart(picture: Shown): void {
  const boxes = boxesOf(picture).map((shown) => ({ shown, frame: frameOf(shown) }));
  for (const [index, one] of boxes.entries())
    for (const other of boxes.slice(index + 1)) {
      const nestedIn = ancestors(other.shown).includes(one.shown);
      const fine = nestedIn ? contains(one.frame, other.frame) : !overlap(one.frame, other.frame);
      expect(fine, `${titleOf(one.shown)} and ${titleOf(other.shown)}`).toBe(true);
    }
}

/** A straight link may run over boxes that hold it, and over none beside. */
function expectLinksFree(picture: Shown): void {
  const frames = boxesOf(picture).map((shown) => ({ shown, frame: grow(frameOf(shown), -1) }));
  for (const link of descendants(picture).filter(
    (shown) => hasClass(shown, "link") && shown.attributes.has("data-name"),
  )) {
    const line = link.children.find(({ tag }) => tag === "line");
    if (line === undefined) continue;
    const [from, to] = [
      { x: number(line, "x1"), y: number(line, "y1") },
      { x: number(line, "x2"), y: number(line, "y2") },
    ];
    const crossed = frames.filter(
      ({ shown, frame }) => !ancestors(link).includes(shown) && clip(from, to, frame) !== null,
    );
    expect(crossed.map(({ shown }) => titleOf(shown))).toEqual([]);
  }
}

function textFrame(text: Shown): Rectangle {
  const size = number(text, "font-size");
  const width = textWidth(text.text.replace(/&\w+;/g, "x"), size);
  const anchor = text.attributes.get("text-anchor") ?? "start";
  const left = number(text, "x") - { start: 0, middle: width / 2, end: width }[anchor as "start" | "middle" | "end"];
  return { x: left, y: number(text, "y") - size * 0.75, width, height: size };
}

function expectTextsReadable(picture: Shown): void {
  const page = { x: 0, y: 0, width: number(picture, "width"), height: number(picture, "height") };
  const texts = descendants(picture).filter(({ tag }) => tag === "text");
  for (const text of texts) expect(contains(page, textFrame(text)), text.text).toBe(true);
  const labels = texts.filter((text) => hasClass(text, "halo"));
  for (const [index, one] of labels.entries())
    for (const other of texts.filter((text) => !labels.slice(0, index + 1).includes(text)))
      expect(overlap(textFrame(one), textFrame(other)), `${one.text} over ${other.text}`).toBe(false);
}

/** For viewers and screen readers: all that is shown says what it is, and nothing is fetched. */
function expectSelfContained(svg: string, picture: Shown): void {
  expect(svg).not.toMatch(/href|url\(|@import|<script|<image/);
  expect(svg.match(/https?:[^"]*/g)).toEqual(["http://www.w3.org/2000/svg"]);
  for (const shown of descendants(picture).filter(({ attributes }) => attributes.has("role")))
    expect(titleOf(shown)).not.toBe("");
}

const machines: Readonly<Record<string, () => Plan>> = {
  hotos09,
  "two sockets": () => probed("two-sockets"),
  hybrid: () => probed("hybrid"),
  "a virtual machine": () => probed("virtual-machine"),
  "an arm64 board": () => probed("arm-board"),
  "NUMA nodes within a package": () => probed("epyc"),
  "a node of memory alone": () => probed("memory-only-node"),
  "four sockets of dies": () => probed("four-sockets-of-dies"),
  "clocks that nobody tells": () => probed("riscv-board"),
  torus: () => described(torus),
  mesh: () => described(mesh),
  nested: () => described(nested),
  "two boxes": () => described(twoBoxes),
};

describe("the picture of", () => {
  for (const [name, plan] of Object.entries(machines))
    test(name, async () => {
      const svg = await draw(plan());
      const picture = readPicture(svg);
      expectEverythingOnce(picture, plan());
      expectBoxesApart(picture);
      expectLinksFree(picture);
      expectTextsReadable(picture);
      expectSelfContained(svg, picture);
      expect(await draw(plan())).toBe(svg);
    });
});

test("the picture of hotos09, to the byte; SKERRY_RECORD=1 records it anew", async () => {
  const file = join(import.meta.dirname, "fixtures", "hotos09.svg");
  const svg = await draw(hotos09());
  const { SKERRY_RECORD } = process.env;
  if (SKERRY_RECORD === "1") writeFileSync(file, svg);
  expect(existsSync(file) ? readFileSync(file, "utf8") : null).toBe(svg);
});

test("services stand in the core they were placed on, latencies in cycles of the one clock", async () => {
  const all = descendants(readPicture(await draw(hotos09())));
  const places = all
    .filter((shown) => hasClass(shown, "service") || hasClass(shown, "client"))
    .flatMap((shown) =>
      titleOf(shown) === "" ? [] : [`${titleOf(shown)} on ${shown.parent?.attributes.get("data-name")}`],
    );
  expect(places).toContain("service registry: Registry on p[0].cpu[1]");
  expect(places.filter((place) => place.startsWith("client web on p[3].cpu["))).toHaveLength(4);
  expect(all.filter((shown) => hasClass(shown, "halo")).map(({ text }) => text)).toEqual(Array(11).fill("65 cy"));
});

test("what fails together is framed in one colour, what is pluggable is dashed", async () => {
  const all = descendants(readPicture(await draw(described(twoBoxes))));
  const framed = all.filter((shown) => hasClass(shown, "domain") && shown.children[0]?.tag === "rect");
  const frames = ["failure", "power"].map((kind) => framed.filter((shown) => hasClass(shown, kind)).length);
  // Of two failure domains and two power domains each has one member, and a sample in the legend.
  expect(frames).toEqual([4, 4]);
  expect(new Set(framed.map(({ attributes }) => attributes.get("class"))).size).toBe(4);
  const pluggable = all.filter((shown) => hasClass(shown, "pluggable")).map((shown) => titleOf(shown));
  expect(pluggable.filter((label) => label?.endsWith(", pluggable") === true)).toHaveLength(6);
});

test("a port in a domain is framed at its end of the link", async () => {
  const text = `use "prelude/amd64"
    package Chip { core cpu: amd64 @ 1 GHz; port x }
    machine m {
      package p[2]: Chip
      link p[0].x -- p[1].x: Wire
      failure domain cable: p[0].x
    }
    interconnect Wire { transfer 64 bytes }`;
  const all = descendants(readPicture(await draw(described(text))));
  const inLegend = 1;
  const frames = all.filter((shown) => hasClass(shown, "domain"));
  expect(frames).toHaveLength(1 + inLegend);
  const ends = all
    .filter((shown) => hasClass(shown, "end"))
    .map((end) => ({ x: number(end, "x"), y: number(end, "y"), width: 6, height: 6 }));
  expect(ends.filter((end) => frames.some((frame) => contains(frameOf(frame), end)))).toHaveLength(1);
});

test("a machine without domains has no rules for them", async () => {
  const [plain, extra] = [await draw(hotos09()), await draw(described(twoBoxes))];
  for (const rule of [".domain0", ".pluggable", ".controller"]) {
    expect(plain).not.toContain(rule);
    expect(extra).toContain(rule);
  }
});

test("times are in ns where clocks differ", async () => {
  const svg = await draw(described(nested));
  expect(svg).toContain(">50 ns<");
  expect(svg).not.toMatch(/\d cy\b/);
});

test("links that no straight line can be for lead round the boxes", async () => {
  const links = descendants(readPicture(await draw(described(torus)))).filter((shown) => hasClass(shown, "link"));
  const curves = links.filter(({ children }) =>
    children.some(({ tag, attributes }) => tag === "path" && !attributes.has("class")),
  );
  expect(curves.length).toBeGreaterThan(0);
});

test("names are escaped, and a plan without a machine says so", async () => {
  const plan = { ...hotos09(), machine: null, name: `<b>"&` };
  const svg = await draw(plan);
  expect(svg).toContain('<title id="machine-title">&lt;b&gt;&quot;&amp;</title>');
  expect(svg).toContain("The description has no machine.");
  readPicture(svg);
});

/** Packages in a row, and some more links between any of them. */
const connected = fc.integer({ min: 1, max: 9 }).chain((count) => {
  const more = fc.subarray([...pairs(count)].filter(([a, b]) => b > a + 1));
  return fc.record({ count: fc.constant(count), cores: fc.integer({ min: 1, max: 9 }), more });
});

property.prop([connected], { numRuns: 25 })("nothing overlaps in any machine", async ({ count, cores, more }) => {
  const chain = Array.from({ length: count - 1 }, (_, index) => [index, index + 1] as const);
  const links = [...chain, ...more].map(([a, b]) => `link p[${a}].x[${b}] -- p[${b}].x[${a}]: Wire`);
  const plan = described(`use "prelude/amd64"
interconnect Wire { transfer 64 bytes }
package P { core c[${cores}]: amd64 @ 1 GHz; ${cores > 1 ? "coherence between c[*];" : ""} port x[${count}]; memory m: 1 GiB }
machine any { package p[${count}]: P
  ${links.join("\n  ")} }`);
  const svg = await draw(plan);
  const picture = readPicture(svg);
  expectEverythingOnce(picture, plan);
  expectBoxesApart(picture);
  expectLinksFree(picture);
  expectTextsReadable(picture);
});

test("devices that are alike are one chip with a count, but for those that differ in what a picture shows", async () => {
  const svg = await draw(
    described(`use "prelude/amd64"
use "prelude/devices"
machine many {
  core cpu: amd64 @ 1 GHz
  device disk[12]: SataDisk at cpu
  device nic[4]: Ethernet10G at cpu
}
`),
  );
  const chips = boxesOf(readPicture(svg)).filter((shown) => hasClass(shown, "device"));
  const texts = chips.map(({ children }) => children.filter(({ tag }) => tag === "text").map(({ text }) => text));
  expect(texts).toEqual([
    ["disk[0] … disk[11]", "12 SataDisk"],
    ...[0, 1, 2, 3].map((index) => [`nic[${index}]`, "Ethernet10G"]),
  ]);
  expect(chips.map(titleOf)[0]).toContain("12 SataDisk: disk[0], disk[1], ");
});
