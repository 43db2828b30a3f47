/** The kernel's own code, compiled for the machine that tests run on, against neighbours that write anything. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findProgram } from "../../src/cli/boot/qemu/find-program.ts";
import { blobOf } from "../../src/emit/boot/qemu/emit-qemu.ts";
import type { Platform } from "../../src/emit/boot/qemu/platform.ts";
import { fitBoard } from "../../src/emit/boot/qemu/qemu-view.ts";
import { stackRanges } from "../../src/emit/boot/qemu/ranges.ts";
import { riscv64 } from "../../src/emit/boot/qemu/riscv64.ts";
import { emitC } from "../../src/emit/c/emit-c.ts";
import { planQuad } from "../emit/boot/qemu/quad.ts";
import { kernelFolder as kernel, portableFiles } from "./sources.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const runs = 12;
const turns = 4000;
/** Milliseconds that a process has: while one is waited for, tests have no time limit. */
const timeout = 60_000;

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
  // One that may be rebuilt elsewhere, so that stand-ins are spoken of too.
  const plan = planQuad({ "replicas on west.hart[0], east.hart[0]": "replicas one per package" });
  const fit = fitBoard(plan, board, "memory");
  if (fit.kind === "refused") throw new Error(fit.faults.map(({ message }) => message).join("\n"));
  writeFileSync(path.join(folder, "blob.bin"), blobOf(plan, fit.view));
  mkdirSync(path.join(folder, "c"));
  for (const { path: name, content } of emitC(plan, true)) writeFileSync(path.join(folder, name), content);
  const lines = path.join(folder, "line.o");
  // Compilers call what it defines: the machine that tests run on has its own.
  const renamed = ["memset", "memcpy", "memmove", "memcmp"].map((name) => `-D${name}=skerry_${name}`);
  run(compiler, [...general(), "-fno-builtin", ...renamed, "-c", path.join(kernel, "boards", "line.c"), "-o", lines]);
  const sources = portableFiles().filter((name) => name.endsWith(".c") && name !== "boards/line.c");
  const programs = ["summer.c", "asker.c"].map((name) => path.join(root, "examples", "riscv-quad", name));
  const harness = path.join(root, "test", "kernel", "fixtures", "forge-rings.c");
  run(compiler, [
    ...general(),
    ...sanitizers,
    "-c",
    ...sources.map((name) => path.join(kernel, name)),
    ...programs,
    harness,
  ]);
  link(path.join(folder, "forge"), {});
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** With sanitizers clang takes a third of the time of gcc, which links: Debian has their libraries with it. */
const compiler = findProgram(["clang"]) === null ? "cc" : "clang";
const general = (): readonly string[] => ["-std=gnu11", "-O0", "-I", kernel, "-I", path.join(folder, "c")];
const sanitizers = ["-fsanitize=address,undefined", "-fno-sanitize=alignment", "-fno-sanitize-recover=all"];

/** Of all objects, some of them by others of their name. */
function link(output: string, replaced: Readonly<Record<string, string>>): void {
  const objects = readdirSync(folder).filter((name) => name.endsWith(".o"));
  run("cc", [...sanitizers, ...objects.map((name) => replaced[name] ?? name), "-o", output]);
}

/** In the folder of objects. */
function run(program: string, args: readonly string[]): string {
  const { status, signal, stdout, stderr } = spawnSync(program, args, { cwd: folder, encoding: "utf8", timeout });
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

/** Checks that keep the kernel within its memory, and what is left without them: those of a fragment's length stand in for each other. */
const checks: readonly (readonly [
  what: string,
  without: Readonly<Record<string, Readonly<Record<string, string>>>>,
])[] = [
  [
    "the length of a fragment",
    {
      "channel/switch.c": {
        "if (frame->bytes > PAYLOAD_BYTES || (frame->flags & IN_BLOCK))": "if (frame->flags & IN_BLOCK)",
      },
      "channel/assembly.c": { " || frame->bytes != (left < PAYLOAD_BYTES ? left : PAYLOAD_BYTES)": "" },
    },
  ],
  [
    "the number of a connection that ends",
    { "programs/connections.c": { "mine < kernel->end_count ? kernel->ends[mine] : NULL": "kernel->ends[mine]" } },
  ],
  [
    "the number of a replicated object",
    {
      "state/questions.c": {
        "index < blob_count(kernel->blob, STATES) ? kernel->states[index] : NULL": "kernel->states[index]",
      },
    },
  ],
  [
    "a core that starts anew",
    { "control/orders.c": { "if (control_number(message, 0) < kernel->cores)": "if (true)" } },
  ],
  [
    "a core that neighbours gossip about",
    { "membership/gossip.c": { "if (core < it->cores) return core;": "return core;" } },
  ],
];

/** Compiles a file of the kernel without some of its checks; the object. */
function mutate(file: string, without: Readonly<Record<string, string>>): string {
  const text = readFileSync(path.join(kernel, file), "utf8");
  for (const check of Object.keys(without)) expect(text).toContain(check);
  const mutant = path.join(mkdtempSync(path.join(folder, "mutant-")), path.basename(file));
  const changed = Object.entries(without).reduce((before, [check, instead]) => before.replaceAll(check, instead), text);
  writeFileSync(mutant, changed);
  const object = mutant.replace(/c$/, "o");
  const beside = ["-I", path.join(kernel, path.dirname(file))];
  run(compiler, [...general(), ...sanitizers, ...beside, "-c", mutant, "-o", object]);
  return object;
}

test.each(checks)(
  "without its check of %s the kernel is caught outside its memory",
  (_, without) => {
    const mutants = Object.entries(without).map(([file, checks]) => mutate(file, checks));
    const forge = `${mutants[0]}.forge`;
    link(forge, Object.fromEntries(mutants.map((object) => [path.basename(object), object])));
    const caught = [0, 1, 2, 3].some((core) => {
      const words = [path.join(folder, "blob.bin"), `${core}`, `${runs}`, `${turns}`];
      return !spawnSync(forge, words, { encoding: "utf8", timeout }).stdout.endsWith("faults: 0\n");
    });
    expect(caught).toBe(true);
  },
  120_000,
);
