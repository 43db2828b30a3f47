import { describe, expect, test } from "vitest";
import { explainLatency } from "../../src/analyses/latency/explain-latency.ts";
import { cycles, MachineBuilder } from "./machine-builder.ts";
import { coreAt, hotos09 } from "./machines.ts";

const inCycles = (picoseconds: number | null): number | null => (picoseconds === null ? null : picoseconds / 500);

describe("hotos09", () => {
  const machine = hotos09().build();
  const here = coreAt(machine, 0);

  test.each([
    ["p[0].cpu[0].l1", 2],
    ["p[0].cpu[0].l2", 15],
    ["p[0].l3", 75],
    ["p[0].cpu[1].l2", 130],
    ["p[1].l3", 195],
  ])("cache %s is %d cycles away", (path, expected) => {
    const cache = machine.caches.find((candidate) => candidate.path === path);
    expect(cache && inCycles(explainLatency(machine, here, cache).picoseconds)).toBe(expected);
  });

  test.each([
    [0, 0],
    [1, 130],
    [4, 195],
    [28, 195],
    [8, 260],
    [16, 325],
  ])("core %d is %d cycles away, and back", (index, expected) => {
    const there = coreAt(machine, index);
    expect(inCycles(explainLatency(machine, here, there).picoseconds)).toBe(expected);
    expect(inCycles(explainLatency(machine, there, here).picoseconds)).toBe(expected);
  });

  test("the steps say what was added up, and where it is said", () => {
    const { steps } = explainLatency(machine, here, coreAt(machine, 8));
    expect(steps.map((step) => [step.kind, step.what, inCycles(step.picoseconds)])).toEqual([
      ["coherence", "a line from another cache in p[2]", 130],
      ["link", "link p[0].ht[0] -- p[1].ht[0]", 65],
      ["link", "link p[1].ht[1] -- p[2].ht[0]", 65],
    ]);
    expect(steps.map((step) => step.span)).toEqual([
      machine.coherences[2]?.span,
      machine.links[0]?.span,
      machine.links[2]?.span,
    ]);
  });

  test("a memory that states no latency has none, and the answer says so", () => {
    const [dram] = machine.memories;
    expect(dram && explainLatency(machine, here, dram)).toMatchObject({
      picoseconds: null,
      reason: "No latency is stated for memory p[0].dram.",
    });
  });
});

test("a line leaves the largest domain of its owner that ends before the reader", () => {
  const builder = new MachineBuilder();
  const [a, b] = [builder.part("a"), builder.part("b")];
  const reader = builder.core(a, "a.cpu");
  const cluster = builder.part("b.c", { parent: b, level: "cluster" });
  const owners = [0, 1, 2].map((i) => builder.core(i < 2 ? cluster : b, `b.cpu[${i}]`));
  builder.coherence(cluster, owners.slice(0, 2), cycles(20));
  builder.coherence(b, owners, cycles(50));
  builder.link(builder.port(a, "a.x"), builder.port(b, "b.x"), cycles(7));
  const machine = builder.build();
  const [near, alsoNear] = [coreAt(machine, 1), coreAt(machine, 2)];
  expect(inCycles(explainLatency(machine, near, alsoNear).picoseconds)).toBe(20);
  expect(inCycles(explainLatency(machine, reader, near).picoseconds)).toBe(57);
  expect(inCycles(explainLatency(machine, near, reader).picoseconds)).toBe(7);
});

test("a known way over links goes before a domain that states no latency", () => {
  const builder = new MachineBuilder();
  const [a, b] = [builder.part("a"), builder.part("b")];
  const cores = [builder.core(a, "a.cpu"), builder.core(b, "b.cpu")] as const;
  builder.coherence(builder.root, cores, null);
  builder.link(builder.port(a, "a.x"), builder.port(b, "b.x"), cycles(7));
  expect(inCycles(explainLatency(builder.build(), ...cores).picoseconds)).toBe(7);
});

test("cores of one box are not joined by the port of the box", () => {
  const builder = new MachineBuilder();
  const box = builder.part("box", { level: "board" });
  const packages = [0, 1].map((i) => builder.part(`box.p[${i}]`, { parent: box }));
  const [near, far] = packages.map((part) => builder.core(part, `${part.path}.cpu`));
  const elsewhere = builder.core(builder.part("other"), "other.cpu");
  builder.link(builder.port(box, "box.eth"), { kind: "core", core: elsewhere }, cycles(1000), { direction: "oneWay" });
  const machine = builder.build();
  if (near === undefined || far === undefined) throw new Error("two cores were built");
  expect(explainLatency(machine, near, far).reason).toContain("box.p[0].cpu to box.p[1].cpu");
  expect(inCycles(explainLatency(machine, far, elsewhere).picoseconds)).toBe(1000);
});

test("memory of another package costs the links on the way", () => {
  const builder = new MachineBuilder();
  const [a, b] = [builder.part("a"), builder.part("b")];
  const core = builder.core(a, "a.cpu");
  builder.core(b, "b.cpu");
  const local = builder.memory(a, "a.dram", { latency: cycles(100) });
  const remote = builder.memory(b, "b.dram", { latency: cycles(110) });
  const shelf = builder.memory(builder.root, "shelf", { latency: cycles(300) });
  builder.link(builder.port(a, "a.x"), builder.port(b, "b.x"), cycles(7));
  const machine = builder.build();
  expect(inCycles(explainLatency(machine, core, local).picoseconds)).toBe(100);
  expect(inCycles(explainLatency(machine, core, remote).picoseconds)).toBe(117);
  expect(inCycles(explainLatency(machine, core, shelf).picoseconds)).toBe(300);
});
