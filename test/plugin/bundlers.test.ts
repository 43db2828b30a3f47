/** Real bundlers watch a small project and run what they make of it, and a real browser looks at what Vite serves. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { compile } from "../../src/library/index.ts";
import { browserPath, launchBrowser } from "../browser/launch.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
const example = path.join(here, "..", "..", "examples", "vite-block");
const setUp = pathToFileURL(path.join(here, "..", "..", "scripts", "setup.js")).href;
const install = pathToFileURL(path.join(here, "bundlers", "install.js")).href;

let modules = "";

beforeAll(async () => {
  const { setUp: run }: { setUp: () => Promise<void> } = await import(setUp);
  await run();
  const { installBundlers }: { installBundlers: () => string } = await import(install);
  modules = installBundlers();
}, 300_000);

function projectFolder(): string {
  return copyOf(path.join(here, "project"));
}

/** A copy of a project, with its packages, gone when the test is over. */
function copyOf(project: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), "skerry-plugin-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  cpSync(project, folder, { recursive: true });
  symlinkSync(modules, path.join(folder, "node_modules"), "dir");
  return folder;
}

function edit(folder: string, name: string, before: string, after: string): void {
  const file = path.join(folder, "src", name);
  const text = readFileSync(file, "utf8");
  expect(text).toContain(before);
  writeFileSync(file, text.replace(before, after));
}

interface Talk {
  /** The next line that says something; rejects when the process ends first. */
  readonly next: () => Promise<string>;
}

/** Runs a script of the project; of what it prints, lines behind an `@` are for us. */
function start(folder: string, ...args: readonly string[]): Talk {
  // A group of its own: what bundlers start ends with it.
  const child = spawn(process.execPath, [...args], { cwd: folder, detached: true, stdio: ["pipe", "pipe", "pipe"] });
  onTestFinished(() => end(child));
  let said = "";
  child.stderr.on("data", (text) => (said += text));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    next: async () => {
      for (;;) {
        const { value, done } = await lines.next();
        if (done === true) throw new Error(`${args.join(" ")} ended: ${said}`);
        if (value.startsWith("@")) return value.slice(1);
      }
    },
  };
}

/** Does not wait for its pipes: whoever was given them may hold them for longer. */
function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once("exit", () => resolve());
    process.kill(-child.pid, "SIGKILL");
  });
}

interface Build {
  readonly bundler: string;
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  /** The descriptions that were compiled for it. */
  readonly compiled: readonly string[];
  /** Null after an error. */
  readonly printed: Printed | null;
  /** The file of the bundle's source map. */
  readonly map: string;
}

/** What a bundle prints when it is run. */
interface Printed {
  readonly version: string;
  readonly size: number;
  readonly longestRequest: number;
}

/** Bundlers that watch one project, all in one process. */
class Watched {
  readonly folder = projectFolder();
  readonly #talk: Talk;
  readonly #said = new Map<string, Build[]>();

  constructor(bundlers: readonly string[]) {
    this.#talk = start(this.folder, "watch.mjs", ...bundlers);
  }

  async next(bundler: string): Promise<Build> {
    for (;;) {
      const build = this.#said.get(bundler)?.shift();
      if (build !== undefined) return build;
      const said: Build = JSON.parse(await this.#talk.next());
      this.#said.set(said.bundler, [...(this.#said.get(said.bundler) ?? []), said]);
    }
  }

  /**
   * Builds until one is as wanted: some bundlers build once too often, or see a file that is half written. What was compiled
   * for all of them.
   */
  async until(bundler: string, isWanted: (build: Build) => boolean): Promise<Build> {
    const compiled: string[] = [];
    for (;;) {
      const build = await this.next(bundler);
      compiled.push(...build.compiled);
      if (isWanted(build)) return { ...build, compiled: [...new Set(compiled)].sort() };
    }
  }

  untilItPrints(bundler: string, expected: Partial<Printed>): Promise<Build> {
    const wanted = Object.entries(expected).join();
    return this.until(
      bundler,
      ({ printed }) => printed !== null && Object.entries(printed).some((entry) => `${entry}` === wanted),
    );
  }
}

/** Where the first line of a bundle that has `text` in it comes from, by the bundle's source map. */
function originOf(
  text: string,
  map: string,
): { readonly source: string; readonly line: number; readonly text: string } {
  const payload: ConstructorParameters<typeof SourceMap>[0] = JSON.parse(readFileSync(map, "utf8"));
  const lines = readFileSync(map.replace(/\.map$/, ""), "utf8").split("\n");
  const at = lines.findIndex((line) => line.includes(text));
  const entry = new SourceMap(payload).findEntry(at, lines[at]?.indexOf(text) ?? 0);
  if (!("originalLine" in entry)) throw new Error(`${map} says nothing of ${text}`);
  const { originalSource: source, originalLine: line } = entry;
  const content = payload.sourcesContent[payload.sources.indexOf(source)] ?? "";
  return { source, line: line + 1, text: content.split("\n")[line] ?? "" };
}

const bundlers = ["vite", "rollup", "rolldown", "webpack", "rspack", "esbuild"] as const;

test("every bundler builds what runs, builds again what has changed and no more, and says what is wrong", async () => {
  const watched = new Watched(bundlers);
  const { folder } = watched;
  for (const bundler of bundlers) {
    const { errors, warnings, compiled, printed, map } = await watched.next(bundler);
    expect({ bundler, errors, warnings, compiled, printed }).toEqual({
      ...{ bundler, errors: [], warnings: [], compiled: ["common.skerry", "hello.skerry", "store.skerry"] },
      printed: {
        ...{ version: "first", size: 16, interfaces: ["Store", "Names", "Greeter"], longestRequest: 8, problem: 0 },
        ...{ failures: ["broken", "nameless"], states: true },
      },
    });
    const origin = originOf('name: "Names"', map);
    expect({ bundler, ...origin }).toMatchObject({ bundler, line: 13, text: "interface Names {" });
    expect(path.basename(origin.source)).toBe("store.skerry");
  }
  expect(existsSync(path.join(folder, "src", "store.d.skerry.ts"))).toBe(true);

  // Nothing of a description: none is compiled.
  edit(folder, "main.js", '"first"', '"second"');
  for (const bundler of bundlers) {
    const { compiled } = await watched.untilItPrints(bundler, { version: "second" });
    expect({ bundler, compiled }).toEqual({ bundler, compiled: [] });
  }

  // One that another uses: both are, and no third.
  edit(folder, "common.skerry", "y: u32 }", "y: u32; z: u32 }");
  for (const bundler of bundlers) {
    const { compiled } = await watched.untilItPrints(bundler, { longestRequest: 12 });
    expect({ bundler, compiled }).toEqual({ bundler, compiled: ["common.skerry", "store.skerry"] });
  }

  // Two faults in a file that only a description names.
  edit(folder, "common.skerry", "x: u32; y: u32", "x: u46; y: u23");
  for (const bundler of bundlers) {
    const { errors } = await watched.until(bundler, (build) => build.errors.join().includes("`u46`"));
    const said = errors.join("\n").replace(/\u001b\[\d+m/g, "");
    // esbuild counts columns from 0, and draws its own frame.
    expect(said, bundler).toContain(bundler === "esbuild" ? "src/common.skerry:6:20" : "src/common.skerry:6:21");
    expect(said, bundler).toMatch(/\| +\^\^\^|╵ +~~~/);
    // Two modules have it, and one says it.
    expect(said.match(/help: write `u32`/g), bundler).toHaveLength(1);
    for (const part of ["x: u46; y: u23; z: u32", "`u46`", "`u23`", "help: write `u32`"]) {
      expect(said, bundler).toContain(part);
    }
  }

  edit(folder, "common.skerry", "x: u46; y: u23; z: u32", "x: u64; y: u64; z: u64");
  for (const bundler of bundlers) {
    const { compiled } = await watched.untilItPrints(bundler, { longestRequest: 24 });
    expect(compiled, bundler).not.toContain("hello.skerry");
  }
}, 120_000);

describe.runIf(browserPath !== null)("in a browser", () => {
  test("Vite's development server shows what changes and what is wrong; the library makes there what it makes here; an example", async () => {
    const folder = projectFolder();
    const served = start(folder, "serve.mjs");
    const address: string = JSON.parse(await served.next());
    const browser = await launchBrowser();
    onTestFinished(() => browser.close());
    const page = await browser.newPage();
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(String(error)));
    await page.goto(address);
    await expectText(page, "#said", "Store and Names: 16 bytes at 8");

    edit(folder, "common.skerry", "y: u32 }", "y: u32; z: u32 }");
    await expectText(page, "#said", "Store and Names: 16 bytes at 12");

    edit(folder, "store.skerry", "bytes<size>", "bytes<sise>");
    const overlay = page.locator("vite-error-overlay");
    await overlay.waitFor();
    expect(await overlay.locator(".message").textContent()).toContain("did you mean `size`?");
    expect(await overlay.locator(".file").textContent()).toContain("src/store.skerry:");
    const frame = await overlay.locator(".frame").textContent();
    expect(frame).toContain("call read(at: Common.Place) -> (data: bytes<sise>)");
    expect(frame).toMatch(/\^{4}/);

    edit(folder, "store.skerry", "bytes<sise>", "bytes<size>");
    edit(folder, "store.skerry", "size = 16", "size = 32");
    await expectText(page, "#said", "Store and Names: 32 bytes at 12");
    expect(faults).toEqual([]);

    expect(await served.next()).toBe("built");
    await open(page, path.join(folder, "built"), "library.html");
    await page.locator("#made", { hasText: "texts" }).waitFor();
    const made: unknown = JSON.parse((await page.locator("#made").textContent()) ?? "");
    expect(made).toEqual(await compiledHere(folder));
    expect(faults).toEqual([]);

    await open(page, path.join(builtExample(), "dist"), "index.html");
    await expectText(page, "#bytes", "00 10 00 00 00 00 00 00 08 00 00 00 00 00 00 00");
    await expectText(page, "#read", "8 sectors from 4096 on: 4096 bytes");
    expect(faults).toEqual([]);
  }, 120_000);
});

/** A page that was built, with no server behind it. */
async function open(page: Page, built: string, name: string): Promise<void> {
  await page.unrouteAll();
  await page.route("http://built.test/**", (route) =>
    route.fulfill({ path: path.join(built, new URL(route.request().url()).pathname) }),
  );
  await page.goto(`http://built.test/${name}`);
}

/** A copy of examples/vite-block, built as its reader would; the types that lie there are those that the build writes. */
function builtExample(): string {
  const folder = copyOf(example);
  const vite = path.join(modules, "vite", "bin", "vite.js");
  execFileSync(process.execPath, [vite, "build"], { cwd: folder, timeout: 60_000, stdio: "pipe" });
  for (const name of ["block.d.skerry.ts", "block.d.skerry.ts.map"]) {
    const [made, kept] = [folder, example].map((at) => readFileSync(path.join(at, "src", name), "utf8"));
    expect(made, name).toBe(kept);
  }
  return folder;
}

/** What the library makes of hello.skerry. */
async function compiledHere(folder: string): Promise<unknown> {
  const text = readFileSync(path.join(folder, "src", "hello.skerry"), "utf8");
  const { files, report } = await compile({ files: { "hello.skerry": text }, inPlace: true });
  const texts = files.map(({ path: name, content }) => [name, typeof content === "string" ? content : content.join()]);
  expect(texts.length).toBeGreaterThan(10);
  return { report, texts };
}

async function expectText(page: Page, place: string, text: string): Promise<void> {
  await page.locator(place, { hasText: text }).waitFor();
}
