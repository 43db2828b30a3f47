import fc from "fast-check";
import { expect, test } from "vitest";
import { compile } from "../../src/pipeline.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { countUnwritable, serialisePlan } from "../../src/plan/serialise.ts";
import { textHost } from "./example-host.ts";

const empty: Plan = {
  format: "skerry-plan",
  version: 1,
  name: "nothing",
  provenance: [],
  interfaces: [],
  machine: null,
  fabric: null,
  routes: null,
  system: null,
  boot: null,
  traffic: null,
};

test("a small plan reads as one would write it", () => {
  const table = { nextHop: [[0]], virtualChannel: [[0]], latency: [[0]] };
  const routes = {
    virtualChannels: 1,
    dimensions: [table],
    coordinates: null,
    failover: [],
    lines: [],
    sidestep: null,
    unprepared: [],
  };
  const provenance = [{ path: 'odd "name"\n.skerry', sha256: "0".repeat(64) }];
  expect(serialisePlan({ ...empty, routes, provenance })).toBe(`{
  "format": "skerry-plan",
  "version": 1,
  "name": "nothing",
  "provenance": [
    { "path": "odd \\"name\\"\\n.skerry", "sha256": "${"0".repeat(64)}" }
  ],
  "interfaces": [],
  "machine": null,
  "fabric": null,
  "routes": {
    "virtualChannels": 1,
    "dimensions": [{ "nextHop": [[0]], "virtualChannel": [[0]], "latency": [[0]] }],
    "coordinates": null,
    "failover": [],
    "lines": [],
    "sidestep": null,
    "unprepared": []
  },
  "system": null,
  "boot": null,
  "traffic": null
}
`);
});

test("a long row of numbers stays on one line", () => {
  const row = Array.from({ length: 200 }, (_, i) => i);
  const table = { nextHop: [row, row], virtualChannel: [], latency: [] };
  const routes = {
    virtualChannels: 1,
    dimensions: [table],
    coordinates: [row],
    failover: [],
    lines: [],
    sidestep: null,
    unprepared: [],
  };
  const lines = serialisePlan({ ...empty, routes }).split("\n");
  const printed = JSON.stringify(row).replaceAll(",", ", ");
  expect(lines).toContain(`          ${printed},`);
  expect(lines).toContain(`      ${printed}`);
});

test("reading the text back gives the plan, whatever stands in its strings", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string(), (name, path) => {
      const plan = { ...empty, name, provenance: [{ path, sha256: "" }] };
      expect(JSON.parse(serialisePlan(plan))).toEqual(plan);
    }),
  );
});

const texts = {
  "a.skerry": `interface A @ 1 { call ask(question: string<10>) -> (answer: u32) }`,
  "b.skerry": `use "./a"\ninterface B @ 1 { event seen(at: u64) }`,
  "c.skerry": `use "prelude/amd64"\nmachine m { core cpu[3]: amd64 @ 1 GHz; coherence between cpu[*]: latency 10 ns }`,
  "d.skerry": `use "./a"\nuse "./b"\nuse "./c"\nsystem s on m { service a: A = "./a.ts" every core; service b: B = "./b.ts"; client c = "./c.ts" uses a, b }`,
};

test("the order of the files does not change a byte of the plan", () => {
  const roots = Object.keys(texts);
  const compileInOrder = (order: readonly string[]): string => {
    const { product, diagnostics } = compile(order, textHost(texts));
    expect(diagnostics).toEqual([]);
    return product.plan === null ? "" : serialisePlan(product.plan);
  };
  const expected = compileInOrder(roots);
  expect(expected).toContain('"name": "s"');
  fc.assert(
    fc.property(fc.shuffledSubarray(roots, { minLength: roots.length }), (order) => {
      expect(compileInOrder(order)).toBe(expected);
    }),
    { numRuns: 24 },
  );
});

test("a plan of too many hops and channels is said to be too long, and no other", () => {
  const hop = { from: 0, to: 1, via: { link: 0 }, latency: 1, basis: "composed" as const, bandwidth: null };
  const fabric = { hops: new Array(2_400_000).fill(hop) };
  expect(countUnwritable({ fabric, boot: null })).toBeNull();
  expect(countUnwritable({ fabric: { hops: [...fabric.hops, hop] }, boot: null })).toBe(2_400_001);
  expect(countUnwritable({ fabric: null, boot: null })).toBeNull();
});
