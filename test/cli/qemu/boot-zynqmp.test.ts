/** Real boots of a machine whose cores have two instruction sets and two sizes of words: four Cortex-A53, two Cortex-R5. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { kernelExit } from "../../../src/cli/boot/qemu/run-qemu.ts";
import { headerBytes } from "../../../src/emit/boot/qemu/blob-format.ts";
import { planZynqmp, viewZynqmp } from "../../emit/boot/qemu/zynqmp.ts";
import { skerryHere } from "../in-process.ts";
import { root } from "../skerry.ts";
import { type Board, prepareSystem } from "./boots.ts";

const programs = ["filter.c", "ledger.c", "sensor.c"];
const bare = path.join(root, "examples", "zynqmp-bare");

describe("the example", () => {
  let board: Board;

  beforeAll(async () => {
    const modules = programs.map((name) => path.join(bare, name));
    board = await prepareSystem(planZynqmp(), viewZynqmp(), modules);
  });

  afterAll(() => board.remove());

  test("boots a kernel of its kind on every core, and calls cross from 64 bits to 32 and back", async () => {
    const { lines, code } = await board.boot();
    expect(code).toBe(kernelExit.done);
    for (const { name } of viewZynqmp().cores) expect(lines).toContain(`${name}: kernel up`);
    expect(lines).toContain("rpu.r5[0].cpu: filter: ready, serves Filter @ 1");
    expect(lines).toContain("apu.cpu[2]: ledger: ready, serves Ledger @ 1");
    expect(lines).toContain("apu.cpu[3]: sensor[0]> 64 bits ask 32");
    expect(lines).toContain("rpu.r5[1].cpu: sensor[1]> 32 bits ask 32");
    for (const at of ["apu.cpu[3]: sensor[0]", "rpu.r5[1].cpu: sensor[1]"]) {
      expect(lines).toContain(`${at}> all means were right, and were kept`);
      expect(lines).toContain(`${at}: done`);
    }
    expect(lines.filter((line) => line.includes("dropped") && !line.includes("dropped 0"))).toEqual([]);
  });

  test.each([
    ["less memory", { "4096M": "3072M" }, "node 0 (ddr): described 4 GiB at 0x0, found 3 GiB at 0x0"],
    ["much less memory", { "4096M": "1024M" }, "node 0 (ddr): described 4 GiB at 0x0, found 1 GiB at 0x0"],
    ["an R5 less", { "6": "5" }, "core rpu.r5[1].cpu: described with hardware id 5 on node 0, not found"],
  ])("%s than described: refused by name", async (_, replaced, line) => {
    const { lines, code } = await board.boot({ arguments: replaced });
    expect(lines).toContain(line);
    expect(lines).toContain("boot refused: the hardware is not what was described");
    expect(lines.join("\n")).not.toContain("kernel up");
    expect(code).toBe(kernelExit.hardware);
  });

  test("a damaged blob is refused", async () => {
    const damage = (blob: Uint8Array) => {
      blob[headerBytes + 1] = (blob[headerBytes + 1] ?? 0) ^ 0x10;
    };
    const { lines, code } = await board.boot({ blob: damage });
    expect(lines[0]).toBe("boot blob refused: its checksum is wrong");
    expect(code).toBe(kernelExit.blob);
  });
});

/** The example with other programs in place of its own. */
async function boot(files: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(path.join(tmpdir(), "skerry-zynqmp-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of ["zynqmp", "zynqmp-bare"]) {
    cpSync(path.join(root, "examples", name), path.join(folder, name), { recursive: true });
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, "zynqmp-bare", name), text);
  return skerryHere(["boot", path.join(folder, "zynqmp-bare"), "--host", "qemu"]);
}

const program = (name: string, body: string, before = "") => `#include "${name}.h"
${before}
static void receive(void *self, const skerry_call *call, const void *payload, uint32_t bytes) {
  (void)self, (void)call, (void)payload, (void)bytes;
  ${body}
}

SKERRY_PROGRAM(${name}) = {.name = "${name}", .serves = &${name}_interface, .receive = receive};
`;

const endless = `static uint32_t fill(uint32_t n) {
  volatile uint32_t room[256];
  room[n % 256] = n;
  return n == 0 ? room[0] : fill(n + 1) + room[n % 256];
}`;

const word = (address: number) => `*(volatile uint32_t *)0x${address.toString(16)}`;

describe.each([
  ["rpu.r5[0].cpu", "filter", 9],
  // Its pages are those of the other board of its architecture.
  ["apu.cpu[2]", "ledger", 3],
] as const)("on %s", (core, name, count) => {
  const { cores, channels, platform } = viewZynqmp();
  const own = cores.findIndex((each) => each.name === core);
  const [first] = cores;
  const away = channels.find(({ from, to }) => from !== own && to !== own);
  if (first === undefined || away === undefined) throw new Error("the example has no such cores");

  const faults = [
    ["writes into another core's memory", `${word(first.memory.address + 0x10000)} = 1;`, "store access fault"],
    ["reads another core's memory", `(void)${word(first.memory.address + 0x10000)};`, "load access fault"],
    ["writes into rings between others", `${word(away.address)} = 1;`, "store access fault"],
    ["writes into the image", "*(volatile uint32_t *)(uintptr_t)receive = 1;", "store access fault"],
    ["writes into the blob", `${word(platform.blobAt)} = 1;`, "store access fault"],
    ["writes to the console", `${word(0xff00_0030)} = 65;`, "store access fault"],
    ["runs what is no program", `((void (*)(void))${platform.blobAt})();`, "instruction access fault"],
    ["runs an instruction that is none", '__asm__ volatile("udf #0");', "illegal instruction"],
    ["uses up its stack", "fill(1);", "store access fault"],
  ] as const;
  test.each(faults.slice(0, count))(
    "a service that %s dies alone, and its clients are told",
    async (what, body, words) => {
      const { code, out } = await boot({ [`${name}.c`]: program(name, body, what.includes("stack") ? endless : "") });
      expect(code).toBe(4);
      const place = core.replaceAll(/[[\].]/g, "\\$&");
      expect(out).toMatch(new RegExp(`${place} +kernel lost: ${words} at 0x[0-9a-f]+, address 0x[0-9a-f]+`));
      expect(out).toMatch(/client sensor\[0\] on apu\.cpu\[3\] failed: /);
      expect(out).toContain("Failed: ");
    },
  );
});
