/** Descriptions as modules, without a bundler: what is compiled when, what is exported under which name, and its types. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import typescript from "typescript";
import { expect, onTestFinished, test } from "vitest";
import { faultsOf } from "../../src/plugin/faults.ts";
import type { SkerryOptions } from "../../src/plugin/options.ts";
import { Project } from "../../src/plugin/project.ts";
import { SaidOnce } from "../../src/plugin/said-once.ts";

/** As they are published: whoever has `dist` has them. */
const runtime = fileURLToPath(new URL("../../dist/types/runtime/index.d.ts", import.meta.url));
const tsserver = fileURLToPath(new URL("../../node_modules/typescript/lib/tsserver.js", import.meta.url));
const sample = fileURLToPath(new URL("project/src/", import.meta.url));

const common = "interface Common {\n  struct Place { x: u32 }\n  message ping()\n}\n";
const store = 'use "./common"\ninterface Store {\n  call read(at: Common.Place) -> (data: bytes<16>)\n}\n';

interface Given {
  readonly folder: string;
  readonly project: Project;
  /** The descriptions compiled since this was last asked. */
  readonly compiled: () => readonly string[];
  readonly write: (name: string, text: string) => string;
  readonly names: () => readonly string[];
}

function given(files: Readonly<Record<string, string>>, options: SkerryOptions = {}): Given {
  const folder = mkdtempSync(path.join(tmpdir(), "skerry-project-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const write = (name: string, text: string): string => {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  };
  for (const [name, text] of Object.entries(files)) write(name, text);
  const compiled: string[] = [];
  const onCompile = (file: string) => compiled.push(path.relative(folder, file));
  return {
    folder,
    project: new Project({ root: folder, onCompile, ...options }),
    compiled: () => compiled.splice(0).sort(),
    write,
    names: () => readdirSync(folder, { recursive: true, encoding: "utf8" }).sort(),
  };
}

test("what has not changed is not compiled again, and what uses something that has is", async () => {
  const { folder, project, compiled, write } = given({
    "common.skerry": common,
    "store.skerry": store,
    "other.skerry": "interface Other {\n  message ping()\n}\n",
  });
  const all = ["store.skerry", "common.skerry", "other.skerry"].map((name) => path.join(folder, name));
  const loadAll = () => Promise.all(all.map((file) => project.load(file)));
  const first = await loadAll();
  expect(compiled()).toEqual(["common.skerry", "other.skerry", "store.skerry"]);
  expect(first.map(({ files }) => files.map((file) => path.basename(file)))).toEqual([
    ["store.skerry", "common.skerry"],
    ["common.skerry"],
    ["other.skerry"],
  ]);
  expect(await loadAll()).toEqual(first);
  expect(compiled()).toEqual([]);
  write("common.skerry", common.replace("x: u32", "x: u64"));
  const second = await loadAll();
  expect(compiled()).toEqual(["common.skerry", "store.skerry"]);
  expect(second[0]?.code).not.toBe(first[0]?.code);
  expect(second[2]).toBe(first[2]);
  // A file that was missing is one to wait for.
  write("store.skerry", store.replace("./common", "./later"));
  expect((await project.load(path.join(folder, "store.skerry"))).files.map((file) => path.basename(file))).toEqual([
    "store.skerry",
    "later.skerry",
  ]);
});

test("every fault has its place, whichever file it is in, and nothing to import is one", async () => {
  const { folder, project, write } = given({
    "common.skerry": common.replace("u32", "u46"),
    "store.skerry": store.replace("bytes<16>", "byts<16>"),
    "machine.skerry": "package P {}\n",
  });
  const file = path.join(folder, "store.skerry");
  const faults = faultsOf(file, await project.load(file), project);
  expect(faults.map(({ file: at, line, column, length }) => [path.basename(at), line, column, length])).toEqual([
    ["common.skerry", 2, 21, 3],
    ["store.skerry", 3, 41, 4],
  ]);
  expect(faults[1]?.text).toContain("store.skerry:3:41: error SK");
  expect(faults[1]?.text).toContain("^^^^");
  const machine = write("machine.skerry", 'use "prelude/amd64"\nmachine m { core c: amd64 @ 1 GHz }\n');
  const [nothing] = faultsOf(machine, await project.load(machine), project);
  expect(nothing).toMatchObject({ isError: true, line: 1, column: 1 });
  expect(nothing?.text).toBe("machine.skerry declares no interface and no system: there is nothing in it to import");
});

test("declarations lie beside the description or in a folder, as they should be, and go with it", async () => {
  const two = `${common}interface Other {\n  message ping()\n}\n`;
  const beside = given({ "src/common.skerry": two });
  const file = path.join(beside.folder, "src/common.skerry");
  await beside.project.load(file);
  expect(beside.names().filter((name) => name.endsWith(".ts"))).toEqual([
    "src/common.d.skerry.ts",
    "src/common.skerry.Common.d.skerry.ts",
    "src/common.skerry.Other.d.skerry.ts",
  ]);
  beside.write("src/common.skerry", common);
  await beside.project.load(file);
  expect(beside.names()).toEqual([
    ...["src", "src/common.d.skerry.ts", "src/common.d.skerry.ts.map", "src/common.skerry"],
  ]);
  beside.project.forget(file);
  expect(beside.names()).toEqual(["src", "src/common.skerry"]);

  const apart = given({ "src/common.skerry": common }, { types: ".types" });
  await apart.project.load(path.join(apart.folder, "src/common.skerry"));
  expect(apart.names().filter((name) => name.startsWith(".types/src/"))).toEqual([
    ".types/src/common.d.skerry.ts",
    ".types/src/common.d.skerry.ts.map",
  ]);
  const none = given({ "common.skerry": common }, { types: false });
  await none.project.load(path.join(none.folder, "common.skerry"));
  expect(none.names()).toEqual(["common.skerry"]);
});

test("what somebody else has written under the name of a part stays", async () => {
  const mine = "export declare const mine: 1;\n";
  const { folder, project } = given({ "common.skerry": common, "common.skerry.Mine.d.skerry.ts": mine });
  await project.load(path.join(folder, "common.skerry"));
  expect(existsSync(path.join(folder, "common.skerry.Mine.d.skerry.ts"))).toBe(true);
});

/** What TypeScript has against a program, `main.ts`. */
function judge(folder: string): readonly string[] {
  const program = typescript.createProgram([path.join(folder, "main.ts")], {
    ...{ module: typescript.ModuleKind.ESNext, moduleResolution: typescript.ModuleResolutionKind.Bundler },
    ...{ strict: true, noEmit: true, allowArbitraryExtensions: true, types: [] },
    ...{ target: typescript.ScriptTarget.ES2024, lib: ["lib.es2024.d.ts", "lib.dom.d.ts"] },
    ...{ exactOptionalPropertyTypes: true, verbatimModuleSyntax: true, isolatedModules: true },
    ...{ allowImportingTsExtensions: true, erasableSyntaxOnly: true, paths: { "skerry/runtime": [runtime] } },
  });
  const found = [...program.getSyntacticDiagnostics(), ...program.getSemanticDiagnostics()];
  return found.map(({ file, messageText }) => {
    return `${file?.fileName}: ${typescript.flattenDiagnosticMessageText(messageText, " ")}`;
  });
}

test("the types are what the code is: of several interfaces and a system in one file, used in place too", async () => {
  const names = ["common.skerry", "store.skerry", "hello.skerry"];
  const files = Object.fromEntries(names.map((name) => [name, readFileSync(path.join(sample, name), "utf8")]));
  const main = [
    'import { type Place, type PlaceView, StatusFailure } from "./common.skerry";',
    'import { Greeter, GreeterClient, type GreeterState, Refusal, type Visitor } from "./hello.skerry";',
    'import { type NamesReadReply, type NamesReadReplyView, StoreClient, StoreInPlace, type StoreReadReply } from "./store.skerry";',
    "export const program: Greeter = ({ state }) => ({",
    '  greet: (name) => ({ text: [name, (state satisfies GreeterState).names.get("a")].join(" ") }),',
    "});",
    "export const visitor: Visitor = async ({ services, log }) => {",
    '  log((await (services.greeter satisfies GreeterClient).greet("you")).text);',
    "};",
    "export const found = (reply: NamesReadReply): Place => reply.at;",
    "export async function read(client: StoreClient): Promise<StoreReadReply> {",
    "  return client.read({ x: 1, y: 2 });",
    "}",
    "// @ts-expect-error a number that is no u32",
    "export const wrong = (client: StoreClient) => client.read({ x: -1, y: 2 });",
    "export const version: number = Greeter.version + Refusal.nameless;",
    "export const failure = new StatusFailure(0);",
    "export const at = (view: NamesReadReplyView): PlaceView => view.at;",
    "export const client: typeof StoreInPlace = StoreInPlace;",
    "// @ts-expect-error no member of the view",
    "export const none = (view: NamesReadReplyView) => view.nothing;",
  ];
  const { folder, project, write } = given({ ...files, "package.json": '{ "type": "module" }' }, { inPlace: true });
  write("main.ts", `${main.join("\n")}\n`);
  for (const name of names) expect((await project.load(path.join(folder, name))).diagnostics).toEqual([]);
  expect(judge(folder)).toEqual([]);
}, 120_000);

test("code and types lead back to the lines that they are made of", async () => {
  const { folder, project } = given({ "common.skerry": common, "store.skerry": store });
  const file = path.join(folder, "store.skerry");
  const { code, map } = await project.load(file);
  expect(map).toMatchObject({
    sources: expect.arrayContaining([file]),
    sourcesContent: expect.arrayContaining([store]),
  });
  const inCode = originOf(code ?? "", JSON.stringify(map));
  expect(inCode("function encodeReadRequest")).toEqual([3, 8]);
  expect(inCode("read(at")).toEqual([3, 8]);
  expect(inCode("StoreClient = class")).toEqual([2, 11]);

  const read = (name: string): string => readFileSync(path.join(folder, name), "utf8");
  const inTypes = originOf(read("common.d.skerry.ts"), read("common.d.skerry.ts.map"));
  expect(inTypes("export interface Place")).toEqual([2, 10]);
  expect(inTypes("readonly x:")).toEqual([2, 18]);
  expect(inTypes("ping(")).toEqual([3, 11]);
  expect(JSON.parse(read("common.d.skerry.ts.map"))).toMatchObject({ sources: ["common.skerry"] });
  expect(read("common.d.skerry.ts")).toMatch(/\n\/\/# sourceMappingURL=common\.d\.skerry\.ts\.map\n$/);
});

/** For the first line with a text in it: line and column, from 1, of where its map says it is from. */
function originOf(code: string, map: string): (text: string) => readonly number[] {
  const entries = new SourceMap(JSON.parse(map));
  const lines = code.split("\n");
  return (text) => {
    const at = lines.findIndex((line) => line.includes(text));
    const entry = entries.findEntry(at, lines[at]?.indexOf(text) ?? 0);
    return "originalLine" in entry ? [entry.originalLine + 1, entry.originalColumn + 1] : [];
  };
}

test("an editor goes from an import to the line of the description", async () => {
  const { folder, project, write } = given({ "common.skerry": common }, { types: ".types" });
  await project.load(path.join(folder, "common.skerry"));
  const file = write(
    "main.ts",
    'import type { CommonClient, Place } from "./common.skerry";\nexport type Both = [CommonClient, Place];\n',
  );
  const options = { allowArbitraryExtensions: true, rootDirs: [".", ".types"], noLib: true, types: [] };
  const compilerOptions = { ...options, module: "esnext", moduleResolution: "bundler" };
  write("tsconfig.json", JSON.stringify({ compilerOptions, files: ["main.ts"] }));
  const requests = [
    { command: "open", arguments: { file } },
    { command: "definition", arguments: { file, line: 2, offset: 22 } },
    { command: "definition", arguments: { file, line: 2, offset: 36 } },
  ].map((request, seq) => JSON.stringify({ seq, type: "request", ...request }));
  const { stdout } = spawnSync(process.execPath, [tsserver, "--disableAutomaticTypingAcquisition"], {
    ...{ input: `${requests.join("\n")}\n`, encoding: "utf8", timeout: 60_000 },
  });
  const answers = stdout.split("\n").filter((line) => line.startsWith("{") && line.includes('"command":"definition"'));
  expect(answers.map((line) => JSON.parse(line).body[0])).toMatchObject([
    { file: path.join(folder, "common.skerry"), start: { line: 1, offset: 11 } },
    { file: path.join(folder, "common.skerry"), start: { line: 2, offset: 10 } },
  ]);
}, 120_000);

test("what is used in place is exported only when it is asked for", async () => {
  const [{ project, folder }, plain] = [
    given({ "common.skerry": common }, { inPlace: true }),
    given({ "common.skerry": common }),
  ];
  expect((await project.load(path.join(folder, "common.skerry"))).code).toMatch(/^ {2}CommonInPlace,$/m);
  expect((await plain.project.load(path.join(plain.folder, "common.skerry"))).code).not.toContain("InPlace");
});

test("of two modules with one fault, one says it and the other refers to it, as long as that one has it", async () => {
  const { folder, project, write } = given({
    ...{ "common.skerry": common.replace("u32", "u46"), "store.skerry": store },
    "other.skerry": store.replace("interface Store", "interface Other"),
  });
  const said = new SaidOnce();
  const headlines = async (name: string) => {
    const file = path.join(folder, name);
    return said.sift(file, faultsOf(file, await project.load(file), project), project).map(({ headline }) => headline);
  };
  expect(await headlines("store.skerry")).toEqual([expect.stringContaining("`u46`")]);
  expect(await headlines("common.skerry")).toEqual(["common.skerry has 1 error: see common.skerry:2:21"]);
  expect(await headlines("other.skerry")).toEqual([
    "other.skerry uses common.skerry, which has 1 error: see common.skerry:2:21",
  ]);
  expect(await headlines("store.skerry")).toEqual([expect.stringContaining("`u46`")]);
  write("store.skerry", store.replace('use "./common"\n', "").replace("Common.Place", "u8"));
  expect(await headlines("store.skerry")).toEqual([]);
  expect(await headlines("common.skerry")).toEqual([expect.stringContaining("`u46`")]);
});
