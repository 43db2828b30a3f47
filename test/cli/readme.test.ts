import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { folderOf, skerry } from "./skerry.ts";

/** The README's example, as a reader would type it in. */
const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
const [description = ""] = blocks("skerry");
const [greeter = "", visitor = ""] = blocks("ts");

function blocks(language: string): readonly string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "gms"))].map(([, text = ""]) => text);
}

/** What the README shows of a command. */
function shown(command: string): string {
  const block = blocks("console").find((text) => text.startsWith(`$ ${command}\n`));
  return (block ?? "").slice(command.length + 3);
}

function typedIn(text: string): string {
  return folderOf({ "hello.skerry": text, "greeter.ts": greeter, "visitor.ts": visitor });
}

test.each(["threads", "simulation"])(
  "the README's example boots on %s and says what the README shows",
  async (host) => {
    const cwd = typedIn(description);
    const { code, out } = await skerry(["boot", ".", "--host", host], { cwd });
    expect(code).toBe(0);
    for (const core of ["s[1].cpu[0]", "s[1].cpu[1]"]) {
      const greeting = `Hello ${core}, this is s[0].cpu[0].`;
      expect(out).toContain(greeting);
      expect(shown("npx skerry boot hello")).toContain(greeting);
    }
  },
);

test("the README's tsconfig lets the compiler, and so an editor, understand the example", async () => {
  const cwd = typedIn(description);
  expect((await skerry(["build", ".", "--out", "generated"], { cwd })).code).toBe(0);
  writeFileSync(join(cwd, "tsconfig.json"), blocks("json")[0] ?? "");
  // As in a clone, where `skerry/runtime` is the package itself.
  const root = fileURLToPath(new URL("../../", import.meta.url));
  mkdirSync(join(cwd, "node_modules"));
  symlinkSync(root, join(cwd, "node_modules", "skerry"), "junction");
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  const { stdout, status } = spawnSync(process.execPath, [compiler, "--project", cwd, "--strict"], {
    encoding: "utf8",
  });
  expect(stdout).toBe("");
  expect(status).toBe(0);
}, 60_000);

test("the README's typos are reported as the README shows", async () => {
  const cwd = typedIn(description.replace("HyperTransport,", "HyperTransprt,").replace("s[0].dram", "s[0].drma"));
  const { code, err } = await skerry(["check", "."], { cwd });
  expect(code).toBe(1);
  expect(err).toBe(shown("npx skerry check hello").replaceAll("hello/hello.skerry", "hello.skerry"));
});

test("the README's thirty lines are thirty and canonical", async () => {
  expect(description.trimEnd().split("\n").length).toBeLessThanOrEqual(30);
  expect((await skerry(["format", "hello.skerry", "--check"], { cwd: typedIn(description) })).code).toBe(0);
});
