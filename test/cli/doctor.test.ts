/** `skerry doctor` on this machine, and on one whose search path is made for the test. */
import { chmodSync } from "node:fs";
import path from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { listToolchains } from "../../src/cli/boot/qemu/toolchain.ts";
import { needOfCpus, needOfNode } from "../../src/cli/doctor/needs-of-node.ts";
import { renderExamined } from "../../src/cli/doctor/render-examined.ts";
import { platforms } from "../../src/emit/boot/qemu/qemu-view.ts";
import { skerryHere } from "./in-process.ts";
import { folderOf, smallFolder } from "./skerry.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

/** The search path leads to these programs and to nothing else. */
function onlyPrograms(...names: readonly string[]): void {
  const folder = folderOf(Object.fromEntries(names.map((name) => [name, "#!/bin/sh\n"])));
  for (const name of names) chmodSync(path.join(folder, name), 0o755);
  vi.stubEnv("PATH", folder);
}

test("what runs kernels in Node.js is all here, where tests run", async () => {
  for (const host of ["threads", "simulation"]) {
    const { code, out, err } = await skerryHere(["doctor", "--host", host]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain(`\n${host}: ready\n`);
    expect(out).toMatch(/\nNothing is missing\.\n$/);
  }
});

test("what is missing is said with its package, as a boot says it", async () => {
  onlyPrograms("qemu-system-x86_64");
  const doctor = await skerryHere(["doctor", "--host", "qemu"]);
  expect(doctor.code).toBe(3);
  expect(doctor.out).toContain("missing   qemu-system-riscv64: plays the board\n");
  expect(doctor.out).toContain("On Debian: `apt-get install qemu-system-misc`.");
  expect(doctor.out).toMatch(/here {6}qemu-system-x86_64 {2}.+qemu-system-x86_64\n/);
  expect(doctor.out).toMatch(
    /All that is missing at once\. On Debian: `apt-get install clang .*qemu-system-misc`\.\n$/,
  );
  const boot = await skerryHere(["boot", "examples/riscv-quad", "--host", "qemu"]);
  expect(boot.code).toBe(3);
  expect(boot.err).toContain("qemu-system-riscv64 is not here.\nOn Debian: `apt-get install qemu-system-misc`.\n");
});

test("of a description only what it needs is looked for", async () => {
  onlyPrograms("qemu-system-riscv64");
  const { code, out } = await skerryHere(["doctor", "examples/riscv-quad", "--json"]);
  expect(code).toBe(3);
  const answer = JSON.parse(out);
  expect(answer).toMatchObject({
    ok: false,
    others: [],
    hosts: [{ host: "qemu", board: "riscv64 virt", ready: false }],
  });
  expect(answer.hosts).toHaveLength(1);
  const missing = answer.hosts[0].needs.filter((need: { state: { kind: string } }) => need.state.kind === "missing");
  expect(missing).toMatchObject([{ isOptional: false, state: { packages: ["clang lld", "gcc-riscv64-linux-gnu"] } }]);
});

test("programs that no host needs are told, and are not counted", async () => {
  onlyPrograms("nothing");
  const { hosts, others } = JSON.parse((await skerryHere(["doctor", "--json"])).out);
  expect(hosts.map(({ host, ready }: { host: string; ready: boolean }) => `${host} ${ready}`)).toEqual([
    "threads true",
    "simulation true",
    ...listToolchains().map(() => "qemu false"),
  ]);
  expect(others.map(({ name }: { name: string }) => name)).toEqual(expect.arrayContaining(["dtc", "spin", "chromium"]));
});

test("a machine that no board is like, or none at all, is refused", async () => {
  expect(await skerryHere(["doctor", "examples/omap4", "--host", "qemu"])).toMatchObject({ code: 2, out: "" });
  const cwd = folderOf({ "a.skerry": "interface A { call now() -> (time: u64) }\n" });
  expect(await skerryHere(["doctor", "a.skerry"], { cwd })).toMatchObject({
    ...{ code: 2, err: "skerry: the description has no machine to boot.\n" },
  });
  expect((await skerryHere(["doctor", "nothing"], { cwd: smallFolder() })).code).toBe(2);
});

test("an old Node.js and too few CPUs", () => {
  expect(["18.19.1", "20.18.3", "20.19.0", "22.0.0"].map((version) => needOfNode(version).state.kind)).toEqual([
    ...["missing", "missing", "here", "here"],
  ]);
  expect(needOfCpus(32, 2)).toMatchObject({ name: "32 CPUs", isOptional: true, state: { kind: "missing" } });
  expect(needOfCpus(2, 2)?.state.kind).toBe("here");
  const text = renderExamined("", [{ host: "threads", board: null, needs: [needOfNode("18.0.0")] }], [], false);
  expect(text).toContain("threads: lacks something\n  missing   Node.js 20.19 or newer: runs Skerry\n");
});

test("the table names the programs that QEMU's command lines begin with", () => {
  expect(listToolchains().map(({ board, program }) => [board, program])).toEqual(
    platforms.map(({ name, program }) => [name, program]),
  );
});
