import { execFileSync, spawn } from "node:child_process";
import { closeSync, createWriteStream, ftruncateSync, openSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { skerryHere as skerry } from "./in-process.ts";
import { bin, ended, folderOf, root, skerry as skerryProcess, stackTrace } from "./skerry.ts";

const fixtures = path.join(root, "test", "import", "hwloc", "fixtures");
const xml = readFileSync(path.join(fixtures, "pci-tree.xml"), "utf8");
const text = readFileSync(path.join(fixtures, "pci-tree.skerry"), "utf8");

test("prints the description, and on standard error what is left out", async () => {
  const cwd = folderOf({ "machine.xml": xml });
  const { code, out, err } = await skerryProcess(["import", "hwloc", "machine.xml"], { cwd });
  expect({ code, out }).toEqual({ code: 0, out: text });
  expect(err).toContain("machine.xml:4:3: note SK7121: hwloc does not tell");
});

test("reads standard input, writes a file, and what it wrote is right", async () => {
  const cwd = folderOf({});
  const written = await skerryProcess(["import", "hwloc", "-", "--out", "made/machine.skerry"], { cwd, input: xml });
  expect(written).toMatchObject({ code: 0, out: "made/machine.skerry\n" });
  expect(readFileSync(path.join(cwd, "made/machine.skerry"), "utf8")).toBe(text);
  expect(await skerry(["check", "made"], { cwd })).toMatchObject({ code: 0, err: "" });
});

test("answers in JSON", async () => {
  const cwd = folderOf({ "machine.xml": xml, "old.xml": "<topology/>" });
  const good = await skerry(["import", "hwloc", "machine.xml", "--json"], { cwd });
  expect({ code: good.code, err: good.err }).toEqual({ code: 0, err: "" });
  expect(JSON.parse(good.out)).toMatchObject({ ok: true, text, out: null });
  const bad = await skerry(["import", "hwloc", "old.xml", "--json"], { cwd });
  expect(bad.code).toBe(1);
  expect(JSON.parse(bad.out)).toMatchObject({
    ok: false,
    text: null,
    diagnostics: [{ code: "SK7111", file: "old.xml" }],
  });
});

test("writes nothing of what is wrong", async () => {
  const cwd = folderOf({ "machine.xml": xml.slice(0, 500), "machine.skerry": "// mine\n" });
  const { code, err } = await skerry(["import", "hwloc", "machine.xml", "--out", "machine.skerry"], { cwd });
  expect(code).toBe(1);
  expect(err).toContain("SK7101: the file ends inside the tag <object");
  expect(readFileSync(path.join(cwd, "machine.skerry"), "utf8")).toBe("// mine\n");
});

describe("refuses", () => {
  test.each([
    [["import", "hwloc", "nowhere.xml"], 2, "there is no nowhere.xml"],
    [["import", "hwloc", "."], 2, ". cannot be read: it is a folder"],
    [["import", "hwlocs", "x.xml"], 2, "Did you mean hwloc?"],
    [["import", "hwloc"], 2, "missing required argument 'file'"],
  ] as const)("%j", async (args, expected, words) => {
    const { code, err } = await skerry(args, { cwd: folderOf({}) });
    expect(code).toBe(expected);
    expect(err).toContain(words);
    expect(err).not.toMatch(stackTrace);
  });

  test("a file of a gigabyte without reading it", async () => {
    const cwd = folderOf({ "large.xml": "" });
    const file = openSync(path.join(cwd, "large.xml"), "r+");
    ftruncateSync(file, 2 ** 30);
    closeSync(file);
    const { code, err } = await skerryProcess(["import", "hwloc", "large.xml"], { cwd });
    expect(code).toBe(1);
    expect(err).toContain("SK7104: large.xml is no description of a machine: it is larger than 64 MiB");
  });

  test("what is no text", async () => {
    const cwd = folderOf({ "odd.xml": Buffer.from([0x3c, 0xff, 0x3e]) });
    const { code, out } = await skerry(["import", "hwloc", "odd.xml", "--json"], { cwd });
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      ok: false,
      diagnostics: [{ code: "SK7104", message: "odd.xml is no description of a machine: byte 1 is not UTF-8" }],
    });
  });

  test.each(["standard input", "a named pipe"])(
    "an endless pipe of attributes after its first megabytes: %s",
    async (kind) => {
      const cwd = folderOf({});
      const isNamed = kind === "a named pipe";
      if (isNamed) execFileSync("mkfifo", ["endless.xml"], { cwd });
      const child = spawn(process.execPath, [bin, "import", "hwloc", isNamed ? "endless.xml" : "-"], {
        cwd,
      });
      const input = isNamed ? createWriteStream(path.join(cwd, "endless.xml")) : child.stdin;
      const chunk = `<object ${'cpuset="0x00000001" '.repeat(50_000)}`;
      let sent = 0;
      const more = () => {
        while (sent < 2 ** 30 && input.writable) {
          sent += chunk.length;
          if (!input.write(chunk)) return;
        }
        input.end();
      };
      input.on("drain", more);
      input.on("error", () => {});
      more();
      const { code, err } = await ended(child);
      input.destroy();
      expect(code).toBe(1);
      expect(err).toContain(
        `SK7104: ${isNamed ? "endless.xml" : kind} is no description of a machine: it is larger than 64 MiB`,
      );
      expect(sent).toBeLessThan(2 ** 28);
    },
  );
});
