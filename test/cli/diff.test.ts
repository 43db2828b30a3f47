import { writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { writeBundle } from "../../src/cli/bundle/write-bundle.ts";
import { skerryHere } from "./in-process.ts";
import { folderOf } from "./skerry.ts";

const box = (latency: string): string => `use "prelude/amd64"
machine box {
  core cpu[2]: amd64 @ 2 GHz
  coherence between cpu[*]: latency ${latency}
  memory dram: 1 GiB
}
interface Echo { call say(n: u32) -> (n: u32) }
system ping on box {
  service echo: Echo = "./echo.ts" on cpu[0]
  client ask = "./ask.ts" uses echo on cpu[1]
}
`;

test("descriptions, plans and bundles are compared with each other; 0 says the same, 1 something else", async () => {
  const cwd = folderOf({ "a.skerry": box("50 ns"), "b.skerry": box("60 ns") });
  await skerryHere(["build", "a.skerry", "--bundle", "a.zip"], { cwd });
  writeFileSync(path.join(cwd, "plan.json"), (await skerryHere(["dump", "plan", "a.skerry"], { cwd })).out);
  for (const other of ["a.zip", "plan.json", "a"]) {
    expect((await skerryHere(["diff", "a.skerry", other], { cwd })).code).toBe(0);
    const differs = await skerryHere(["diff", other, "b.skerry"], { cwd });
    expect(differs.code).toBe(1);
    expect(differs.out).toContain("latency: 50 ns -> 60 ns");
    expect(differs.out).toContain("Routes of 2 pairs of cores: 0 go another way, 0 are quicker, 2 slower");
  }
  const { out } = await skerryHere(["diff", "a.zip", "b.skerry", "--json"], { cwd });
  expect(JSON.parse(out)).toMatchObject({ ok: true, same: false, routes: { slower: 2 } });
}, 120_000);

test("a bundle that was damaged, one without a plan, a file that is not there, and standard input twice", async () => {
  const cwd = folderOf({ "a.skerry": box("50 ns"), "bad.zip": "PK" });
  const bad = await skerryHere(["diff", "a.skerry", "bad.zip"], { cwd });
  expect([bad.code, bad.out]).toEqual([1, ""]);
  expect(bad.err).toContain("SK9850");
  const facts = { skerry: "0.1.0", name: "ping", system: null, folder: "", roots: ["a.skerry"] };
  const unplanned = await writeBundle(facts, [{ path: "sources/a.skerry", content: box("50 ns") }]);
  writeFileSync(path.join(cwd, "unplanned.zip"), unplanned);
  expect(await skerryHere(["diff", "unplanned.zip", "a.skerry"], { cwd })).toEqual({
    ...{ code: 2, out: "" },
    err: "skerry: the bundle unplanned.zip has no plan.\nBuild it again from its sources: skerry build FILE --bundle.\n",
  });
  expect((await skerryHere(["diff", "a.skerry", "b.skerry"], { cwd })).code).toBe(2);
  expect((await skerryHere(["diff", "-", "-"], { cwd })).code).toBe(2);
});
