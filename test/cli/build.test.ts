import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { skerryHere as skerry } from "./in-process.ts";
import { folderOf, skerry as skerryProcess, smallFolder, smallMachine, stackTrace } from "./skerry.ts";

/** Every file below a folder with its bytes. */
function contents(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    statSync(path.join(folder, file)).isFile(),
  );
  return Object.fromEntries(files.sort().map((file) => [file, readFileSync(path.join(folder, file), "base64")]));
}

test("writes everything, leaves what did not change, removes what is no longer made", async () => {
  const cwd = smallFolder();
  const out = path.join(cwd, "out");
  const first = await skerryProcess(["build", ".", "--out", "out"], { cwd });
  expect(first).toMatchObject({ code: 0, err: "" });
  const files = Object.keys(contents(out));
  expect(files).toEqual(
    expect.arrayContaining([".skerry-files", "plan.json", "echo.ts", "chat.ts", "boot/threads.json"]),
  );
  expect(first.out).toContain(`${files.length - 1} files written, 0 unchanged.\n`);
  expect(first.out).toContain("  out/echo.ts\n");

  const before = statSync(path.join(out, "echo.ts")).mtimeMs;
  const second = await skerry(["build", ".", "--out", "out"], { cwd });
  expect(second.out).toBe(`0 files written, ${files.length - 1} unchanged.\n`);
  expect(statSync(path.join(out, "echo.ts")).mtimeMs).toBe(before);

  writeFileSync(path.join(out, "mine.txt"), "keep me");
  const third = await skerry(["build", "machine.skerry", "--out", "out", "--json"], { cwd });
  expect(JSON.parse(third.out)).toMatchObject({ ok: true, removed: expect.arrayContaining(["echo.ts", "chat.ts"]) });
  expect(existsSync(path.join(out, "echo.ts"))).toBe(false);
  expect(readFileSync(path.join(out, "mine.txt"), "utf8")).toBe("keep me");
});

test("a wrong description writes nothing: no folder, and no change to one that is there", async () => {
  const cwd = smallFolder();
  await skerry(["build", ".", "--out", "out"], { cwd });
  const before = contents(path.join(cwd, "out"));
  writeFileSync(path.join(cwd, "machine.skerry"), smallMachine.replace("amd64 @", "amd46 @"));
  const { code, out, err } = await skerry(["build", ".", "--out", "out"], { cwd });
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).not.toMatch(stackTrace);
  expect(contents(path.join(cwd, "out"))).toEqual(before);
  await skerry(["build", ".", "--out", "new"], { cwd });
  expect(readdirSync(cwd).sort()).toEqual(["machine.skerry", "out", "parrot.ts", "system.skerry", "talker.ts"]);
});

test("makes the same bytes wherever it is called from and whatever the order of files, locale and time zone", async () => {
  const cwd = smallFolder();
  await skerry(["build", "machine.skerry", "system.skerry", "--out", "one"], { cwd });
  const files = ["system", "machine"].map((name) => path.join(cwd, `${name}.skerry`));
  await skerryProcess(["build", ...files, "--out", path.join(cwd, "two")], {
    env: { LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8", TZ: "Pacific/Kiritimati" },
  });
  expect(contents(path.join(cwd, "two"))).toEqual(contents(path.join(cwd, "one")));
});

test("refuses to write among files that are not its own, unless forced", async () => {
  const cwd = smallFolder({ "out/precious.txt": "mine", "half/.skerry-files": "plan.json\n", "half/echo.ts": "mine" });
  const foreign = await skerry(["build", ".", "--out", "out"], { cwd });
  expect(foreign).toEqual({
    code: 2,
    out: "",
    err: `skerry: ${path.join(cwd, "out")} is not empty and was not written by Skerry.\nName another folder, or say --force to write into it.\n`,
  });
  expect(readdirSync(path.join(cwd, "out"))).toEqual(["precious.txt"]);
  expect((await skerry(["build", ".", "--out", "half"], { cwd })).err).toContain(
    "half/echo.ts was not written by Skerry",
  );
  expect(readFileSync(path.join(cwd, "half/echo.ts"), "utf8")).toBe("mine");
  expect(await skerry(["build", ".", "--out", "out", "--force"], { cwd })).toMatchObject({ code: 0 });
  expect(readFileSync(path.join(cwd, "out/precious.txt"), "utf8")).toBe("mine");
});

test("a list that leads out of the folder is not believed", async () => {
  const cwd = smallFolder({ "out/.skerry-files": "../victim.txt\n/etc/hostname\nplan.json\n", "victim.txt": "alive" });
  expect(await skerry(["build", ".", "--out", "out"], { cwd })).toMatchObject({ code: 0 });
  expect(readFileSync(path.join(cwd, "victim.txt"), "utf8")).toBe("alive");
});

test("what cannot be written to is lacking", async () => {
  const cwd = folderOf({ "machine.skerry": smallMachine, file: "" });
  const { code, err } = await skerry(["build", ".", "--out", "file/out"], { cwd });
  expect(code).toBe(3);
  expect(err).toMatch(
    /^skerry: .*file\/out cannot be written: something else is in its way\.\nName a folder that you may write to\.\n$/,
  );
  expect((await skerry(["build", ".", "--out", "file"], { cwd })).code).toBe(3);
});

test("headers for C come on demand, and go again", async () => {
  const cwd = smallFolder();
  const headers = () => Object.keys(contents(path.join(cwd, "out"))).filter((file) => file.startsWith("c/"));
  await skerry(["build", ".", "--out", "out", "--c"], { cwd });
  expect(headers()).toEqual(["c/echo.h", "c/skerry-codec.h", "c/skerry.h"]);
  expect(readFileSync(path.join(cwd, "out/README.md"), "utf8")).toContain("interface Echo in C");
  await skerry(["build", ".", "--out", "out"], { cwd });
  expect(headers()).toEqual([]);
});
