/** A machine of several boxes, from the text to all that is made of it: the edge of a box is a link with other numbers. */
import { expect, test } from "vitest";
import { explainLatency } from "../src/analyses/latency/explain-latency.ts";
import { emitHwloc } from "../src/emit/hwloc/emit-hwloc.ts";
import { translateHwloc } from "../src/import/hwloc/translate.ts";
import { compile } from "../src/pipeline.ts";
import { readRoutes } from "../src/plan/read-routes.ts";
import { countObjects, hasLstopo, rewriteXml } from "./import/hwloc/lstopo.ts";
import { textHost } from "./plan/example-host.ts";
import { twoBoxes } from "./two-boxes.ts";

const { product, diagnostics } = compile(["two-boxes.skerry"], textHost({ "two-boxes.skerry": twoBoxes }));
const [machine] = product.description.machines;
const { plan } = product;

function core(path: string) {
  const found = machine?.cores.find((one) => one.path === path);
  if (machine === undefined || found === undefined) throw new Error(`there is no core ${path}`);
  return { machine, core: found };
}

test("is described without fault", () => {
  expect(diagnostics).toEqual([]);
  expect(plan?.machine?.parts.filter(({ level }) => level === "box").map(({ path }) => path)).toEqual(["b[0]", "b[1]"]);
});

test("costs between boxes are those of the link and of what lies behind it", () => {
  const from = core("b[0].s[1].cpu[2]");
  const near = explainLatency(from.machine, from.core, core("b[1].s[1].cpu[2]").core);
  const far = explainLatency(from.machine, from.core, core("b[1].s[0].cpu[2]").core);
  expect(near.steps.map(({ what }) => what)).toContain("link b[0].s[1].pcie[0] -- b[1].s[1].pcie[0]");
  expect((far.picoseconds ?? 0) - (near.picoseconds ?? 0)).toBe(70_000);
  expect(near.picoseconds).toBeGreaterThan(5_000_000);
});

test("coherence leads to neighbours in a box only, links to others", () => {
  const boxOf = (index: number) => plan?.machine?.cores[index]?.path.slice(0, 4);
  const crossing = (plan?.fabric?.hops ?? []).filter(({ from, to }) => boxOf(from) !== boxOf(to));
  expect(crossing.length).toBeGreaterThan(0);
  expect(crossing.every(({ via }) => "link" in via)).toBe(true);
});

test("every core has a route to every other", () => {
  if (plan?.routes === null || plan?.routes === undefined) throw new Error("no routes");
  const routes = readRoutes(plan.routes);
  const times = Array.from({ length: 16 }, (_, from) =>
    Array.from({ length: 16 }, (_, to) => routes.latency(from, to)),
  );
  expect(times.flat().every((time) => time >= 0)).toBe(true);
});

test("interrupts of a box arrive at its own cores", () => {
  const devices = plan?.machine?.devices ?? [];
  expect(devices.map(({ interrupts }) => interrupts)).toEqual([
    [0, 1, 2, 3, 4, 5, 6, 7],
    [0, 1, 2, 3, 4, 5, 6, 7],
    [8, 9, 10, 11, 12, 13, 14, 15],
    [8, 9, 10, 11, 12, 13, 14, 15],
  ]);
});

test("hwloc sees boxes as groups", () => {
  const xml = plan === null ? "" : String(emitHwloc(plan)[0]?.content);
  expect(xml.match(/subtype="Box"/g)).toHaveLength(2);
  expect(
    translateHwloc({ path: "machine.xml", text: xml }).diagnostics.filter(({ severity }) => severity === "error"),
  ).toEqual([]);
});

test.skipIf(!hasLstopo)("hwloc gives them back", () => {
  const xml = plan === null ? "" : String(emitHwloc(plan)[0]?.content);
  expect(countObjects(rewriteXml(xml))).toEqual(countObjects(xml));
});
