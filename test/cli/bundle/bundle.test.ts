import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fc, test as property } from "@fast-check/vitest";
import { strToU8, unzipSync, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { hashOf } from "../../../src/cli/bundle/hash.ts";
import { readBundle } from "../../../src/cli/bundle/read-bundle.ts";
import { writeBundle } from "../../../src/cli/bundle/write-bundle.ts";
import { skerryHere } from "../in-process.ts";
import { folderOf, skerry } from "../skerry.ts";

const facts = { skerry: "0.1.0", name: "ping", system: null, folder: "", roots: ["box.skerry"] };
const files = [
  { path: "sources/box.skerry", content: "machine box {}\n" },
  { path: "sources/echo.ts", content: "export const program = () => ({});\n" },
  { path: "build/plan.json", content: "{}" },
];
const whole = await writeBundle(facts, files);

test("what was written is read, the same bytes every time, in the order of names", async () => {
  expect(await writeBundle(facts, [...files].reverse())).toEqual(whole);
  const read = await readBundle(whole, "a.zip");
  if (read.kind !== "bundle") throw new Error(read.diagnostic.message);
  expect([...read.files.keys()]).toEqual(["build/plan.json", "sources/box.skerry", "sources/echo.ts"]);
  expect(read.manifest).toMatchObject({ ...facts, format: "skerry-bundle", version: 1 });
  expect(read.manifest.files["build/plan.json"]).toBe(hashOf("{}"));
});

/** A zip with these entries, and a list that knows them. */
function zipOf(entries: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const hashes = Object.fromEntries(Object.entries(entries).map(([name, content]) => [name, hashOf(content)]));
  const manifest = JSON.stringify({ format: "skerry-bundle", version: 1, ...facts, files: hashes });
  return zipSync({ "skerry-bundle.json": strToU8(manifest), ...entries });
}

/** Another list for the same files. */
function listed(changes: Readonly<Record<string, unknown>>): Uint8Array {
  const { "skerry-bundle.json": list = strToU8(""), ...others } = unzipSync(whole);
  const manifest = { ...JSON.parse(Buffer.from(list).toString()), ...changes };
  return zipSync({ "skerry-bundle.json": strToU8(JSON.stringify(manifest)), ...others });
}

/** Every place of a text, which must be as long as what stands there instead. */
function replaceText(bytes: Uint8Array, from: string, to: string): Uint8Array {
  return Buffer.from(Buffer.from(bytes).toString("latin1").replaceAll(from, to), "latin1");
}

/** The size that the directory claims for the last entry. */
function claimed(bytes: Uint8Array, size: number): Uint8Array {
  const copy = Buffer.from(bytes);
  copy.writeUInt32LE(size, copy.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 24);
  return copy;
}

const some = { "sources/ab": strToU8("one"), "sources/cd": strToU8("two") };
const hostile: Readonly<Record<string, readonly [Uint8Array, string, RegExp]>> = {
  "a name that leads out of the folder": [zipOf({ "sources/../../x": strToU8("x") }), "SK9851", /leads out/],
  "a name from the root": [zipOf({ "/etc/x": strToU8("x") }), "SK9851", /leads out/],
  "a name of another disk": [zipOf({ "C:/x": strToU8("x") }), "SK9851", /leads out/],
  "a name with a backslash": [zipOf({ "sources\\..\\x": strToU8("x") }), "SK9851", /no proper name/],
  "a name nobody expects": [zipOf({ "elsewhere/x": strToU8("x") }), "SK9851", /nothing is expected/],
  "a name twice": [replaceText(zipOf(some), "sources/cd", "sources/ab"), "SK9851", /is there twice/],
  "a name twice on disks that are not particular": [
    replaceText(zipOf(some), "sources/cd", "sources/AB"),
    "SK9851",
    /is there twice/,
  ],
  "a file that is a folder too": [
    zipOf({ "sources/a": strToU8("x"), "sources/a/b": strToU8("y") }),
    "SK9851",
    /and a folder/,
  ],
  "a file that would fill the disk": [claimed(zipOf(some), 0x7fff_ffff), "SK9851", /larger than 256 MiB/],
  "a file that is longer than it claims": [claimed(zipOf(some), 1), "SK9852", /`sources\/cd` is another/],
  "half a zip": [whole.slice(0, whole.length / 2), "SK9850", /not a zip/],
  "no zip": [strToU8("machine box {}"), "SK9850", /not a zip/],
  "a zip without a list": [zipSync({ "sources/a": strToU8("x") }), "SK9850", /has no skerry-bundle.json/],
  "a list that is none": [zipSync({ "skerry-bundle.json": strToU8("[]") }), "SK9850", /is none/],
  "a folder outside": [listed({ folder: "../../etc" }), "SK9850", /describe "box.skerry", which is not in it$/],
  "a folder outside that is called as one inside": [listed({ folder: "../sources" }), "SK9850", /not in it$/],
  "a folder from the root": [listed({ folder: "/" }), "SK9850", /not in it$/],
  "a description outside": [listed({ roots: ["box.skerry", "../../etc/passwd"] }), "SK9850", /passwd", which/],
  "a description from the root": [listed({ roots: ["/box.skerry"] }), "SK9850", /not in it$/],
  "standard input as its description": [listed({ roots: ["-"] }), "SK9850", /describe "-", which/],
  "a file that was changed": [
    zipSync({ ...unzipSync(whole), "sources/echo.ts": strToU8("evil()") }),
    "SK9852",
    /`sources\/echo.ts` is another$/,
  ],
  "a file that was added": [
    zipSync({ ...unzipSync(whole), "sources/__proto__": strToU8("x"), "sources/evil.ts": strToU8("x") }),
    "SK9852",
    /`sources\/__proto__` was added, and 1 more$/,
  ],
  "a file that was taken away": [
    zipSync(Object.fromEntries(Object.entries(unzipSync(whole)).filter(([name]) => name !== "build/plan.json"))),
    "SK9852",
    /`build\/plan.json` is gone$/,
  ],
};

test.each(Object.entries(hostile))("%s is refused", async (_, [bytes, code, words]) => {
  const read = await readBundle(bytes, "evil.zip");
  if (read.kind === "bundle") throw new Error("it was taken");
  expect(read.diagnostic.code).toBe(code);
  expect(read.diagnostic.message).toMatch(words);
});

property.prop([fc.nat({ max: whole.length - 1 }), fc.integer({ min: 1, max: 255 })], { numRuns: 500 })(
  "no byte can be changed so that other files come out",
  async (place, difference) => {
    const damaged = whole.slice();
    damaged[place] = (damaged[place] ?? 0) ^ difference;
    const read = await readBundle(damaged, "damaged.zip");
    if (read.kind === "faulty") return;
    const expected = new Map(files.map((file) => [file.path, file.content]));
    for (const [name, content] of read.files) expect(Buffer.from(content).toString()).toBe(expected.get(name));
    expect(read.files.size).toBe(expected.size);
  },
);

const box = `use "prelude/amd64"
use "../common/echo"
machine box {
  core cpu[2]: amd64 @ 2 GHz, id 4
  coherence between cpu[*]: latency 50 ns
  memory dram: 1 GiB
}
system ping on box {
  service echo: Echo = "./echo.ts" on cpu[0]
  client ask = "./ask.ts" uses echo on cpu[1]
}
`.replace(", id 4", "");

/** A description that needs what lies beside its folder. */
function example(): string {
  return folderOf({
    "app/box.skerry": box,
    "common/echo.skerry": "interface Echo { call say(n: u32) -> (n: u32) }\n",
    "common/add.ts": "export const more = 1;\n",
    "app/echo.ts": `import { more } from "../common/add.ts";\nexport const program = () => ({ say: (n: number) => ({ n: n + more }) });\n`,
    "app/ask.ts": `export const program = async ({ log, services }: any) => {\n  log(\`got \${await services.echo.say(41).then((r: any) => r.n ?? r)}\`);\n};\n`,
  });
}

describe("skerry build --bundle", () => {
  test("holds sources, the prelude and all that is made; what is in it boots without anything beside it", async () => {
    const cwd = example();
    const built = await skerryHere(
      ["build", "app", "--bundle", "ping.zip", "--target", "linux-multikernel,barrelfish"],
      {
        cwd,
      },
    );
    // Ids are not said: nothing is written.
    expect([built.code, readdirSync(cwd).includes("ping.zip")]).toEqual([1, false]);
    const again = await skerryHere(["build", "app", "--bundle", "ping.zip", "--target", "barrelfish"], { cwd });
    expect(again).toMatchObject({ code: 0, out: "ping.zip written.\n", err: "" });
    const names = Object.keys(unzipSync(readFileSync(path.join(cwd, "ping.zip"))));
    expect(names).toEqual(
      expect.arrayContaining([
        ...["prelude/amd64.skerry", "sources/app/box.skerry", "sources/common/echo.skerry", "sources/common/add.ts"],
        ...["build/plan.json", "build/routes.bin", "build/boot/threads.json", "build/boot/barrelfish/menu.lst"],
      ]),
    );
    const elsewhere = folderOf({ "ping.zip": readFileSync(path.join(cwd, "ping.zip")) });
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith("skerry-bundle-"));
    const booted = await skerry(["boot", "ping.zip", "--host", "simulation"], { cwd: elsewhere });
    expect(booted).toMatchObject({ code: 0 });
    expect(booted.out).toContain("got 42");
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith("skerry-bundle-"))).toEqual(before);
  }, 120_000);

  test("a bundle whose plan is not that of its sources is not booted", async () => {
    const cwd = example();
    await skerryHere(["build", "app", "--bundle", "ping.zip"], { cwd });
    const entries = unzipSync(readFileSync(path.join(cwd, "ping.zip")));
    const kept = Object.entries(entries).filter(([name]) => name !== "skerry-bundle.json");
    const other = kept.map(([name, content]) => ({
      path: name,
      content: name.endsWith("box.skerry") ? box.replace("50 ns", "60 ns") : content,
    }));
    const manifest = { ...facts, folder: "app" };
    writeFileSync(path.join(cwd, "other.zip"), await writeBundle(manifest, other));
    const refused = await skerryHere(["boot", "other.zip"], { cwd });
    expect(refused.code).toBe(1);
    expect(refused.err).toContain("SK9853");
    expect(refused.err).toContain("the sources in other.zip come to another plan");
  }, 120_000);

  test("calls that cannot be meant", async () => {
    const cwd = folderOf({ "a.zip": "nothing", "box.skerry": box });
    mkdirSync(path.join(cwd, "folder.zip"));
    expect(await skerryHere(["build", "box.skerry"], { cwd })).toMatchObject({ code: 2 });
    expect(await skerryHere(["boot", "b.zip"], { cwd })).toMatchObject({
      code: 2,
      err: "skerry: there is no b.zip.\n",
    });
    const folder = await skerryHere(["boot", "folder.zip"], { cwd });
    expect(folder).toMatchObject({ code: 2, err: "skerry: folder.zip cannot be read: it is no file.\n" });
    const broken = await skerryHere(["boot", "a.zip", "--json"], { cwd });
    expect(broken.code).toBe(1);
    expect(JSON.parse(broken.out)).toMatchObject({ ok: false, diagnostics: [{ code: "SK9850", severity: "error" }] });
    expect(await skerryHere(["boot", "a.zip", "box.skerry"], { cwd })).toMatchObject({ code: 2 });
  });

  test.each([
    ["check", "a.zip"],
    ["explain", "agreement", "a.zip"],
    ["explain", "route", "a.zip", "cpu[0]", "cpu[1]"],
    ["dump", "plan", "a.zip"],
    ["dump", "ast", "a.zip"],
    ["simulate", "a.zip"],
    ["breaking", "a.zip", "box.skerry"],
  ])("%j says that it is a bundle, who takes one, and where the descriptions lie", async (...args) => {
    const cwd = folderOf({ "a.zip": whole, "box.skerry": box });
    const { code, out, err } = await skerryHere(args, { cwd });
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toBe(
      "skerry: a.zip is a bundle, and no description.\n`skerry boot` and `skerry diff` take bundles. For all else unzip it: descriptions lie in its `sources`, the plan is `build/plan.json`.\n",
    );
  });
});
