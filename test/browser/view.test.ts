import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { ViewBox, ViewData } from "../../src/emit/view/view-data.ts";
import { fitBox } from "../../src/view/camera.ts";
import { folderOf, hotos09, parrot, skerry, smallFolder, smallMachine, smallSystem, start } from "../cli/skerry.ts";
import { browserPath, launchBrowser } from "./launch.ts";
import { openPage } from "./pages.ts";

let browser: Browser;
let folder = "";
let hotos = "";

beforeAll(async () => {
  if (browserPath === null) return;
  folder = mkdtempSync(path.join(tmpdir(), "skerry-view-"));
  hotos = path.join(folder, "hotos09.html");
  const [launched, made] = await Promise.all([launchBrowser(), skerry(["view", hotos09, "-o", hotos])]);
  browser = launched;
  expect(made).toEqual({ code: 0, out: `${hotos}\n`, err: "" });
}, 240_000);

afterAll(async () => {
  await browser?.close();
  if (folder !== "") rmSync(folder, { recursive: true, force: true });
});

/** What stands in a page. */
function dataOf(file: string): ViewData {
  const [, json = ""] =
    /<script type="application\/json" id="plan">(.*?)<\/script>/s.exec(readFileSync(file, "utf8")) ?? [];
  return JSON.parse(json);
}

/** Where the middle of a box is on the screen, as long as nobody has moved the picture. */
async function spotOf(page: Page, { width, height }: ViewData, [x, y, boxWidth, boxHeight]: ViewBox) {
  const seen = await page.locator("#map").boundingBox();
  if (seen === null) throw new Error("there is no map");
  const camera = fitBox([0, 0, width, height], seen);
  return { x: (x + boxWidth / 2 - camera.x) * camera.scale, y: (y + boxHeight / 2 - camera.y) * camera.scale };
}

const title = (page: Page): Promise<string> => page.locator("#details-title").innerText();

describe.skipIf(browserPath === null)("the page of a machine", { timeout: 120_000 }, () => {
  test("loads nothing, breaks no rule of its policy, and tells of the machine first", async () => {
    const { page, faults } = await openPage(browser, pathToFileURL(hotos).href);
    expect(await title(page)).toBe("hotos09");
    expect(await page.title()).toBe("fileserver – Skerry");
    expect(await page.locator("#details").innerText()).toContain("32 cores (amd64), 16 GiB of memory, 11 links");
    expect(await page.getByRole("application").getAttribute("aria-label")).toBe("fileserver");
    expect(await page.locator("#live").count()).toBe(0);
    expect(faults).toEqual([]);
  });

  test("search finds by name and by what runs there, and is used with keys alone", async () => {
    const { page, faults } = await openPage(browser, pathToFileURL(hotos).href);
    await page.keyboard.press("/");
    const search = page.getByRole("combobox");
    await page.keyboard.type("disk");
    expect(await search.getAttribute("aria-expanded")).toBe("true");
    expect(await page.getByRole("option").allInnerTexts()).toEqual([
      expect.stringMatching(/^disk\s+service · Block @ 2, on p\[7\]\.cpu\[0\]$/),
      expect.stringMatching(/^disk0\s+device · SataDisk$/),
      expect.stringMatching(/^p\[7\]\.cpu\[0\]\s+core · amd64 2 GHz, disk$/),
    ]);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    expect(await search.getAttribute("aria-activedescendant")).toBe("found-2");
    expect(await page.locator("#found-2").getAttribute("aria-selected")).toBe("true");
    await page.keyboard.press("Enter");
    expect(await title(page)).toBe("p[7].cpu[0]");
    expect(await page.evaluate("document.activeElement.id")).toBe("map");
    expect(await page.getByRole("listbox").count()).toBe(0);
    await page.keyboard.press("/");
    await page.keyboard.type("no such thing");
    expect(await page.locator("#found").innerText()).toBe("Nothing has that name.");
    expect(faults).toEqual([]);
  });

  test("arrow keys go from core to core, each is said, and Enter tells all of it", async () => {
    const { page, faults } = await openPage(browser, pathToFileURL(hotos).href);
    await page.locator("#map").focus();
    const walk = async (...keys: readonly string[]): Promise<string> => {
      for (const key of keys) await page.keyboard.press(key);
      return title(page);
    };
    expect(await walk("ArrowRight")).toBe("p[0].cpu[0]");
    expect(await walk("ArrowRight")).toBe("p[0].cpu[1]");
    expect(await page.getByRole("status").allInnerTexts()).toContain("core p[0].cpu[1], amd64 2 GHz, registry[0]");
    expect(await walk("ArrowDown")).toBe("p[0].cpu[3]");
    expect(await walk("ArrowRight")).toBe("p[1].cpu[2]");
    expect(await walk("Enter")).toBe("p[1].cpu[2]");
    expect(await page.evaluate("document.activeElement.id")).toBe("details-title");
    await page.locator("#map").focus();
    expect(await walk("Escape")).toBe("hotos09");
    expect(faults).toEqual([]);
  });

  test("a press on a core tells its channels, routes, services and replicas; one on a link what runs over it", async () => {
    const { page, faults } = await openPage(browser, pathToFileURL(hotos).href);
    const data = dataOf(hotos);
    const core = data.cores.findIndex((each) => each.path === "p[3].cpu[1]");
    await page.locator("#map").click({ position: await spotOf(page, data, data.cores[core]?.box ?? [0, 0, 0, 0]) });
    expect(await title(page)).toBe("p[3].cpu[1]");
    const details = page.locator("#details");
    const told = await details.innerText();
    for (const words of [
      "service registry[3], serves Registry @ 1",
      "client web[1]",
      "names one of 8 replicas",
      "Routes to 31 cores",
    ])
      expect(told).toContain(words);
    expect(await details.getByRole("table", { name: "Channels of p[3].cpu[1]" }).getByRole("row").count()).toBe(7);
    await details.getByPlaceholder("to which core?").fill("p[7].cpu[0]");
    await details.getByRole("button", { name: "p[7].cpu[0]" }).click();
    await details.getByRole("button", { name: "p[3].ht[1] -- p[4].ht[1]" }).first().click();
    expect(await title(page)).toBe("p[3].ht[1] -- p[4].ht[1]");
    expect(await details.innerText()).toMatch(/HyperTransport[\s\S]*32\.5 ns[\s\S]*4 GB\/s/);
    expect(await details.innerText()).toMatch(/Connections over it \(\d+\)/);
    expect(faults).toEqual([]);
  });

  test("the outline is a tree that keys open, walk and choose from", async () => {
    const { page, faults } = await openPage(browser, pathToFileURL(hotos).href);
    const tree = page.getByRole("tree");
    const here = (): Promise<unknown> => page.evaluate('document.activeElement.querySelector(".title").textContent');
    await tree.getByRole("treeitem").first().focus();
    await page.keyboard.press("ArrowDown");
    expect(await here()).toBe("p[0]");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowDown");
    expect(await here()).toBe("cpu[0]");
    await page.keyboard.press("Enter");
    expect(await title(page)).toBe("p[0].cpu[0]");
    await page.keyboard.press("ArrowLeft");
    expect(await here()).toBe("p[0]");
    await page.keyboard.press("End");
    expect(await here()).toBe("Replicated state");
    await page.keyboard.press("s");
    expect(await here()).toBe("Services and clients");
    expect(await tree.locator("[tabindex='0']").count()).toBe(1);
    expect(faults).toEqual([]);
  });

  test("Tab goes through all there is, in the order in which it stands, and what has the focus shows it", async () => {
    const { page } = await openPage(browser, pathToFileURL(hotos).href);
    const order: unknown[] = [];
    const whatHasIt =
      'document.activeElement.id || document.activeElement.getAttribute("aria-label") || document.activeElement.getAttribute("role")';
    for (let stop = 0; stop < 6; stop++) {
      await page.keyboard.press("Tab");
      order.push(await page.evaluate(whatHasIt));
      const style = await page.evaluate(
        'getComputedStyle(document.activeElement.getAttribute("role") === "treeitem" ? document.activeElement.querySelector(".row") : document.activeElement).outlineStyle',
      );
      expect(style).toBe("solid");
    }
    expect(order).toEqual(["search", "treeitem", "map", "Zoom in", "Zoom out", "Show all"]);
  });

  test("wheel, buttons and drags move the picture; pixels change with them", async () => {
    const { page, faults } = await openPage(browser, pathToFileURL(hotos).href);
    const pictures = new Set<string>();
    const look = async (): Promise<number> => {
      await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
      return pictures.add(String(await page.evaluate('document.querySelector("canvas").toDataURL()'))).size;
    };
    expect(await look()).toBe(1);
    await page.getByRole("button", { name: "Zoom in" }).click();
    expect(await look()).toBe(2);
    await page.mouse.move(600, 400);
    await page.mouse.wheel(0, -300);
    expect(await look()).toBe(3);
    await page.mouse.down();
    await page.mouse.move(500, 300, { steps: 3 });
    await page.mouse.up();
    expect(await look()).toBe(4);
    await page.getByRole("button", { name: "Show all" }).click();
    await page.mouse.move(2, 2);
    await look();
    expect(await title(page)).toBe("hotos09");
    expect(faults).toEqual([]);
  });

  test("two fingers that part zoom in", async () => {
    const { page, faults } = await openPage(browser, pathToFileURL(hotos).href, { hasTouch: true });
    const fingers = await page.context().newCDPSession(page);
    const touch = (type: "touchStart" | "touchMove" | "touchEnd", ...across: readonly number[]) =>
      fingers.send("Input.dispatchTouchEvent", { type, touchPoints: across.map((x, id) => ({ x, y: 400, id })) });
    const look = async (): Promise<unknown> => {
      await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
      return page.evaluate('document.querySelector("canvas").toDataURL()');
    };
    const before = await look();
    await touch("touchStart", 500, 600);
    for (const step of [1, 2, 3, 4]) await touch("touchMove", 500 - 40 * step, 600 + 40 * step);
    await touch("touchEnd");
    expect(await look()).not.toBe(before);
    expect(faults).toEqual([]);
  });

  test("where there is little room, outline and details open when they are wanted", async () => {
    const { page, faults } = await openPage(browser, pathToFileURL(hotos).href, {
      viewport: { width: 390, height: 740 },
    });
    const outline = page.getByRole("button", { name: "Outline" });
    expect(await page.getByRole("tree").isVisible()).toBe(false);
    await outline.click();
    expect(await outline.getAttribute("aria-expanded")).toBe("true");
    expect(await page.getByRole("tree").isVisible()).toBe(true);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
    expect(faults).toEqual([]);
  });

  test("names and documentation are text, whatever stands in them", async () => {
    const hostile =
      '</script><script>document.title="owned"</script><img src=x onerror=alert(1)> <!-- \u0024{1} \\u003c &lt; "';
    const cwd = smallFolder({
      "system.skerry": smallSystem
        .replace("system chat", `/// ${hostile}\nsystem chat`)
        .replace("  service parrot", `  /// ${hostile}\n  service parrot`)
        .replace("  client talker", "  client constructor__proto__talker"),
      "machine.skerry": smallMachine.replace("machine small", `/// ${hostile}\nmachine small`),
    });
    const file = path.join(cwd, "page.html");
    expect(await skerry(["view", "-o", file], { cwd })).toMatchObject({ code: 0 });
    const { page, faults } = await openPage(browser, pathToFileURL(file).href);
    expect(await page.locator("#details .text").innerText()).toBe(hostile);
    expect(await page.title()).toBe("chat – Skerry");
    expect(await page.locator("script").count()).toBe(2);
    expect(await page.locator("img").count()).toBe(0);
    expect(faults).toEqual([]);
  });

  test("what is not the page's own is not run", async () => {
    const file = path.join(folder, "changed.html");
    writeFileSync(
      file,
      readFileSync(hotos, "utf8").replace("</body>", '<script>document.title="owned"</script></body>'),
    );
    const { page, faults } = await openPage(browser, pathToFileURL(file).href);
    expect(await page.title()).toBe("fileserver – Skerry");
    expect(faults.join("\n")).toMatch(/policy: script-src/);
  });

  test("a thousand cores: bunches in the outline, and links to far places on demand", async () => {
    const cwd = folderOf({ "machine.skerry": torus });
    const file = path.join(cwd, "page.html");
    expect(await skerry(["view", "-o", file], { cwd })).toMatchObject({ code: 0, err: "" });
    const { page, faults } = await openPage(browser, pathToFileURL(file).href);
    await page.getByRole("treeitem").first().focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    expect(await page.getByRole("treeitem", { level: 3 }).count()).toBeLessThan(20);
    await page.keyboard.press("/");
    await page.keyboard.type("n[3][3][3].hart");
    await page.keyboard.press("Enter");
    expect(await title(page)).toBe("t.n[3][3][3].hart");
    expect(await page.locator("#details").innerText()).toContain("Routes to 999 cores");
    expect(dataOf(file).links.filter(({ far }) => far === true).length).toBeGreaterThan(1000);
    expect(faults).toEqual([]);
  });
});

const torus = `use "prelude/riscv64"
use "prelude/links"

part Node {
  core hart: riscv64 @ 700 MHz
  memory dram: 512 MiB, latency 120 ns
  port up[3]
  port down[3]
}

part Torus(size: count) {
  part n[size][size][size]: Node
  for x, y, z in 0..size - 1 {
    link n[x][y][z].up[0] -- n[(x + 1) % size][y][z].down[0]: HyperTransport
    link n[x][y][z].up[1] -- n[x][(y + 1) % size][z].down[1]: HyperTransport
    link n[x][y][z].up[2] -- n[x][y][(z + 1) % size].down[2]: HyperTransport
  }
}

machine thousand {
  part t: Torus(10)
}
`;

// ───────────────────────────── a booted system ─────────────────────────────

const talking = `import type { Talker } from "~skerry/chat";

export const program: Talker = async ({ services, log, signal, sleep }) => {
  log("talking");
  while (!signal.aborted) {
    await services.parrot.echo("hello");
    await sleep(5).catch(() => {});
  }
};
`;

const quiet = parrot.replace(/log\(`[^`]*said [^`]*`\);/, "void call;\n    void log;");

/** Until a process has printed what is looked for. */
function printed(child: ChildProcessWithoutNullStreams, pattern: RegExp): Promise<string> {
  let told = "";
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        told += text;
        const [found] = pattern.exec(told) ?? [];
        if (found !== undefined) resolve(found);
      });
    }
    child.on("close", () => reject(new Error(told)));
  });
}

function statusOf(url: string, headers: Readonly<Record<string, string>> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.on("error", reject);
    asked.end();
  });
}

test.skipIf(browserPath === null)(
  "live: rates, a kernel that dies and one that returns",
  { timeout: 240_000 },
  async () => {
    const cwd = smallFolder({ "parrot.ts": quiet, "talker.ts": talking });
    const env = { XDG_RUNTIME_DIR: folder };
    const system = start(["boot", "--json"], { cwd, env });
    onTestFinished(() => void system.kill("SIGKILL"));
    await printed(system, /"talking"/);
    const viewer = start(["view", "--live"], { cwd, env });
    onTestFinished(() => void viewer.kill("SIGKILL"));
    const address = await printed(viewer, /http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}\//);

    // Only who knows the secret, and asks this machine by its own name.
    const { port } = new URL(address);
    expect(await statusOf(address)).toBe(200);
    expect(await statusOf(`http://127.0.0.1:${port}/`)).toBe(404);
    expect(await statusOf(`http://127.0.0.1:${port}/${"0".repeat(32)}/live`)).toBe(404);
    expect(await statusOf(address, { Host: "skerry.example" })).toBe(404);

    const { page, faults } = await openPage(browser, address);
    await page.getByText(/^chat: 4 of 4 kernels run, view 1$/).waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("cpu[3]");
    await page.keyboard.press("Enter");
    const details = page.locator("#details");
    await details
      .getByText(/^[1-9][\d,]*\/s$/)
      .first()
      .waitFor();
    expect(await details.locator("dl[data-state]").getAttribute("data-state")).toBe("running");

    const ctl = (...args: readonly string[]) => skerry(["ctl", ...args], { cwd, env });
    await page.keyboard.press("/");
    await page.keyboard.type("cpu[2]");
    await page.keyboard.press("Enter");
    expect(await ctl("kill", "cpu[2]")).toMatchObject({ code: 0 });
    await details.locator("dl[data-state=lost]").waitFor();
    await page.getByText(/^chat: 3 of 4 kernels run/).waitFor();
    expect(await page.getByRole("alert").innerText()).toContain("The kernel on cpu[2] has died.");
    expect(await ctl("online", "cpu[2]")).toMatchObject({ code: 0 });
    await details.locator("dl[data-state=running]").waitFor();
    await page.getByText(/^chat: 4 of 4 kernels run/).waitFor();
    expect(await page.getByRole("alert").innerText()).toMatch(/The kernel on cpu\[2\] runs again\./);

    await page.getByRole("switch").click();
    expect(await page.getByRole("switch").getAttribute("aria-checked")).toBe("false");
    expect(await details.locator("dl[data-state]").count()).toBe(0);
    await page.getByRole("switch").click();
    system.kill("SIGTERM");
    await page.getByText(/no system of yours runs here/).waitFor();
    expect(faults).toEqual([]);
    viewer.kill("SIGINT");
    expect(await new Promise((resolve) => viewer.on("close", resolve))).toBe(0);
  },
);
