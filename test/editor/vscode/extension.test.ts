import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { strFromU8, unzipSync } from "fflate";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { startStub } from "./stub-editor.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const home = path.join(root, "dsl/editor/vscode");
const manifest = JSON.parse(readFileSync(path.join(home, "package.json"), "utf8"));
const bundle = path.join(home, "dist/extension.js");

beforeAll(() => {
  const installed = path.join(home, "node_modules/.package-lock.json");
  const lock = path.join(home, "package-lock.json");
  if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(lock).mtimeMs) {
    run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error");
  }
  run(process.execPath, "pack.mjs");
}, 180_000);

function run(command: string, ...parameters: readonly string[]): void {
  const { status, stderr } = spawnSync(command, parameters, { cwd: home, encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
}

/** An example, in a folder that may have the server in its own `node_modules`. */
function project(hasServer: boolean): string {
  const folder = mkdtempSync(path.join(tmpdir(), "skerry-vscode-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(path.join(root, "examples/hotos09"), folder, { recursive: true });
  if (!hasServer) return folder;
  mkdirSync(path.join(folder, "node_modules/.bin"), { recursive: true });
  symlinkSync(path.join(root, "bin/skerry.js"), path.join(folder, "node_modules/.bin/skerry"));
  return folder;
}

function broken(folder: string): Readonly<Record<string, string>> {
  const text = readFileSync(path.join(folder, "system.skerry"), "utf8");
  return { "system.skerry": text.replace("uses disk", "uses dsik") };
}

describe("the extension's package", () => {
  it("is a zip with a manifest, its list of kinds, and all that it contributes", () => {
    const files = unzipSync(new Uint8Array(readFileSync(path.join(home, `dist/skerry-${manifest.version}.vsix`))));
    const text = (name: string) => strFromU8(files[name] ?? new Uint8Array());
    const { id, version, publisher } =
      /<Identity [^>]*Id="(?<id>[^"]*)" Version="(?<version>[^"]*)" Publisher="(?<publisher>[^"]*)"/.exec(
        text("extension.vsixmanifest"),
      )?.groups ?? {};
    expect({ name: id, version, publisher }).toEqual({
      ...{ name: manifest.name, version: manifest.version, publisher: manifest.publisher },
    });
    expect(text("extension.vsixmanifest")).toContain(`Engine" Value="${manifest.engines.vscode}"`);
    const kinds = [...text("[Content_Types].xml").matchAll(/Extension="\.(\w+)"/g)].map(([, kind]) => kind);
    const needed = Object.keys(files).filter((name) => name !== "[Content_Types].xml");
    expect(needed.filter((name) => !kinds.includes(name.split(".").at(-1)))).toEqual([]);
    const { main, contributes, ...rest } = JSON.parse(text("extension/package.json"));
    const named = [main, contributes.languages[0].configuration, contributes.grammars[0].path];
    for (const name of named) expect(text(`extension/${name.replace("./", "")}`).length).toBeGreaterThan(100);
    for (const [, name] of text("extension.vsixmanifest").matchAll(/ Path="([^"]*)"/g))
      expect(files).toHaveProperty([name ?? ""]);
    expect(rest).not.toHaveProperty("devDependencies");
  });

  it("has a language configuration whose patterns are patterns, and go on with documentation on the next line", () => {
    const configuration = JSON.parse(readFileSync(path.join(home, "language-configuration.json"), "utf8"));
    const [documentation, remark] = configuration.onEnterRules;
    expect("  /// Reads whole sectors.").toMatch(new RegExp(documentation.beforeText));
    expect("  ///").not.toMatch(new RegExp(documentation.beforeText));
    expect("  // A remark.").not.toMatch(new RegExp(documentation.beforeText));
    expect("  // A remark.").toMatch(new RegExp(remark.beforeText));
    expect("package Opteron {").toMatch(new RegExp(configuration.indentationRules.increaseIndentPattern));
    expect("struct A { b: u8 }").not.toMatch(new RegExp(configuration.indentationRules.increaseIndentPattern));
    expect("call read(at: u64)".match(new RegExp(configuration.wordPattern, "g"))).toEqual([
      "call",
      "read",
      "at",
      "u64",
    ]);
  });
});

describe("the extension, in an editor that keeps what it is shown", () => {
  it("starts the project's own server, which says what is wrong, and opens the references of a lens", async () => {
    const folder = project(true);
    const editor = startStub(bundle, { folder, files: broken(folder) });
    await editor.activate();
    onTestFinished(() => editor.deactivate());
    const messages = await editor.diagnosed("system.skerry", (all) => all.length > 0);
    expect(messages).toContainEqual(expect.stringContaining("did you mean `disk`?"));
    const at = { line: 3, character: 4 };
    const uri = "file:///machine.skerry";
    await editor.commands.get("skerry.showReferences")?.(uri, at, [{ uri, range: { start: at, end: at } }]);
    expect(editor.executed).toMatchObject([
      ["editor.action.showReferences", { fsPath: "/machine.skerry" }, at, [{ range: { start: at, end: at } }]],
    ]);
    await editor.commands.get("skerry.restart")?.();
    expect(editor.errors).toEqual([]);
  });

  it("says plainly that there is no server, and what helps", async () => {
    const folder = project(false);
    const before = process.env["PATH"];
    process.env["PATH"] = folder;
    onTestFinished(() => {
      process.env["PATH"] = before;
    });
    const editor = startStub(bundle, { folder, files: broken(folder) });
    await editor.activate();
    expect(editor.errors).toEqual([expect.stringContaining("npm install --save-dev skerry")]);
    const named = startStub(bundle, { folder, files: {}, setting: "tools/skerry" });
    await named.activate();
    expect(named.errors).toEqual([
      `There is no ${path.join(folder, "tools/skerry")}, which the setting skerry.server.path names.`,
    ]);
  });

  it("starts nothing of a folder that is not trusted", async () => {
    const folder = project(true);
    const editor = startStub(bundle, { folder, files: broken(folder), isTrusted: false });
    await editor.activate();
    expect(editor.errors).toEqual([]);
    await editor.deactivate();
  });
});
