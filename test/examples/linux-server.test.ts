import { expect, test } from "vitest";
import { bootTargets } from "../../src/emit/boot/targets.ts";
import { compile } from "../../src/pipeline.ts";
import { skerry } from "../cli/skerry.ts";
import { dtc } from "../emit/boot/dtc.ts";
import { exampleHost } from "../plan/example-host.ts";

const { product, diagnostics } = compile(["system.skerry"], exampleHost("linux-server"));

test.each(["linux-multikernel", "kerf"])("%s takes it: a kernel for each device, beside Linux", (name) => {
  const target = bootTargets.find((each) => each.name === name);
  const { plan } = product;
  if (target === undefined || plan === null) throw new Error("there is no such target, or no plan");
  expect(diagnostics).toEqual([]);
  expect(target.judge(plan)).toEqual([]);
  const files = target.emit(plan).map(({ path }) => path);
  expect(files.filter((file) => file.endsWith(".dtbo"))).toEqual(
    ["s0-cpu-3", "s1-cpu-0"].map((instance) => `boot/${name}/instances/${instance}.dtbo`),
  );
});

test("kerf lends the upper half of the first node's memory, above the gap for devices, and all of the second's", () => {
  const kerf = bootTargets.find(({ name }) => name === "kerf");
  const files = product.plan === null ? [] : (kerf?.emit(product.plan) ?? []);
  const baseline = files.find(({ path }) => path === "boot/kerf/baseline.dtb");
  const tree = dtc(baseline?.content ?? "", "dtb", "dts").toString();
  const gibibytes = (count: number): string =>
    `<0x0${Math.floor(count / 4)} 0x${((count % 4) * 2 ** 30).toString(16)}>`;
  expect(tree).toContain(`memory-base = ${gibibytes(10)};`);
  expect(tree).toContain("memory-bytes = <0x06 0x00>;");
});

test.each(["threads", "simulation"])("%s: the auditor finds every frame as it came", async (host) => {
  const { code, out } = await skerry(["boot", "examples/linux-server", "--host", host]);
  expect(code).toBe(0);
  expect(out).toContain("16 frames came to s0.cpu[3]");
  expect(out).toContain("16 records are as they came, read on s0.cpu[0]");
  expect(out).toMatch(/none dropped\.\nCompleted: all clients are done\.\n$/);
});
