/** The machine of the paper with a kernel on every core: 32 cores in 8 NUMA nodes, in QEMU. */
import { expect, test } from "vitest";
import { skerryHere } from "../cli/in-process.ts";

test("boots, and its programs call across the machine", async () => {
  const { code, out } = await skerryHere(["boot", "examples/hotos09-bare", "--host", "qemu"]);
  expect(out).toContain("Booting tally: 32 kernels, in QEMU, as x86_64 q35.");
  for (let node = 0; node < 8; node++) expect(out).toMatch(new RegExp(`p\\[${node}\\] +4 kernels up`));
  expect(out).toMatch(/channels +all 356 bound/);
  expect(out).toMatch(/summer +ready on p\[3\]\.cpu\[2\], serves Sums @ 1/);
  for (let client = 0; client < 8; client++) {
    expect(out).toMatch(new RegExp(`asker\\[${client}\\] +sums that were right: 32`));
  }
  expect(out).toMatch(/32 kernels stopped, [\d,]+ frames delivered, [\d,]+ forwarded, none dropped\./);
  expect(code).toBe(0);
}, 120_000);
