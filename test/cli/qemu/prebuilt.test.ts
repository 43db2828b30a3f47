/** Kernels that ship: for systems that have no programs in C, where there is no compiler. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { findProgram } from "../../../src/cli/boot/qemu/find-program.ts";
import { findPrebuilt, makePrebuilt } from "../../../src/cli/boot/qemu/prebuilt-kernels.ts";
import { listToolchains } from "../../../src/cli/boot/qemu/toolchain.ts";
import { skerryHere } from "../in-process.ts";
import { root } from "../skerry.ts";

function temporary(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "skerry-prebuilt-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Only these programs are to be found while a test runs. */
function findOnly(programs: readonly string[]): void {
  const folder = path.join(temporary(), "bin");
  mkdirSync(folder);
  for (const program of programs) symlinkSync(findProgram([program]) ?? "", path.join(folder, program));
  const { PATH: before = "" } = process.env;
  process.env["PATH"] = folder;
  onTestFinished(() => {
    process.env["PATH"] = before;
  });
}

test("every board has its kernels, once they are made", async () => {
  const folder = temporary();
  for (const toolchain of listToolchains()) expect(findPrebuilt(toolchain, folder)).toBe(null);
  expect(await makePrebuilt(folder)).toEqual([]);
  for (const toolchain of listToolchains()) {
    const expected = toolchain.images.map(({ name }) => path.join(folder, `${name}.elf`));
    expect(findPrebuilt(toolchain, folder)).toEqual(expected);
  }
}, 120_000);

test("kernels without a compiler here are said, and the others made", async () => {
  findOnly([]);
  const folder = temporary();
  const names = listToolchains().flatMap(({ images }) => images.map(({ name }) => name));
  expect(await makePrebuilt(folder)).toEqual(names);
  for (const toolchain of listToolchains()) expect(findPrebuilt(toolchain, folder)).toBe(null);
});

test.each([
  [[], "qemu-system-aarch64 is not here", "apt-get install qemu-system-arm"],
  [["qemu-system-aarch64"], "there is no C compiler for zynqmp-a53 here (clang)", "apt-get install clang lld"],
])(
  "programs in C need a compiler: with %j alone, what is missing is named with its Debian package",
  async (programs, what, remedy) => {
    findOnly(programs);
    const { code, out, err } = await skerryHere(["boot", path.join(root, "examples", "zynqmp-bare"), "--host", "qemu"]);
    expect({ code, out }).toEqual({ code: 3, out: "" });
    expect(err).toContain(what);
    expect(err).toContain(remedy);
  },
);
