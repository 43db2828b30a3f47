/** Real boots of programs that touch what is not theirs: their core dies alone, and says where. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { viewQuad } from "../../emit/boot/qemu/quad.ts";
import { skerryHere } from "../in-process.ts";
import { root } from "../skerry.ts";
import { boards } from "./boots.ts";

const quad = path.join(root, "examples", "riscv-quad");

/** The example on a board, with other files in place of its own. */
async function boot(isa: keyof typeof boards, files: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(path.join(tmpdir(), "skerry-fences-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(quad, folder, { recursive: true });
  const machine = Object.entries(boards[isa]).reduce(
    (text, [from, to]) => text.replaceAll(from, to),
    readFileSync(path.join(quad, "machine.skerry"), "utf8"),
  );
  for (const [name, text] of Object.entries({ "machine.skerry": machine, ...files })) {
    writeFileSync(path.join(folder, name), text);
  }
  return skerryHere(["boot", folder, "--host", "qemu"]);
}

const service = (body: string, before = "") => `#include "sums.h"
${before}
static void receive(void *self, const skerry_call *call, const void *payload, uint32_t bytes) {
  (void)self, (void)call, (void)payload, (void)bytes;
  ${body}
}

SKERRY_PROGRAM(summer) = {.name = "summer", .serves = &sums_interface, .receive = receive};
`;

const endless = `static uint32_t fill(uint32_t n) {
  volatile uint32_t room[256];
  room[n % 256] = n;
  return n == 0 ? room[0] : fill(n + 1) + room[n % 256];
}`;

const noInstruction = { riscv64: "unimp", amd64: "ud2", arm64: "udf #0" } as const;

const word = (address: number) => `*(volatile uint32_t *)0x${address.toString(16)}`;

describe.each(Object.keys(boards) as (keyof typeof boards)[])("on a board of %s", (isa) => {
  const { cores, channels, platform } = viewQuad(boards[isa]);
  const [first] = cores;
  const last = cores.at(-1);
  const away = channels.find(({ from, to }) => from !== 3 && to !== 3);
  if (first === undefined || last === undefined || away === undefined) throw new Error("the example has no such cores");

  const store = "store access fault";
  const load = "load access fault";
  test.each([
    ["writes into another core's memory", service(`${word(first.memory.address + 0x10000)} = 1;`), store],
    ["reads another core's memory", service(`(void)${word(first.memory.address + 0x10000)};`), load],
    ["writes into rings between others", service(`${word(away.address)} = 1;`), store],
    ["writes into the image", service("*(volatile uint32_t *)(uintptr_t)receive = 1;"), store],
    ["writes into the blob", service(`${word(platform.blobAt)} = 1;`), store],
    ["writes where no memory is", service("*(volatile uint32_t *)0x40 = 1;"), store],
    ["runs what is no program", service(`((void (*)(void))${platform.blobAt})();`), "instruction access fault"],
    ["runs an instruction that is none", service(`__asm__ volatile("${noInstruction[isa]}");`), "illegal instruction"],
    ["uses up its stack", service("fill(1);", endless), store],
  ])("a service that %s dies alone, and its clients are told", async (_, text, words) => {
    const { code, out } = await boot(isa, { "summer.c": text });
    expect(code).toBe(4);
    expect(out).toMatch(new RegExp(`east\\.hart\\[1\\] +kernel lost: ${words} at 0x[0-9a-f]+, address 0x[0-9a-f]+`));
    // It was bound before, and its call fails; or it was not yet.
    expect(out).toMatch(
      /client asker\[0\] on west\.hart\[0\] failed: (a sum was wrong|it could not bind to all it uses)/,
    );
    expect(out).toContain("Failed: ");
  });

  test("a core whose client breaks out still forwards, and what passes it goes on to its end", async () => {
    const rogue = `#include "sums.h"
static void start(void *self, skerry_program *me) {
  (void)self, (void)me;
  ${word(first.memory.address + 0x10000)} = 1;
}

SKERRY_PROGRAM(rogue) = {.name = "rogue", .start = start};
`;
    const text = readFileSync(path.join(quad, "system.skerry"), "utf8");
    const system = text.replace(/\}\s*$/, '\n  client rogue = "./rogue.c" on west.hart[1] uses summer\n}\n');
    const { code, out } = await boot(isa, { "system.skerry": system, "rogue.c": rogue });
    expect(code).toBe(4);
    expect(out).toMatch(/west\.hart\[1\] +kernel lost: store access fault at 0x[0-9a-f]+, address 0x[0-9a-f]+/);
    expect(out).toMatch(/asker\[0\] +sums that were right: 32/);
    expect(out).toMatch(/asker\[1\] +sums that were right: 32/);
  });
});

test("on amd64 no core sees the tables that fence it, nor writes what its traps go through", async () => {
  const view = viewQuad(boards.amd64);
  const { address, bytes } = view.cores[3]?.memory ?? { address: 0, bytes: 0 };
  const above = service(`${word(address + bytes - 0x1000)} = 1;`);
  const below = service(`(void)${word(address + bytes - 0x2000)};`);
  expect((await boot("amd64", { "summer.c": above })).out).toContain("kernel lost: store access fault");
  expect((await boot("amd64", { "summer.c": below })).out).toContain("kernel lost: load access fault");
});
