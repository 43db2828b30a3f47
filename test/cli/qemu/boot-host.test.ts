/** Real boots of a board in QEMU with a kernel in TypeScript beside it. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { expect, onTestFinished, test } from "vitest";
import { findProgram } from "../../../src/cli/boot/qemu/find-program.ts";
import { type Ended, folderOf, root, skerry } from "../skerry.ts";
import { boards } from "./boots.ts";

const timeout = 120_000;
const examples = path.join(root, "examples");

/** The example with other files in place of its own, beside the one that it takes its service from. */
function changed(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), "skerry-host-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of ["riscv-host", "riscv-quad"])
    cpSync(path.join(examples, name), path.join(folder, name), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, "riscv-host", name), text);
  return path.join(folder, "riscv-host");
}

const boot = (folder: string, ...options: readonly string[]) => skerry(["boot", folder, "--host", "qemu", ...options]);

/** The machine with cores of another kind. */
function machineOf(isa: keyof typeof boards): string {
  const machine = readFileSync(path.join(examples, "riscv-host", "machine.skerry"), "utf8");
  return Object.entries(boards[isa]).reduce((text, [from, to]) => text.replaceAll(from, to), machine);
}

/** Every call was answered, and no kernel has lost a frame. */
function expectAllCalls({ code, out, err }: Ended): void {
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const events = out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const of = (kind: string) => events.filter((event) => event.kind === kind);
  expect(
    of("kernelUp")
      .map(({ coreName }) => coreName)
      .sort(),
  ).toEqual(["desk", "east.hart[0]", "east.hart[1]", "west.hart[0]", "west.hart[1]"]);
  expect(
    of("serviceReady")
      .map(({ program, coreName }) => [program, coreName])
      .sort(),
  ).toEqual([
    ["ledger", "desk"],
    ["summer", "east.hart[1]"],
  ]);
  expect(
    of("clientDone")
      .map(({ coreName }) => coreName)
      .sort(),
  ).toEqual(["desk", "east.hart[0]", "west.hart[1]"]);
  const texts = of("log").map(({ text }) => text);
  expect(texts).toContain("sums that were right: 32");
  expect(texts.filter((text: string) => text === "all of it is in the ledger")).toHaveLength(2);
  expect(texts).toContain("15: paid");
  // Calls of the host to the far end cross all harts between.
  const stopped = new Map(of("kernelStopped").map(({ coreName, statistics }) => [coreName, statistics]));
  for (const name of ["west.hart[0]", "west.hart[1]", "east.hart[0]"])
    expect(stopped.get(name).forwarded).toBeGreaterThan(64);
  expect([...stopped.values()].every(({ dropped }) => Object.keys(dropped).length === 0)).toBe(true);
  expect(events.at(-1)).toMatchObject({ kind: "end", ok: true });
}

test.each([
  ["riscv64", "serial"],
  ["arm64", "memory"],
  ["arm64", "serial"],
  ["amd64", "memory"],
] as const)(
  "on a board of %s programs in TypeScript and in C call each other over four hops, over %s",
  async (isa, link) => {
    const folder = changed({ "machine.skerry": machineOf(isa) });
    expectAllCalls(await boot(folder, "--json", "--host-link", link));
  },
  timeout,
);

/** A folder for the search path with a program in QEMU's place, `damaging-line.ts`; and how many bytes were damaged, at the end. */
function withDamage(seed: number, oneOf: number): { readonly path: string; readonly damaged: () => number } {
  const qemu = findProgram(["qemu-system-riscv64"]) ?? "";
  const folder = folderOf({});
  const file = (name: string): string => path.join(folder, name);
  buildSync({
    ...{ entryPoints: [fileURLToPath(new URL("./damaging-line.ts", import.meta.url))], outfile: file("line.mjs") },
    ...{ bundle: true, platform: "node", format: "esm", logLevel: "error" },
  });
  const words = [process.execPath, file("line.mjs"), qemu, seed, oneOf, file("damaged")];
  const call = `#!/bin/sh\nexec ${words.map((word) => `'${word}'`).join(" ")} "$@"\n`;
  writeFileSync(file("qemu-system-riscv64"), call, { mode: 0o755 });
  return { path: folder, damaged: () => Number(readFileSync(file("damaged"), "utf8")) };
}

test.each([1, 2, 3])(
  "no call is lost over a serial line that damages one byte in 400: seed %i",
  async (seed) => {
    const line = withDamage(seed, 400);
    const env = { PATH: `${line.path}${path.delimiter}${process.env["PATH"]}` };
    const options = ["--host", "qemu", "--json", "--host-link", "serial"];
    expectAllCalls(await skerry(["boot", changed({}), ...options], { env }));
    expect(line.damaged()).toBeGreaterThan(50);
  },
  timeout,
);

test(
  "lines of text arrive over such a line, in order and whole, however many there are at once",
  async () => {
    const line = withDamage(4, 400);
    const env = { PATH: `${line.path}${path.delimiter}${process.env["PATH"]}` };
    const clerk = readFileSync(path.join(examples, "riscv-host", "clerk.c"), "utf8");
    const said = `line 00 of many, each of them a little longer than what fits into one packet, by far`;
    const talk = `  char text[] = "${said}";
  for (int i = 0; i < 60; i++) {
    text[5] = (char)('0' + i / 10), text[6] = (char)('0' + i % 10);
    skerry_log(me, text);
  }
`;
    const talkative = clerk.replace("  clerk->me = me;\n", `  clerk->me = me;\n${talk}`);
    const folder = changed({ "clerk.c": talkative });
    const { code, out } = await skerry(["boot", folder, "--host", "qemu", "--json", "--host-link", "serial"], { env });
    expect(code).toBe(0);
    const events = out
      .trim()
      .split("\n")
      .map((each) => JSON.parse(each));
    const expected = Array.from({ length: 60 }, (_, at) => said.replace("00", String(at).padStart(2, "0")));
    for (const instance of [0, 1]) {
      const heard = events.filter(
        (event) => event.kind === "log" && event.program === "clerk" && event.instance === instance,
      );
      expect(heard.map(({ text }) => text).filter((text: string) => text.startsWith("line"))).toEqual(expected);
    }
    expect(line.damaged()).toBeGreaterThan(50);
  },
  timeout,
);

test(
  "a client on the host that fails is counted by the board",
  async () => {
    const auditor = `import type { Auditor } from "~skerry/accounting";
export const program: Auditor = async () => { throw new Error("nothing adds up"); };
`;
    const { code, out } = await boot(changed({ "auditor.ts": auditor }));
    expect(code).toBe(4);
    expect(out).toContain("client auditor on desk failed: nothing adds up");
    expect(out).toMatch(/clerk\[0\] +done/);
  },
  timeout,
);

test(
  "what a service on the host throws is a fault of the call in C",
  async () => {
    const ledger = `import type { Ledger } from "~skerry/accounting";
export const program: Ledger = () => ({
  enter: () => { throw new Error("it has no pages left"); },
  remark: () => {},
  total: () => ({ entries: 0, sum: 0n }),
});
`;
    const { code, out } = await boot(changed({ "ledger.ts": ledger }));
    expect(code).toBe(4);
    expect(out).toContain("failed: the ledger does not take an entry");
    expect(out).toContain("it has no pages left");
  },
  timeout,
);
