import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { folderOf, skerry, stackTrace } from "./skerry.ts";

const machine = (id: string) => `use "prelude/amd64"
machine box {
  core host: amd64 @ 2 GHz
  core other: amd64 @ 2 GHz${id}
  coherence between host, other: latency 50 ns
  memory dram: 1 GiB
}
interface Echo { call say(n: u32) -> (n: u32) }
system ping on box {
  service echo: Echo = "./echo.ts" on other
  client ask = "./ask.ts" uses echo on host
}
`;

test("writes the boot input of the target that is asked for", async () => {
  const cwd = folderOf({ "box.skerry": machine(", id 0x10") });
  const built = await skerry(["build", "box.skerry", "--out", "out", "--target", "linux-multikernel"], { cwd });
  expect(built).toMatchObject({ code: 0, err: "" });
  expect(readdirSync(path.join(cwd, "out/boot/linux-multikernel")).sort()).toEqual(
    ["apply.sh", "baseline.dtb", "baseline.dts", "instances"].sort(),
  );
  const without = await skerry(["build", "box.skerry", "--out", "out"], { cwd });
  expect(without.out).toContain("out/boot/linux-multikernel/apply.sh (removed: no longer made)");
});

test("what a target cannot be told is shown where it would be said, and nothing is written", async () => {
  const cwd = folderOf({ "box.skerry": machine("") });
  const call = ["build", "box.skerry", "--out", "out", "--target", "linux-multikernel"];
  const refused = await skerry(call, { cwd });
  expect(refused.code).toBe(1);
  expect(refused.err).toContain("`linux-multikernel` needs the APIC id of `other`: `id 0x10`");
  expect(refused.err).toMatch(/box\.skerry:4:\d+/);
  expect(refused.err).not.toMatch(stackTrace);
  expect(existsSync(path.join(cwd, "out"))).toBe(false);
  const { diagnostics } = JSON.parse((await skerry([...call, "--json"], { cwd })).out);
  expect(diagnostics).toMatchObject([{ code: "SK9802", severity: "error" }]);
});

test("all that fit are written, and the others named", async () => {
  const cwd = folderOf({ "box.skerry": machine(", id 0x10") });
  const built = await skerry(["build", "box.skerry", "--out", "out", "--target", "all"], { cwd });
  expect(built.code).toBe(0);
  expect(built.out).toContain(
    "Not for kerf: SK9806: `kerf` needs the address of `dram`, which no address space tells.\n",
  );
  expect(readdirSync(path.join(cwd, "out/boot"))).toContain("linux-multikernel");
});

test("a target that does not exist is a wrong call, with the nearest name", async () => {
  const cwd = folderOf({ "box.skerry": machine("") });
  const refused = await skerry(["build", "box.skerry", "--out", "out", "--target", "linux-multikernl"], { cwd });
  expect(refused.code).toBe(2);
  expect(refused.err).toContain("there is no target `linux-multikernl`; did you mean `linux-multikernel`?");
});
