/** Real boots: a kernel on every core of QEMU's board with Arm cores of 64 bits. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { kernelExit } from "../../../src/cli/boot/qemu/run-qemu.ts";
import { skerryHere } from "../in-process.ts";
import { root } from "../skerry.ts";
import { boards, prepareBoard } from "./boots.ts";

/** The example of RISC-V with Arm cores, and other programs in place of its own. */
function quad(programs: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(path.join(tmpdir(), "skerry-arm-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(path.join(root, "examples", "riscv-quad"), folder, { recursive: true });
  const machine = path.join(folder, "machine.skerry");
  const text = Object.entries(boards.arm64).reduce(
    (before, [from, to]) => before.replaceAll(from, to),
    readFileSync(machine, "utf8"),
  );
  writeFileSync(machine, text);
  for (const [name, program] of Object.entries(programs)) writeFileSync(path.join(folder, name), program);
  return folder;
}

const boot = (folder: string) => skerryHere(["boot", folder, "--host", "qemu"]);

test("programs in C call each other over three hops, and the machine goes off", async () => {
  const { code, out, err } = await boot(quad());
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toContain("Booting adding: 4 kernels, in QEMU, as aarch64 virt.");
  expect(out).toMatch(/summer +ready on east\.hart\[1\], serves Sums @ 1/);
  expect(out).toMatch(/asker\[0\] +sums that were right: 32/);
  expect(out).toMatch(/asker\[1\] +done/);
  expect(out).toContain("Completed: all clients have ended.");
});

test("the console is the boot core's: another that writes to it dies alone", async () => {
  const summer = `#include "sums.h"
static void receive(void *self, const skerry_call *call, const void *payload, uint32_t bytes) {
  (void)self, (void)call, (void)payload, (void)bytes;
  *(volatile uint32_t *)0x09000000 = 65;
}

SKERRY_PROGRAM(summer) = {.name = "summer", .serves = &sums_interface, .receive = receive};
`;
  const { code, out } = await boot(quad({ "summer.c": summer }));
  expect(code).toBe(4);
  expect(out).toMatch(/east\.hart\[1\] +kernel lost: store access fault at 0x[0-9a-f]+, address 0x9000000/);
});

test("where there is a hypervisor's level, kernels leave it and start each other by SMC, as the device tree says", async () => {
  const board = await prepareBoard("arm64");
  onTestFinished(board.remove);
  const { lines, code } = await board.boot({
    arguments: { "virt,gic-version=3": "virt,gic-version=3,virtualization=on" },
  });
  expect(code).toBe(kernelExit.done);
  expect(lines.filter((line) => line.endsWith(": kernel up"))).toHaveLength(4);
});
