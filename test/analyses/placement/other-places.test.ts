import { expect, test } from "vitest";
import { loadHighs } from "../../../src/algorithms/highs.ts";
import { compile } from "../../../src/pipeline.ts";
import type { PlanPlaces } from "../../../src/plan/plan.ts";
import { textHost } from "../../plan/example-host.ts";

const solver = await loadHighs();

const machine = `isa big { word 64 bits }
isa small { word 32 bits }
interface Net @ 1 { message ping() }
machine pair {
  core a[4]: big @ 1 GHz
  core m[2]: small @ 200 MHz
  coherence between a[*], m[*]: latency 100 ns
  memory dram: 64 MiB
}
`;

/** Of each instance of a service, by the names of cores. */
function placesOf(items: string, name: string): readonly (readonly string[] | null)[] {
  const text = `${machine}system shared on pair {\n${items}\n}\n`;
  const { product, diagnostics } = compile(["d.skerry"], textHost({ "d.skerry": text }), { solver });
  expect(diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message)).toEqual([]);
  const { system, machine: planned } = product.plan ?? { system: null, machine: null };
  const path = (core: number): string => planned?.cores[core]?.path ?? "";
  const instances = system?.services.find((each) => each.name === name)?.instances ?? [];
  return instances.map(({ core, places }) => {
    if (places === null) return null;
    expect(coresIn(places)).toContain(core);
    expect([...places.best].sort()).toEqual(coresIn(places).filter((each) => each !== core));
    return places.best.map(path);
  });
}

function coresIn({ within }: PlanPlaces): readonly number[] {
  return within.flatMap(([low, high]) => Array.from({ length: high - low + 1 }, (_, index) => low + index));
}

test("a service may move wherever it may run, near those it talks to first", () => {
  const web = 'client web = "./web.ts" on m[1] uses net';
  expect(placesOf(`service net: Net = "./net.ts" near m[1]\n${web}`, "net")).toEqual([
    ["m[1]", "a[1]", "a[2]", "a[3]", "m[0]"],
  ]);
});

test("what it requires of a core, it requires of all of them", () => {
  const [places] = placesOf('service net: Net = "./net.ts" requires isa big', "net");
  expect(places).toHaveLength(3);
  expect(places?.every((core) => core.startsWith("a"))).toBe(true);
});

test("one that is said to be on a core stays there, and a client stays where it is", () => {
  expect(placesOf('service net: Net = "./net.ts" on a[1]', "net")).toEqual([null]);
});

test("copies stay apart, as what must be apart does", () => {
  const places = placesOf('service net: Net = "./net.ts" copies 2', "net");
  expect(places.map((each) => each?.length)).toEqual([4, 4]);
});
