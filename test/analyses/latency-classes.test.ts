import { expect, test } from "vitest";
import { chooseReader, classifyLatencies } from "../../src/analyses/latency/latency-classes.ts";
import { cycles, MachineBuilder } from "./machine-builder.ts";
import { coreAt, hotos09 } from "./machines.ts";

test("hotos09 falls into the classes of the paper's table 1, and 3-hop", () => {
  const builder = hotos09();
  const reader = coreAt(builder, 0);
  for (const [to, time] of [
    [builder.caches[0], 2],
    [builder.caches[8], 75],
    [coreAt(builder, 4), 190],
    [coreAt(builder, 8), 260],
  ] as const) {
    if (to !== undefined) builder.measure(reader, to, cycles(time));
  }
  builder.measure(coreAt(builder, 12), coreAt(builder, 8), cycles(192));
  const machine = builder.build();
  expect(chooseReader(machine)).toBe(reader);
  const rows = classifyLatencies(machine, reader).map(({ name, hops, derived, measured }) => [
    name,
    hops,
    (derived.picoseconds ?? -1) / 500,
    measured.map(({ time }) => time.cycles?.count),
  ]);
  expect(rows).toEqual([
    ["L1", 0, 2, [2]],
    ["L2", 0, 15, []],
    ["L3", 0, 75, [75]],
    ["other L1/L2", 0, 130, []],
    ["1-hop", 1, 195, [190, 192]],
    ["2-hop", 2, 260, [260]],
    ["3-hop", 3, 325, []],
  ]);
});

test("memories have classes of their own when something is known of them", () => {
  const builder = new MachineBuilder();
  const [a, b] = [builder.part("a"), builder.part("b")];
  const core = builder.core(a, "a.cpu");
  builder.core(b, "b.cpu");
  builder.memory(a, "a.dram", { latency: cycles(100) });
  builder.memory(b, "b.dram", { latency: cycles(100) });
  builder.link(builder.port(a, "a.x"), builder.port(b, "b.x"), cycles(7));
  const rows = classifyLatencies(builder.build(), core).map(({ name, derived }) => [name, derived.picoseconds]);
  expect(rows).toEqual([
    ["1-hop", 3500],
    ["memory", 50_000],
    ["1-hop memory", 53_500],
  ]);
});

test("a machine without measurements is seen from its first core online", () => {
  const builder = new MachineBuilder();
  builder.core(builder.root, "off", { online: false });
  const on = builder.core(builder.root, "on");
  expect(chooseReader(builder.build())).toBe(on);
  expect(chooseReader(new MachineBuilder().build())).toBeNull();
});
