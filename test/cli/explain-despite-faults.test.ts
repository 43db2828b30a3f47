/** What can be asked about a description that is at fault. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { skerryHere as skerry } from "./in-process.ts";
import { folderOf, root, stackTrace } from "./skerry.ts";

const soc = `use "prelude/amd64"

machine soc {
  core cpu[2]: amd64 @ 1 GHz { sees bus }
  coherence between cpu[*]: latency 50 ns
  memory dram: 1 GiB
  memory sram: 64 KiB
  space bus: 40 bits {
    map 0x8000_0000 to dram
    map 0x1000_0000 to sram
  }
}
`;

const inFolder = (text: string) => path.join(folderOf({ "soc.skerry": text }), "soc.skerry");
const system = 'system s on soc { service tick: Tock = "./tick.ts" on cpu[0] }\n';

test("a fault in a system or an interface leaves the machine to be asked about; it is said, and the code is 1", async () => {
  for (const fault of [`interface Tick { message now() }\n${system}`, "interface Tick { message now(a: u33) }\n"]) {
    const file = inFolder(soc + fault);
    const address = await skerry(["explain", "address", file, "cpu[0]", "0x8000_0000"]);
    expect([address.code, address.out.split("\n")[0]]).toEqual([
      1,
      "cpu[0] at 0x8000_0000: byte 0x0 of the memory dram, to read, write",
    ]);
    expect(address.err).toMatch(/ error SK\d{4}: /);
    expect(address.out).not.toContain("at fault");
    for (const question of [["reach"], ["latency"], ["tree", "cpu[0]"], ["failure", "cpu[0]"]]) {
      const { code, out } = await skerry(["explain", question[0] ?? "", file, ...question.slice(1), "--json"]);
      expect([code, JSON.parse(out).ok, JSON.parse(out).diagnostics?.length > 0]).toEqual([1, true, true]);
    }
  }
});

test("of a machine at fault itself the address spaces answer, with a doubt where the answer goes through the fault", async () => {
  const file = inFolder(soc.replace("map 0x1000_0000 to sram", "map 0x8000_1000 to sram"));
  const { code, out, err } = await skerry(["explain", "address", file, "cpu[0]", "0x8000_1000"]);
  expect(code).toBe(1);
  expect(err).toMatch(/ error SK\d{4}: /);
  expect(out).toMatch(
    /^This was read from what is at fault \(SK\d{4}\): once that is mended, the answer may be another\.$/m,
  );
  const json = await skerry(["explain", "reach", file, "--json"]);
  expect(JSON.parse(json.out).doubtedFor).toEqual([expect.stringMatching(/^SK\d{4}$/)]);
  const latency = await skerry(["explain", "latency", file, "cpu[0]", "cpu[1]"]);
  expect(latency).toMatchObject({ code: 1, out: "" });
});

test("an answer beside the fault has no doubt; where something was left out, every answer has", async () => {
  const twice = "space spare: 32 bits {\n    map 0x0 to sram\n    map 0x0 to sram\n  }\n  space bus";
  const beside = await skerry([
    "explain",
    "address",
    inFolder(soc.replace("space bus", twice)),
    "cpu[0]",
    "0x1000_0000",
  ]);
  expect(beside.code).toBe(1);
  expect(beside.out).toMatch(/^cpu\[0\] at 0x1000_0000: byte 0x0 of the memory sram/);
  expect(beside.out).not.toContain("at fault");
  const without = inFolder(soc.replace("map 0x1000_0000 to sram", "map 0x1000_0000 to scram"));
  const left = await skerry(["explain", "address", without, "cpu[0]", "0x1000_0000"]);
  expect(left.out).toContain("nothing, 0x1000_0000 is unmapped in bus");
  expect(left.out).toContain("This was read from what is at fault");
});

const folder = path.join(root, "test", "scenarios", "faulty");

/** Of every fault the first that is recorded, as far as a machine is described with it. */
function oneOfEach(): readonly string[] {
  const first = new Map<string, string>();
  for (const name of readdirSync(folder).filter((each) => each.endsWith(".skerry"))) {
    const file = path.join(folder, name);
    if (!/^\s*machine /m.test(readFileSync(file, "utf8"))) continue;
    const [code = name] = /SK\d{4}/.exec(readFileSync(file.replace(/skerry$/, "expected"), "utf8")) ?? [];
    if (!first.has(code)) first.set(code, file);
  }
  return [...first.values()];
}

test("no fault of any machine is answered by a crash", async () => {
  const files = oneOfEach();
  expect(files.length).toBeGreaterThan(150);
  for (const file of files) {
    const { code, err } = await skerry(["explain", "reach", file]);
    expect([0, 1, 2], file).toContain(code);
    expect(err, file).not.toMatch(stackTrace);
  }
}, 300_000);
