/** The kernel's own code, compiled for the machine that tests run on, against neighbours that write anything. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { blobOf } from "../../src/emit/boot/qemu/emit-qemu.ts";
import type { Platform } from "../../src/emit/boot/qemu/platform.ts";
import { fitBoard } from "../../src/emit/boot/qemu/qemu-view.ts";
import { stackRanges } from "../../src/emit/boot/qemu/ranges.ts";
import { riscv64 } from "../../src/emit/boot/qemu/riscv64.ts";
import { emitC } from "../../src/emit/c/emit-c.ts";
import { planQuad } from "../emit/boot/qemu/quad.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const kernel = path.join(root, "src", "kernel");
const runs = 12;
const turns = 4000;

/** Where a process of the machine that tests run on has nothing, nor AddressSanitizer. */
const ram = 0x2000_0000_0000;
const board: Platform = {
  ...riscv64,
  ...{ blobAt: ram + 0x40_0000, dataFrom: ram + 0x80_0000 },
  ranges: (sizes) => stackRanges(ram, sizes),
};

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "skerry-rings-"));
  const plan = planQuad();
  const fit = fitBoard(plan, board, "memory");
  if (fit.kind === "refused") throw new Error(fit.faults.map(({ message }) => message).join("\n"));
  writeFileSync(path.join(folder, "blob.bin"), blobOf(plan, fit.view));
  mkdirSync(path.join(folder, "c"));
  for (const { path: name, content } of emitC(plan, true)) writeFileSync(path.join(folder, name), content);
  const general = ["-std=gnu11", "-g", "-O0", "-I", kernel, "-I", path.join(folder, "c")];
  const sanitizers = ["-fsanitize=address,undefined", "-fno-sanitize=alignment", "-fno-sanitize-recover=all"];
  const lines = path.join(folder, "line.o");
  // Compilers call what it defines: the machine that tests run on has its own.
  const renamed = ["memset", "memcpy", "memmove", "memcmp"].map((name) => `-D${name}=skerry_${name}`);
  run("cc", [...general, "-fno-builtin", ...renamed, "-c", path.join(kernel, "line.c"), "-o", lines]);
  const sources = readdirSync(kernel).filter((name) => name.endsWith(".c") && name !== "line.c");
  const programs = ["summer.c", "asker.c"].map((name) => path.join(root, "examples", "riscv-quad", name));
  const harness = path.join(root, "test", "kernel", "fixtures", "forge-rings.c");
  const all = [...sources.map((name) => path.join(kernel, name)), ...programs, harness, lines];
  run("cc", [...general, ...sanitizers, ...all, "-o", path.join(folder, "forge")]);
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(program: string, args: readonly string[]): string {
  const { status, signal, stdout, stderr } = spawnSync(program, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} ended with ${status ?? signal}: ${stdout}${stderr}`);
  return `${stdout}${stderr}`;
}

test.each([0, 1, 2, 3])(
  "whatever is written into its rings, the kernel of core %i touches nothing but what is its own",
  (core) => {
    const said = run(path.join(folder, "forge"), [path.join(folder, "blob.bin"), `${core}`, `${runs}`, `${turns}`]);
    expect(said).toBe("faults: 0\n");
  },
  120_000,
);
