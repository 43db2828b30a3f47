import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Description } from "../../src/model/description.ts";
import type { Machine } from "../../src/model/machine.ts";
import { compile } from "../../src/pipeline.ts";
import { buildPlan } from "../../src/plan/build-plan.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { resolveModule } from "../../src/plan/sections/system.ts";
import { serialisePlan } from "../../src/plan/serialise.ts";
import { validatePlan } from "../../src/plan/validate.ts";
import { cycles, MachineBuilder } from "../analyses/machine-builder.ts";
import { machines } from "../analyses/machines.ts";
import { textHost } from "./example-host.ts";

const hardware = `use "prelude/amd64"
machine box { core cpu[2]: amd64 @ 1 GHz; coherence between cpu[*]: latency 10 ns }
`;

function planOf(text: string, options: { system?: string } = {}) {
  const { product, diagnostics } = compile(["d.skerry"], textHost({ "d.skerry": text }), options);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  return { plan: product.plan, errors: errors.map(({ code, message }) => [code, message]), diagnostics };
}

function only(...machinesDescribed: readonly Machine[]): Description {
  return { files: [], machines: machinesDescribed, interfaces: [], systems: [] };
}

describe("what the plan is made for", () => {
  test("interfaces alone have no machine", () => {
    const { plan } = planOf("interface A @ 1 { message hello() }");
    expect(plan).toMatchObject({
      name: "A",
      machine: null,
      fabric: null,
      routes: null,
      system: null,
      boot: null,
      traffic: null,
    });
    expect(plan?.interfaces).toHaveLength(1);
    expect(validatePlan(plan)).toEqual([]);
  });

  test("a machine alone boots without programs", () => {
    const { plan } = planOf(hardware);
    expect(plan).toMatchObject({ name: "box", system: null, boot: { bootCore: 0, order: [0, 1], window: 16 } });
    expect(validatePlan(plan)).toEqual([]);
  });

  const twoSystems = `${hardware}interface A @ 1 { message hello() }
system first on box { service a: A = "./a.ts" }
system second on box { service a: A = "./a.ts" }
`;

  test("of several systems one must be named", () => {
    const { plan, errors, diagnostics } = planOf(twoSystems);
    expect(plan).toBeNull();
    expect(errors).toEqual([["SK6001", "there are 2 systems, `first` and `second`: say which one to plan"]]);
    expect(diagnostics.find(({ code }) => code === "SK6001")?.related).toHaveLength(1);
    expect(planOf(twoSystems, { system: "second" }).plan?.name).toBe("second");
  });

  test("a system that is not there is answered with those that are", () => {
    expect(planOf(twoSystems, { system: "secnd" }).errors).toEqual([
      ["SK6002", "there is no system `secnd`: did you mean `second`?"],
    ]);
    expect(planOf(hardware, { system: "x" }).errors).toEqual([
      ["SK6002", "there is no system `x`: the description holds none"],
    ]);
  });

  test("several machines without a system are too many", () => {
    const { plan, errors } = planOf(`${hardware}machine other { core cpu: amd64 @ 1 GHz }`);
    expect(plan).toBeNull();
    expect(errors.map(([code]) => code)).toEqual(["SK6003"]);
  });

  test("a description with errors has no plan", () => {
    expect(planOf("machine m { core cpu: nowhere @ 1 GHz }").plan).toBeNull();
  });

  test("an empty description has an empty plan", () => {
    expect(buildPlan(only(), {}).product).toMatchObject({ name: "nothing", interfaces: [], machine: null });
  });
});

describe("a machine that cannot boot whole", () => {
  test("names two cores between which nothing leads, and counts the pairs", () => {
    const builder = new MachineBuilder();
    const [a, b] = [builder.core(builder.root, "a"), builder.core(builder.root, "b")] as const;
    const alone = builder.core(builder.root, "alone");
    builder.coherence(builder.root, [a, b], cycles(1));
    const { product, diagnostics } = buildPlan(only(builder.build()), {});
    expect(product).toBeNull();
    expect(diagnostics).toMatchObject([{ code: "SK6005", span: a.span, related: [{ span: alone.span }] }]);
    expect(diagnostics[0]?.message).toContain("from `a` to `alone`, nor between 3 more pairs of cores");
  });

  test("needs a core that is online", () => {
    const builder = new MachineBuilder();
    builder.core(builder.root, "a", { online: false });
    expect(buildPlan(only(builder.build()), {}).diagnostics.map(({ code }) => code)).toEqual(["SK6004"]);
  });
});

test("offline cores stay in the plan's machine but have no routes, rings or place in the boot order", () => {
  const builder = new MachineBuilder();
  const cores = [false, true, true].map((online, i) => builder.core(builder.root, `cpu[${i}]`, { online }));
  builder.coherence(builder.root, cores, cycles(2));
  const { product } = buildPlan(only(builder.build()), {});
  expect(product?.routes?.dimensions[0]?.nextHop).toEqual([
    [0, -1, -1],
    [-1, 1, 2],
    [-1, 1, 2],
  ]);
  expect(product?.boot?.order).toEqual([1, 2]);
  expect(product?.boot?.channels.map(({ from, to }) => [from, to])).toEqual([
    [1, 2],
    [2, 1],
  ]);
  expect(validatePlan(product)).toEqual([]);
});

test("rings hold what is under way on long links, and lie in the memory of the receiver", () => {
  const builder = new MachineBuilder();
  const parts = ["a", "b"].map((path) => builder.part(path));
  for (const part of parts) {
    builder.core(part, `${part.path}.cpu`, { isa: { ...builder.isa(), lineBytes: 128 } });
    builder.memory(part, `${part.path}.dram`);
  }
  const [a, b] = parts.map((part) => builder.port(part, `${part.path}.eth`));
  if (a === undefined || b === undefined) throw new Error("two ports were built");
  builder.link(a, b, { picoseconds: 10_000_000, cycles: null }, { bandwidth: 1.25e9 });
  const { product } = buildPlan(only(builder.build()), {});
  // 2 × 10 µs × 1.25 GB/s = 25,000 bytes, 196 slots of 128.
  expect(product?.boot?.channels.map(({ slots, slotBytes, memory }) => [slots, slotBytes, memory])).toEqual([
    [256, 128, 1],
    [256, 128, 0],
  ]);
});

test("any machine that is whole has a plan that its schema accepts", () => {
  fc.assert(
    fc.property(machines, (machine) => {
      const { product, diagnostics } = buildPlan(only(machine), {});
      expect(diagnostics).toEqual([]);
      expect(validatePlan(product)).toEqual([]);
      expect(product === null ? null : JSON.parse(serialisePlan(product))).toEqual(product);
    }),
    { numRuns: 50 },
  );
});

describe("the fingerprint of an interface", () => {
  const fingerprint = (text: string): string => {
    const { plan, errors } = planOf(text);
    expect(errors).toEqual([]);
    return fingerprints(plan)[0] ?? "";
  };
  const fingerprints = (plan: Plan | null) => plan?.interfaces.map((one) => one.fingerprint) ?? [];
  const written = `interface A @ 1 {
  const most = 4
  enum E: u8 { no, yes }
  struct S { x: u32; e: E }
  call ask(s: S, name: string<most>) -> (count: u64) fails E
}`;

  test("is 16 hexadecimal digits and stays when only words and places change", () => {
    expect(fingerprint(written)).toMatch(/^[0-9a-f]{16}$/);
    expect(fingerprint(`\n/// Asks.\n${written.replace("call", "/// Really.\n  call")}`)).toBe(fingerprint(written));
    expect(fingerprint(written.replace("most = 4", "more = 4").replace("<most>", "<more>"))).toBe(fingerprint(written));
  });

  test.each([
    ["enum E: u8 { no, yes }", "struct Unused { x: u8 }\n  enum E: u8 { no, yes }"],
    ["enum E: u8 { no, yes }\n  struct S { x: u32; e: E }", "struct S { x: u32; e: E }\n  enum E: u8 { no, yes }"],
    ["{ no, yes }", "{ yes = 1, no = 0 }"],
  ])("does not count what is in no message: %j may become %j", (from, to) => {
    expect(written).toContain(from);
    expect(fingerprint(written.replace(from, to))).toBe(fingerprint(written));
  });

  test.each([
    ["@ 1", "@ 2"],
    ["most = 4", "most = 5"],
    ["{ no, yes }", "{ yes, no }"],
    ["E: u8", "E: u16"],
    ["x: u32", "y: u32"],
    ["x: u32", "x: i32"],
    ["call ask", "call tell"],
    ["call ask", "message first()\n call ask"],
    ["call ask", "stream ask"],
    ["count: u64", "count: i64"],
    [" fails E", " fails S"],
    [" fails E", ""],
    ["interface A", "interface B"],
  ])("changes when %j becomes %j", (from, to) => {
    expect(written).toContain(from);
    expect(fingerprint(written.replace(from, to))).not.toBe(fingerprint(written));
  });
});

test.each([
  ["system.skerry", "./disk.ts", "./disk.ts"],
  ["system.skerry", "disk.ts", "./disk.ts"],
  ["sub/system.skerry", "./disk.ts", "./sub/disk.ts"],
  ["sub/system.skerry", "../disk.ts", "./disk.ts"],
  ["sub/system.skerry", "../../shared/disk.ts", "../shared/disk.ts"],
  ["../other/system.skerry", "./disk.ts", "../other/disk.ts"],
])("in %s, the module %s is %s from the description's folder", (writtenIn, module, expected) => {
  expect(resolveModule(writtenIn, module)).toBe(expected);
});
