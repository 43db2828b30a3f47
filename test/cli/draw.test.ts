import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { skerryHere } from "./in-process.ts";
import { skerry } from "./skerry.ts";

const folder = mkdtempSync(path.join(tmpdir(), "skerry-draw-"));
afterAll(() => rmSync(folder, { recursive: true }));

const fromTo = ["--route", "p[0].cpu[0]", "p[4].cpu[1]"];

describe("skerry draw", () => {
  test("draws a route with the way round, also where the description stands behind its cores", {
    timeout: 120_000,
  }, async () => {
    const { code, out } = await skerryHere(["draw", ...fromTo, "examples/hotos09"]);
    expect(code).toBe(0);
    expect(out).toContain("hotos09: p[0].cpu[0] → p[4].cpu[1]</title>");
    expect(out).toMatch(/4 hops, 715 cy, 358 ns; without p\[0\]\.ht\[0\] -- p\[1\]\.ht\[0\] 5 hops/);
  });

  test("draws a route without a core of it", { timeout: 120_000 }, async () => {
    const { out } = await skerryHere(["draw", "examples/hotos09", ...fromTo, "--without", "p[2].cpu[1]"]);
    expect(out).toMatch(/without p\[2\]\.cpu\[1\] \d hops/);
  });

  test("draws trees, load, placement and addresses", { timeout: 120_000 }, async () => {
    const file = path.join(folder, "tree.svg");
    const tree = await skerryHere(["draw", "examples/hotos09", "--tree", "p[0].cpu[0]", "--theme", "dark", "-o", file]);
    expect(tree).toMatchObject({ code: 0, out: `${file}\n` });
    expect(readFileSync(file, "utf8")).toContain("31 other cores told in ");
    const heat = await skerryHere(["draw", "examples/hotos09", "--heat", "--json"]);
    expect(JSON.parse(heat.out).svg).toContain("3 of 11 links carry some");
    expect((await skerryHere(["draw", "examples/hotos09", "--placement"])).out).toContain("led by p[1].cpu[1]");
    const addresses = await skerryHere(["draw", "examples/omap4", "--address-map", "mpu.cpu[0]"]);
    expect(addresses.out).toContain("also at 0x4903_8000");
  });

  test("draws a call of a run, with the agreement that it led to", { timeout: 120_000 }, async () => {
    const { code, out } = await skerry(["draw", "examples/hotos09", "--sequence", "disk.read"]);
    expect(code).toBe(0);
    expect(out).toContain("fileserver: a call of disk.read</title>");
    expect(out).toMatch(/request disk\.read, \d+ bytes \(342\.5 ns\)/);
    const unknown = await skerry(["draw", "examples/hotos09", "--sequence", "disk.raed"]);
    expect(unknown).toMatchObject({ code: 2 });
    expect(unknown.err).toContain("Did you mean disk.read?");
  });

  test.each([
    [["--heat", "--placement"], "--heat and --placement exclude each other"],
    [["--address-map", "p[0].cpu[0]", ...fromTo], "--route and --address-map exclude each other"],
    [["--without", "p[2].cpu[1]"], "--without says what is lost on a route"],
    [["--route", "p[0].cpu[0]"], "--route needs two cores"],
    [[...fromTo, "--without", "p[0].cpu[0]"], "p[0].cpu[0] is an end of the route"],
    [["--tree", "p[0].cpu[9]"], "Did you mean p[0].cpu[0]?"],
    [["--route", "p[0].cpu[0]", "p[9].cpu[0]"], "Did you mean p[0].cpu[0]?"],
    [["--address-map", "p[0].cpu[0]"], "does not say what p[0].cpu[0] addresses"],
    [["--theme", "blue"], "Allowed choices are light, dark"],
  ])("refuses %j", async (args, said) => {
    const { code, err } = await skerryHere(["draw", "examples/hotos09", ...args]);
    expect(code).toBe(2);
    expect(err).toContain(said);
  });

  test("says what a description lacks", async () => {
    expect((await skerryHere(["draw", "examples/riscv-quad", "--heat"])).err).toContain("declares traffic");
  });
});
