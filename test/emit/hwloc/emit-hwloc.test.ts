import { readdirSync } from "node:fs";
import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { emitHwloc } from "../../../src/emit/hwloc/emit-hwloc.ts";
import { pciClassOfKind } from "../../../src/emit/hwloc/pci-class.ts";
import { printBits } from "../../../src/emit/hwloc/print-bits.ts";
import { isaOfArchitecture } from "../../../src/import/description/architectures.ts";
import { pciClassOf, pciKinds } from "../../../src/import/description/pci-classes.ts";
import { numbersOf, parseBits } from "../../../src/import/hwloc/bits.ts";
import { translateHwloc } from "../../../src/import/hwloc/translate.ts";
import { compile } from "../../../src/pipeline.ts";
import type { Plan } from "../../../src/plan/plan.ts";
import { countObjects, hasLstopo, rewriteXml } from "../../import/hwloc/lstopo.ts";
import { exampleHost } from "../../plan/example-host.ts";
import { described, probed, torus } from "../pictures/pictured-machines.ts";

const emitText = (plan: Plan) => String(emitHwloc(plan)[0]?.content);
const emitMachine = (items: string) => emitText(described(`use "prelude/amd64"\nuse "prelude/pci"\n${items}\n`));

/** hwloc counts only what there is. */
const countsOfPackages = (count: number) => (count === 0 ? {} : { Package: count });

/** Those with a machine. */
const machines = readdirSync("examples")
  .filter((name) => !name.includes("."))
  .map((name) => ({ name, files: readdirSync(`examples/${name}`).filter((file) => file.endsWith(".skerry")) }))
  .filter(({ files }) => files.length > 0);

/** The examples that hwloc has room for. */
const examples = machines.flatMap(({ name, files }) => {
  const { plan } = compile(files, exampleHost(name)).product;
  return plan === null || emitHwloc(plan).length === 0 ? [] : [{ name, plan }];
});

test("all examples but the largest have a file", () => {
  expect(examples.map(({ name }) => name)).toEqual(machines.map(({ name }) => name).filter((name) => name !== "torus"));
});

describe.each(examples)("the machine of $name", ({ plan }) => {
  test.skipIf(!hasLstopo)("comes back from hwloc as it went there", () => {
    const xml = emitText(plan);
    const counts = countObjects(xml);
    expect(countObjects(rewriteXml(xml))).toEqual(counts);
    const { cores = [], memories = [], caches = [], parts = [] } = plan.machine ?? {};
    expect(counts).toMatchObject({
      Core: cores.length,
      PU: cores.reduce((sum, { threads }) => sum + threads, 0),
      NUMANode: memories.length,
      ...countsOfPackages(parts.filter(({ level }) => level === "package").length),
    });
    const cacheCounts = Object.entries(counts).filter(([type]) => type.endsWith("Cache"));
    expect(cacheCounts.reduce((sum, [, count]) => sum + count, 0)).toBe(caches.length);
  });

  test("is read again by Skerry, which has nothing against it", () => {
    const { product, diagnostics } = translateHwloc({ path: "machine.xml", text: emitText(plan) });
    expect(diagnostics.filter(({ severity }) => severity !== "note")).toEqual([]);
    expect(described(product ?? "").machine?.cores.length).toBe(plan.machine?.cores.length);
  });
});

test("a machine of everything hwloc can say", () => {
  expect(
    emitMachine(`
device Odd {}
cluster Pair(os: count) {
  core cpu[1]: amd64 @ 2.5 GHz, kind performance, threads 2, os os
  core little: amd64 @ 1 GHz, kind efficiency, os os + 2
  cache shared: 1 MiB, shared by cpu[0], little
}
package P(os: count) {
  cluster a: Pair(os)
  cluster b: Pair(os + 4)
  coherence between a.cpu[0], a.little, b.cpu[0], b.little
  memory ram: 1 GiB
  port out
}
machine all {
  package p: P(0)
  core spare: amd64, os 8, offline
  memory far: 2 GiB, node 7
  device nic: EthernetController at p.out, address "0000:3b:00.0"
  device usb: UsbController at p, address "0000:00:14.0"
  device gadget: Odd at p.a, address "slot 3"
  measured latency p.a.cpu[0] -> far: 250 ns "own measurement"
}`),
  ).toMatchSnapshot();
});

test("a machine with more threads than fit has no file", () => {
  const cores = "core a: amd64, threads 1024; core b: amd64, threads 1024";
  const full = `use "prelude/amd64"\nmachine m { ${cores}; coherence between a, b }`;
  const large = `use "prelude/amd64"\nmachine m { ${cores}; core c: amd64; coherence between a, b, c }`;
  expect([full, large].map((text) => emitHwloc(described(text)).length)).toEqual([1, 0]);
});

test("what cuts across another object stays outside of the tree", () => {
  const xml = emitMachine(`
package P { core c[2]: amd64 }
machine m {
  package p[2]: P
  cache l3: 1 MiB, shared by p[0].c[1], p[1].c[0]
  coherence between p[*].c[*]
}`);
  expect(countObjects(xml)).toEqual({ Machine: 1, NUMANode: 1, Package: 2, Core: 4, PU: 4 });
});

const recorded = readdirSync("test/import/sysfs/fixtures").filter((name) => name !== "not-linux");

describe.each([
  ...recorded.map((name) => [name, () => probed(name)] as const),
  ["torus", () => described(torus)] as const,
])("%s", (_, plan) => {
  test.skipIf(!hasLstopo)("comes back from hwloc with the same objects", () => {
    const xml = emitText(plan());
    expect(countObjects(rewriteXml(xml))).toEqual(countObjects(xml));
  });
});

test("kinds of PCI devices and names of instruction sets come back as they were", () => {
  expect(pciKinds.filter((kind) => pciClassOf(Number.parseInt(pciClassOfKind(kind), 16) << 8).kind !== kind)).toEqual(
    [],
  );
  expect(["x86_64", "aarch64"].map(isaOfArchitecture)).toEqual(["amd64", "arm64"]);
});

property.prop([fc.uniqueArray(fc.nat({ max: 300 }))])("sets are read as they are printed", (numbers) => {
  const sorted = numbers.sort((a, b) => a - b);
  expect(numbersOf(parseBits(printBits(sorted)) ?? { words: [], infinite: true })).toEqual(sorted);
});
