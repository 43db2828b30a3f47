/** Real bundlers watch a small project and run what they make of it, and a real browser looks at what Vite serves. */
import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { browserPath, launchBrowser } from "../browser/launch.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
const setUp = pathToFileURL(path.join(here, "..", "..", "scripts", "setup.js")).href;
const install = pathToFileURL(path.join(here, "bundlers", "install.js")).href;

let modules = "";

beforeAll(async () => {
  const { setUp: run }: { setUp: () => Promise<void> } = await import(setUp);
  await run();
  const { installBundlers }: { installBundlers: () => string } = await import(install);
  modules = installBundlers();
}, 300_000);

/** A copy of the project, gone when the test is over. */
function projectFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "skerry-plugin-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  cpSync(path.join(here, "project"), folder, { recursive: true });
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
  const child = spawn(process.execPath, [...args], { cwd: folder, stdio: ["pipe", "pipe", "pipe"] });
  onTestFinished(() => ended(child));
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

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once("close", () => resolve());
    child.kill("SIGKILL");
  });
}

interface Build {
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  /** The descriptions that were compiled for it. */
  readonly compiled: readonly string[];
  /** Null after an error. */
  readonly printed: Printed | null;
}

/** What a bundle prints when it is run. */
interface Printed {
  readonly version: string;
  readonly size: number;
  readonly longestRequest: number;
}

/** A bundler that watches a project. */
class Watched {
  readonly folder = projectFolder();
  readonly #talk: Talk;

  constructor(bundler: string) {
    this.#talk = start(this.folder, "watch.mjs", bundler);
  }

  /** Builds until one is as wanted, some bundlers build once too often; what was compiled for all of them. */
  async until(isWanted: (build: Build) => boolean): Promise<Build> {
    const compiled: string[] = [];
    for (;;) {
      const build: Build = JSON.parse(await this.#talk.next());
      compiled.push(...build.compiled);
      if (isWanted(build)) return { ...build, compiled: compiled.sort() };
    }
  }

  untilItPrints(expected: Partial<Printed>): Promise<Build> {
    const wanted = Object.entries(expected).join();
    return this.until(
      ({ printed }) => printed !== null && Object.entries(printed).some((entry) => `${entry}` === wanted),
    );
  }
}

describe.each(["vite", "rollup", "rolldown", "webpack", "rspack", "esbuild"])("%s", (bundler) => {
  test("builds what runs, builds again what has changed and no more, and says what is wrong", async () => {
    const watched = new Watched(bundler);
    const { folder } = watched;
    const first = await watched.until(() => true);
    expect(first).toEqual({
      ...{ errors: [], warnings: [], compiled: ["common.skerry", "hello.skerry", "store.skerry"] },
      printed: {
        ...{ version: "first", size: 16, interfaces: ["Store", "Names", "Greeter"], longestRequest: 8, problem: 0 },
        ...{ failures: ["broken", "nameless"], states: true },
      },
    });
    expect(existsSync(path.join(folder, "src", "store.d.skerry.ts"))).toBe(true);

    // Nothing of a description: none is compiled.
    edit(folder, "main.js", '"first"', '"second"');
    expect((await watched.untilItPrints({ version: "second" })).compiled).toEqual([]);

    // One that another uses: both are, and no third.
    edit(folder, "common.skerry", "y: u32 }", "y: u32; z: u32 }");
    expect((await watched.untilItPrints({ longestRequest: 12 })).compiled).toEqual(["common.skerry", "store.skerry"]);

    // Two faults in a file that only a description names.
    edit(folder, "common.skerry", "x: u32; y: u32", "x: u46; y: u23");
    const { errors } = await watched.until((build) => build.errors.length > 0);
    const said = errors.join("\n").replace(/\u001b\[\d+m/g, "");
    // esbuild counts columns from 0, and draws its own frame.
    expect(said).toContain(bundler === "esbuild" ? "src/common.skerry:6:20" : "src/common.skerry:6:21");
    expect(said).toMatch(/\| +\^\^\^|╵ +~~~/);
    for (const part of ["x: u46; y: u23; z: u32", "`u46`", "`u23`", "help: write `u32`"]) expect(said).toContain(part);

    edit(folder, "common.skerry", "x: u46; y: u23; z: u32", "x: u64; y: u64; z: u64");
    expect((await watched.untilItPrints({ longestRequest: 24 })).compiled).not.toContain("hello.skerry");
  }, 120_000);
});

describe.runIf(browserPath !== null)("in a browser", () => {
  test("Vite's development server shows what changes and what is wrong, and the library compiles", async () => {
    const folder = projectFolder();
    const address: string = JSON.parse(await start(folder, "serve.mjs").next());
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

    await page.goto(new URL("library.html", address).href);
    await page.locator("#stubs", { hasText: "export class ClockClient" }).waitFor();
    expect(await page.locator("#stubs").textContent()).not.toContain("error SK");
    expect(faults).toEqual([]);
  }, 120_000);
});

async function expectText(page: Page, place: string, text: string): Promise<void> {
  await page.locator(place, { hasText: text }).waitFor();
}
