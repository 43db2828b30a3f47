import { availableParallelism } from "node:os";
import { fc, test as property } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { describe } from "../../../src/import/sysfs/describe.ts";
import { measureLatencies, samplePairs } from "../../../src/import/sysfs/measure-latencies.ts";
import { treeFromFiles } from "./tree-from-text.ts";

test.skipIf(availableParallelism() < 2)("measures two CPUs of this computer and says how", async () => {
  const progress: string[] = [];
  const onPair = (done: number, all: number) => progress.push(`${done}/${all}`);
  const measured = await measureLatencies([0, 1], { date: "2026-11-22", patience: 25_000, onPair });
  expect(progress).toEqual(["1/1"]);
  expect(measured).toHaveLength(1);
  for (const { from, to, nanoseconds, source } of measured) {
    expect([from, to]).toEqual([0, 1]);
    expect(nanoseconds).toBeGreaterThan(0);
    expect(source).toMatch(
      /^skerry probe, 2026-11-22, half a round trip of [\d.]+ ns, (both threads pinned|threads not pinned, .*)$/,
    );
  }
});

property.prop([fc.uniqueArray(fc.nat(500), { maxLength: 30 }), fc.integer({ min: 1, max: 60 })])(
  "a sample has at most that many pairs, none twice, all of them when they fit",
  (cpus, most) => {
    const pairs = samplePairs(cpus, most);
    const all = (cpus.length * (cpus.length - 1)) / 2;
    expect(pairs).toHaveLength(Math.min(all, most));
    expect(new Set(pairs.map(([a, b]) => `${a} ${b}`)).size).toBe(pairs.length);
  },
);

test("measured numbers stand in the description with their source; those of unknown CPUs do not", () => {
  const cpu = "sys/devices/system/cpu";
  const tree = treeFromFiles(
    new Map([
      ["proc/sys/kernel/arch", "x86_64\n"],
      [`${cpu}/online`, "0-1\n"],
      [`${cpu}/cpu0/topology/physical_package_id`, "0\n"],
      [`${cpu}/cpu1/topology/physical_package_id`, "0\n"],
    ]),
  );
  const { product } = describe(tree, [
    { from: 0, to: 1, nanoseconds: 61.5, source: 'a "stopwatch"' },
    { from: 0, to: 9, nanoseconds: 7, source: "nobody" },
  ]);
  expect(product).toContain('  measured latency p0.core0 -> p0.core1: 61.5 ns "a \\"stopwatch\\""\n');
  expect(product).not.toContain("nobody");
});
