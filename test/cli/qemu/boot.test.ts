/** Real boots as people ask for them, most of them on QEMU's RISC-V board: a kernel on every hart. */
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { findProgram } from "../../../src/cli/boot/qemu/find-program.ts";
import { skerryHere } from "../in-process.ts";
import { root } from "../skerry.ts";
import { boards } from "./boots.ts";
import { brokenRing } from "./broken-ring.ts";
import { streaming } from "./streaming-system.ts";

const timeout = 120_000;

const quad = path.join(root, "examples", "riscv-quad");

/** The example with other files in place of its own. */
function changed(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), "skerry-quad-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(quad, folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  return folder;
}

const boot = (folder: string, ...options: readonly string[]) =>
  skerryHere(["boot", folder, "--host", "qemu", ...options]);

/** The machine with cores of another kind. */
function machineOf(isa: keyof typeof boards): string {
  const machine = readFileSync(path.join(quad, "machine.skerry"), "utf8");
  return Object.entries(boards[isa]).reduce((text, [from, to]) => text.replaceAll(from, to), machine);
}

test(
  "programs in C call each other over three hops, and the machine goes off",
  async () => {
    const { code, out, err } = await boot(changed({ "machine.skerry": machineOf("arm64") }));
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("Booting adding: 4 kernels, in QEMU, as aarch64 virt.");
    expect(out).toContain("2 kernels up; all are up");
    expect(out).toMatch(/summer +ready on east\.hart\[1\], serves Sums @ 1/);
    expect(out).toMatch(/asker\[0\] +sums that were right: 32/);
    expect(out).toMatch(/asker\[1\] +done/);
    expect(out).toContain("Completed: all clients have ended.");
  },
  timeout,
);

test(
  "its events are those of other hosts",
  async () => {
    const { code, out } = await boot(quad, "--json");
    const events = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const of = (kind: string) => events.filter((event) => event.kind === kind);
    expect(code).toBe(0);
    expect(
      of("kernelUp")
        .map(({ coreName }) => coreName)
        .sort(),
    ).toEqual(["east.hart[0]", "east.hart[1]", "west.hart[0]", "west.hart[1]"]);
    expect(of("channelsBound")).toHaveLength(4);
    expect(of("serviceReady")).toMatchObject([{ program: "summer", core: 3, interface: "Sums", version: 1 }]);
    expect(of("clientDone")).toHaveLength(2);
    // What one kernel sends another forwards: every request and reply of the far client crosses both cores between.
    const forwarded = of("kernelStopped").map(({ core, statistics }) => [core, statistics.forwarded > 0]);
    expect(forwarded.sort()).toEqual([
      [0, false],
      [1, true],
      [2, true],
      [3, false],
    ]);
    expect(of("kernelStopped").every(({ statistics }) => Object.keys(statistics.dropped).length === 0)).toBe(true);
    expect(events.at(-1)).toMatchObject({ kind: "end", ok: true });
  },
  timeout,
);

test(
  "a stream over three hops comes whole and in order, and events with it",
  async () => {
    const { code, out, err } = await boot(changed(streaming));
    expect(err).toBe("");
    expect(out).toMatch(/asker +all came in order/);
    expect(out).toMatch(/asker +nobody answered in time/);
    expect(out).toMatch(/none dropped/);
    expect(code).toBe(0);
  },
  timeout,
);

test.each([
  ["says nothing any more", "for (;;) {\n    }", "nothing is heard of it any more"],
  ["traps", "*(volatile uint32_t *)8 = 1;", "store access fault"],
])(
  "a core on the way that %s is missed, and calls go round it",
  async (_, end, words) => {
    const { code, out } = await boot(changed(brokenRing(end)), "--json");
    const events = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const said = events.filter(({ kind, program }) => kind === "log" && program === "asker").map(({ text }) => text);
    expect(said).toEqual(["a call was lost", "agreed on by those who are left"]);
    expect(events.find(({ kind }) => kind === "kernelLost")).toMatchObject({
      core: 2,
      text: expect.stringContaining(words),
    });
    const views = events.filter(({ kind }) => kind === "viewChanged");
    // Its neighbours need not notice at the same time: then the way from one of them is given up first.
    const last = new Map(views.map(({ core, members }) => [core, members]));
    expect([...last].sort()).toEqual([
      [0, 3],
      [1, 3],
      [3, 3],
    ]);
    expect(events.some(({ kind, program }) => kind === "clientDone" && program === "asker")).toBe(true);
    // The breaker has not ended as it should.
    expect(code).toBe(4);
  },
  timeout,
);

const service = (body: string, before = "") => `#include "sums.h"
${before}
static void receive(void *self, const skerry_call *call, const void *payload, uint32_t bytes) {
  (void)self, (void)call, (void)payload, (void)bytes;
  ${body}
}

SKERRY_PROGRAM(summer) = {.name = "summer", .serves = &sums_interface, .receive = receive};
`;

test(
  "writable statics are refused: nothing is shared between cores",
  async () => {
    const { code, err } = await boot(changed({ "summer.c": service("count++;", "static uint32_t count;") }));
    expect(code).toBe(1);
    expect(err).toContain("SK8003");
    expect(err).toContain("nothing is shared between cores");
  },
  timeout,
);

test(
  "a program that does not compile is named, with what is wrong",
  async () => {
    const { code, err } = await boot(changed({ "asker.c": '#include "sums.h"\nint x = nothing;\n' }));
    expect(code).toBe(1);
    expect(err).toMatch(/the module \.\/asker\.c of `?asker`? does not compile: .*nothing/);
  },
  timeout,
);

test(
  "an image without a program of the description does not boot",
  async () => {
    const { code, out } = await boot(changed({ "summer.c": service("").replace('"summer"', '"adder"') }));
    expect(code).toBe(4);
    expect(out).toContain("this image of the kernel has no such program");
  },
  timeout,
);

test("what QEMU cannot be is shown where it is said, by build and by boot", async () => {
  const machine = readFileSync(path.join(quad, "machine.skerry"), "utf8");
  const folder = changed({ "machine.skerry": machine.replace(", id first + i", "") });
  for (const call of [
    ["build", folder, "--out", path.join(folder, "out"), "--target", "qemu"],
    ["boot", folder, "--host", "qemu"],
  ]) {
    const { code, err } = await skerryHere(call);
    expect(code).toBe(1);
    expect(err).toContain("SK9821");
    expect(err).toContain("`west.hart[0]` has no hart id, by which its kernel would know it: write `id 0`");
    expect(err).toMatch(/machine\.skerry:5:\d+/);
  }
});

test("programs in C boot in QEMU alone", async () => {
  for (const host of ["threads", "simulation"]) {
    const { code, err } = await skerryHere(["boot", quad, "--host", host]);
    expect(code).toBe(2);
    expect(err).toContain(
      "error SK8005: summer is ./summer.c, a program in C, and east.hart[1] runs programs in TypeScript",
    );
    expect(err).toContain("--host qemu");
  }
});

/** Only these programs are to be found while a test runs. */
function findOnly(programs: readonly string[]): void {
  const folder = mkdtempSync(path.join(tmpdir(), "skerry-path-"));
  for (const program of programs) symlinkSync(findProgram([program]) ?? "", path.join(folder, program));
  const { PATH: before = "" } = process.env;
  process.env["PATH"] = folder;
  onTestFinished(() => {
    process.env["PATH"] = before;
    rmSync(folder, { recursive: true, force: true });
  });
}

test.each([
  [[], "qemu-system-riscv64 is not here", "apt-get install qemu-system-misc"],
  [["qemu-system-riscv64"], "there is no C compiler for riscv64 here", "apt-get install gcc-riscv64-linux-gnu"],
])("with %j alone, what is missing is named with its Debian package", async (programs, what, remedy) => {
  findOnly(programs);
  const { code, out, err } = await boot(quad);
  expect({ code, out }).toEqual({ code: 3, out: "" });
  expect(err).toContain(what);
  expect(err).toContain(remedy);
});
