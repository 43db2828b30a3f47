import { readdirSync } from "node:fs";
import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { boxesOf } from "../../../../src/emit/boot/barrelfish/boxes.ts";
import { barrelfish } from "../../../../src/emit/boot/barrelfish/emit-barrelfish.ts";
import { compile } from "../../../../src/pipeline.ts";
import type { Plan } from "../../../../src/plan/plan.ts";
import { exampleHost, textHost } from "../../../plan/example-host.ts";
import { parseSockeye, resolveIn } from "./parse-sockeye.ts";

function planOf(name: string): Plan {
  const files = readdirSync(`examples/${name}`).filter((file) => file.endsWith(".skerry"));
  const { plan } = compile(files, exampleHost(name)).product;
  if (plan === null) throw new Error(`${name} has no plan`);
  return plan;
}

function fileOf(plan: Plan, end: string): string {
  return String(barrelfish.emit(plan).find(({ path }) => path.endsWith(end))?.content);
}

describe.each(["omap4", "zynqmp", "hotos09", "smartnic"])("%s", (name) => {
  const plan = planOf(name);

  test("has a machine in Sockeye 2 that resolves every address as the plan's views do", () => {
    const nodes = parseSockeye(fileOf(plan, ".soc"));
    const { machine } = plan;
    for (const { cores, ranges } of machine?.addresses?.views ?? []) {
      const core = (machine?.cores[cores[0] ?? -1]?.path ?? "").replaceAll(/\W+/g, "_").replace(/_$/, "");
      for (const { from, to, target, offset } of cores.length === 0 ? [] : ranges) {
        const found = [BigInt(from), BigInt(to)].map((address) => resolveIn(nodes, core, address));
        const length = BigInt(to) - BigInt(from);
        expect(found.map((each) => each?.[1])).toEqual([BigInt(offset), BigInt(offset) + length]);
        if ("memory" in target) {
          const memory = (machine?.memories[target.memory]?.path ?? "").replaceAll(/\W+/g, "_").replace(/_$/, "");
          expect(found[0]?.[0]).toBe(memory);
        }
      }
    }
    expect(nodes.size).toBeGreaterThanOrEqual(machine?.memories.length ?? 0);
  });

  test("has a menu whose lines its reader takes, in the order in which things are started", () => {
    expect(barrelfish.judge(plan).filter(({ kind }) => kind.severity === "error")).toEqual([]);
    const menu = fileOf(plan, "menu.lst");
    expect(menu.endsWith("\n")).toBe(true);
    const lines = menu.trimEnd().split("\n");
    for (const line of lines) {
      const [word = "", ...rest] = line.split(" ");
      expect([
        "timeout",
        "title",
        "root",
        "kernel",
        "bootdriver",
        "cpudriver",
        "module",
        "modulenounzip",
        "mmap",
      ]).toContain(word);
      expect(rest.slice(1).join(" ").length).toBeLessThanOrEqual(255);
    }
    const place = (file: string): number => lines.findIndex((line) => line.split(" ")[1]?.endsWith(`/${file}`));
    const order = ["init", "mem_serv", "monitor", "ramfsd", "skb", "kaluga", "spawnd", "startd", "corectrl"].map(place);
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(order[0]).toBeGreaterThan(0);
  });
});

test("the menu of the paper's machine starts each program on the cores that the plan says, drivers by Kaluga", () => {
  const lines = fileOf(planOf("hotos09"), "menu.lst").split("\n");
  expect(lines).toContain("module /x86_64/sbin/registry core=1,5,9,13,17,21,25,29");
  expect(lines).toContain("module /x86_64/sbin/web core=12-15");
  expect(fileOf(planOf("omap4"), "menu.lst")).toContain("module /armv7/sbin/film auto core=0\n");
  expect(fileOf(planOf("zynqmp"), "menu.lst")).toContain(
    "mmap map 0x0 0x80000000 1\nmmap map 0x800000000 0x80000000 1\n",
  );
});

function described(isa: string, core = "", clients = "", name = "odd"): Plan {
  const text = `use "prelude/${isa}"
machine box {
  core cpu[512]: ${isa} @ 1 GHz${core}
  coherence between cpu[*]: latency 50 ns
  memory dram: 1 GiB
  ${core === "" ? "" : "space bus: 40 bits { map 0x4000_0000 to dram }"}
}
interface Echo { call say(n: u32) -> (n: u32) }
system ping on box {
  service echo: Echo = "./echo.ts" on cpu[0]
  client ${name} = "./odd.ts" uses echo on ${clients === "" ? "cpu[1]" : clients}
}
`;
  const { product, diagnostics } = compile(["box.skerry"], textHost({ "box.skerry": text }));
  if (product.plan === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return product.plan;
}

const odd = Array.from({ length: 100 }, (_, index) => `cpu[${2 * index + 1}]`).join(", ");
const faults: Readonly<Record<string, readonly [Plan, readonly string[]]>> = {
  "another instruction set": [
    described("riscv64"),
    ["SK9809 `barrelfish` boots on amd64, arm64 or armv7a, and `cpu[0]`, which boots first, is riscv64"],
  ],
  "memory that nobody tells the kernel of": [
    described("arm64"),
    ["SK9806 `barrelfish` needs the address of `dram`, which no address space tells"],
  ],
  "memory at a known address": [described("arm64", ", sees bus"), []],
  "memory that the boot loader tells of": [described("amd64"), []],
  "a program that is called as one of Barrelfish's own": [
    described("amd64", "", "", "monitor"),
    ["SK9811 `barrelfish` has something of its own called `monitor`"],
  ],
  "a line that is too long": [
    described("amd64", "", odd),
    ["SK9807 `barrelfish` takes at most 255 bytes of arguments, as `/x86_64/sbin/odd` has, and there would be 349"],
  ],
};
test.each(Object.entries(faults))("%s", (_, [plan, expected]) => {
  expect(barrelfish.judge(plan).map(({ kind, message }) => `${kind.code} ${message}`)).toEqual(expected);
});

const widths = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 });
const ranges = widths.chain((bits) => {
  const most = 2 ** bits.reduce((sum, width) => sum + width, 0) - 1;
  return fc.tuple(fc.nat({ max: most }), fc.nat({ max: most })).map(([one, other]) => {
    return { bits, from: BigInt(Math.min(one, other)), to: BigInt(Math.max(one, other)) };
  });
});
property.prop([ranges])("boxes hold every address of a range once, in order", ({ bits, from, to }) => {
  const boxes = boxesOf(from, to, bits);
  expect(boxes.length).toBeLessThanOrEqual(2 * bits.length - 1);
  let next = from;
  for (const each of boxes) {
    expect(each.from).toBe(next);
    next = each.to + 1n;
    expect(each.box.reduce((product, [least, most]) => product * (most - least + 1n), 1n)).toBe(
      each.to - each.from + 1n,
    );
    const first = each.box.reduce((sum, [least], part) => sum * 2n ** BigInt(bits[part] ?? 0) + least, 0n);
    expect(first).toBe(each.from);
  }
  expect(next).toBe(to + 1n);
});
