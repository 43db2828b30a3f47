import { expect, test } from "vitest";
import { skerry } from "../cli/skerry.ts";
import { answerTo, describeExample } from "./described-example.ts";

const { described, machine, system, diagnostics, coreOf } = describeExample("omap4");

test("has three kinds of core", () => {
  expect(diagnostics).toEqual([]);
  const kinds = machine.cores.map(({ isa }) => isa.name);
  expect(kinds).toEqual(["armv7a", "armv7a", "armv7m", "armv7m", "c64xplus"]);
});

test.each([
  ["mpu.cpu[1]", 0x8000_1000n],
  ["ipu.m3[0]", 0x1000_1000n],
  ["audio.dsp", 0x8000_1000n],
  ["sdma", 0x8000_1000n],
])("%s finds byte 4096 of the memory at an address of its own", (who, address) => {
  expect(answerTo(described, who, address)).toMatch(/l3 > sdram \+ 0x1000$/);
});

test("the M3s go through two MMUs to the memory, and through none to their own", () => {
  expect(answerTo(described, "ipu.m3[1]", 0x1000_0000n)).toBe("ipu.ammu > ipu.mif > ipu.l2mmu > l3 > sdram + 0x0");
  expect(answerTo(described, "ipu.m3[1]", 0x5002_0000n)).toBe("ipu.ammu > ipu.mif > ipu.ram + 0x0");
  expect(answerTo(described, "ipu.m3[1]", 0x8000_0000n)).toBe("unmapped");
});

test("a timer of the audio back end answers at three addresses", () => {
  const timer = "timer5 + 0x0";
  expect(answerTo(described, "mpu.cpu[0]", 0x4013_8000n)).toBe(`mpu.view > l4abe > ${timer}`);
  expect(answerTo(described, "mpu.cpu[0]", 0x4903_8000n)).toBe(`mpu.view > l3 > l4abe > ${timer}`);
  expect(answerTo(described, "audio.dsp", 0x01d3_8000n)).toBe(`audio.view > l4abe > ${timer}`);
});

test("puts each program on the kind of core it asks for", () => {
  const kinds = ["pictures", "sound", "film"].map((program) => coreOf(program)?.isa.name);
  expect(kinds).toEqual(["armv7m", "c64xplus", "armv7a"]);
});

test("the camera's frames lie where the M3s can address them", () => {
  const frames = system.services.find(({ name }) => name === "pictures")?.instances[0]?.buffers[0];
  expect(machine.memories[frames?.memory ?? -1]?.path).toBe("sdram");
  const offset = BigInt(frames?.offset ?? -1);
  expect(answerTo(described, "ipu.m3[0]", 0x1000_0000n + offset)).toMatch(/ > sdram \+ 0x7c0_0000$/);
  expect(answerTo(described, "iss", 0x8000_0000n + offset)).toBe("l3 > sdram + 0x7c0_0000");
});

test("boots under simulation: a film is made, and is good enough when it is played", { timeout: 120_000 }, async () => {
  const { code, out } = await skerry(["boot", "examples/omap4", "--host", "simulation"]);
  expect(code).toBe(0);
  expect(out).toContain("5 kernels stopped");
  expect(out).toMatch(/coding pictures on ipu\.m3\[\d\]/);
  expect(out).toContain("coding sound on audio.dsp");
  expect(out).toMatch(/16416 bytes became \d{4}\n/);
  expect(out).toMatch(/pictures at [34]\d\.\d dB, sound at 3\d\.\d dB/);
});
