import { expect, test } from "vitest";
import { printAddress } from "../../src/model/address-space.ts";
import { skerry } from "../cli/skerry.ts";
import { answerTo, describeExample, memoriesReached } from "./described-example.ts";

const { described, machine, system, diagnostics, coreOf } = describeExample("zynqmp");

test("has four cores of one kind and two of another, which no coherence joins", () => {
  expect(diagnostics).toEqual([]);
  expect(machine.cores.map(({ isa }) => isa.name)).toEqual([
    ...["arm64", "arm64", "arm64", "arm64"],
    ...["armv7r", "armv7r"],
  ]);
  expect(machine.coherences).toHaveLength(1);
});

test("an R5 finds its own memory low, and its neighbour's where everybody does", () => {
  expect(answerTo(described, "rpu.r5[1].cpu", 0x2_0010n)).toBe("rpu.r5[1].view > rpu.r5[1].btcm + 0x10");
  expect(answerTo(described, "rpu.r5[1].cpu", 0xffe2_0010n)).toBe("rpu.r5[1].view > system > rpu.r5[0].btcm + 0x10");
  expect(answerTo(described, "apu.cpu[0]", 0x2_0010n)).toBe("system > ddr + 0x2_0010");
});

test("half of the memory lies above what 32 bits reach", () => {
  expect(answerTo(described, "apu.cpu[0]", 0x8_0000_0000n)).toBe("system > ddr + 0x8000_0000");
  expect(memoriesReached(described, "rpu.r5[0].cpu")).toContain("ddr: 2096128 KiB");
});

test("the loop and its guard run on different real-time cores", () => {
  expect(coreOf("motor")?.path).toMatch(/^rpu\.r5\[\d\]\.cpu$/);
  expect(coreOf("guard")?.path).toMatch(/^rpu\.r5\[\d\]\.cpu$/);
  expect(coreOf("guard")?.path).not.toBe(coreOf("motor")?.path);
});

test("the DMA engine can use the ring that its driver gave it, and nothing else", () => {
  const gdma = machine.devices.findIndex(({ path }) => path === "gdma");
  const windows = machine.addresses?.contexts.filter(({ device }) => device === gdma).flatMap((each) => each.windows);
  const ring = system.services.find(({ name }) => name === "history")?.instances[0]?.buffers[0];
  expect(windows).toHaveLength(1);
  const [{ from, to } = { from: "0", to: "0" }] = windows ?? [];
  expect(BigInt(to) - BigInt(from) + 1n).toBe(2n ** 20n);
  expect(answerTo(described, "apu.cpu[0]", BigInt(from))).toBe(
    `system > ddr + ${printAddress(BigInt(ring?.offset ?? 0))}`,
  );
});

test("boots under simulation: the motor reaches its speed, and is stopped when it is braked", {
  timeout: 120_000,
}, async () => {
  const { code, out } = await skerry(["boot", "examples/zynqmp", "--host", "simulation"]);
  expect(code).toBe(0);
  expect(out).toContain("200 rad/s after 420 ms");
  expect(out).toMatch(/12\.\d A for 20 samples: stopped at \d+ ms/);
  expect(out).toContain("6 kernels stopped");
});
