/** Cortex-A53 and Cortex-R5 in one machine, a kernel of its kind on each, in QEMU. */
import { expect, test } from "vitest";
import { skerryHere } from "../cli/in-process.ts";

test("boots, and its programs call from words of 64 bits to words of 32 and back", async () => {
  const { code, out } = await skerryHere(["boot", "examples/zynqmp-bare", "--host", "qemu"]);
  expect(out).toContain("Booting measuring: 6 kernels, in QEMU, as zynqmp xlnx-zcu102.");
  expect(out).toMatch(/filter +ready on rpu\.r5\[0\]\.cpu, serves Filter @ 1/);
  expect(out).toMatch(/ledger +ready on apu\.cpu\[2\], serves Ledger @ 1/);
  expect(out).toMatch(/sensor\[0\] +64 bits ask 32/);
  expect(out).toMatch(/sensor\[1\] +32 bits ask 32/);
  for (const client of [0, 1])
    expect(out).toMatch(new RegExp(`sensor\\[${client}\\] +all means were right, and were kept`));
  expect(out).toMatch(/6 kernels stopped, [\d,]+ frames delivered, 0 forwarded, none dropped\./);
  expect(code).toBe(0);
}, 120_000);
