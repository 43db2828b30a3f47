import { rm } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bootThreads, type RunningSystem } from "../../../src/runtime/hosts/threads/boot.ts";
import type { BootEvent } from "../../../src/runtime/kernel/events.ts";
import { circle, type Shape, systemOf } from "../fixtures/system.ts";
import { bundleWorker } from "../fixtures/worker-bundle.ts";

let folder = "";

beforeAll(async () => {
  folder = await bundleWorker("test/runtime/fixtures/orderly-programs.ts");
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const shape: Shape = {
  cores: 4,
  edges: circle(4),
  programs: [
    { name: "tester", kind: "service", core: 1, places: [2, 3, 0] },
    { name: "main", kind: "client", core: 0, uses: ["tester"] },
    { name: "main", kind: "client", core: 2, uses: ["tester"] },
  ],
};

interface Booted {
  readonly system: RunningSystem;
  readonly events: readonly BootEvent[];
  /** Resolves when clients have heard of so many more calls. */
  readonly hears: (calls: number) => Promise<void>;
}

function boot(): Booted {
  const events: BootEvent[] = [];
  const waiting = new Set<() => void>();
  let heard = 0;
  const system = bootThreads({
    ...systemOf(shape),
    programs: pathToFileURL(join(folder, "programs.mjs")),
    worker: pathToFileURL(join(folder, "worker.mjs")),
    onEvent: (event) => {
      events.push(event);
      if (event.kind === "log" && event.text.startsWith("heard")) heard++;
      for (const look of [...waiting]) look();
    },
  });
  const hears = (calls: number): Promise<void> => {
    const goal = heard + calls;
    return new Promise((resolve) => {
      const look = (): void => {
        if (heard < goal) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
    });
  };
  return { system, events, hears };
}

function textsOf(events: readonly BootEvent[]): readonly string[] {
  return events.flatMap((event) => (event.kind === "log" ? [event.text] : []));
}

/** Every call was done once, and every one that was answered was done; each instance went on where the last had ended. */
function expectNothingLost(events: readonly BootEvent[]): void {
  const texts = textsOf(events);
  const idsOf = (word: string) => texts.filter((text) => text.startsWith(word)).map((text) => text.split(" ")[1]);
  const done = idsOf("done");
  const wasDone = new Set(done);
  expect(idsOf("failed")).toEqual([]);
  expect(new Set(done).size).toBe(done.length);
  expect(idsOf("heard").filter((id) => !wasDone.has(id))).toEqual([]);
  const sums = texts.filter((text) => text.startsWith("heard")).map((text) => text.split(" ")[2]);
  expect(new Set(sums).size).toBe(sums.length);
  expect(events.filter(({ kind }) => kind === "frameDropped" || kind === "kernelLost")).toEqual([]);
}

function coreOf(system: RunningSystem): number | undefined {
  return system.status().programs.find(({ name }) => name === "tester")?.core;
}

test("a service moves from thread to thread while it is called", { timeout: 60_000 }, async () => {
  const { system, events, hears } = boot();
  await hears(50);
  for (const to of [3, 0, 2, 1, null]) {
    const change = await system.move("tester", 0, to, { within: 10_000 });
    expect(change).toMatchObject({ kind: "done", moved: [{ to: to ?? 2, stateBytes: 4 }] });
    await hears(50);
  }
  expect(coreOf(system)).toBe(2);
  await system.stop("the test is over");
  expectNothingLost(events);
});

test("a kernel leaves in order, comes back, and takes the service again", { timeout: 60_000 }, async () => {
  const { system, events, hears } = boot();
  await hears(50);
  for (const turn of [1, 2]) {
    expect(await system.offline(1, { within: 10_000 })).toMatchObject({ kind: "done", moved: [{ from: 1, to: 2 }] });
    await hears(50);
    expect(system.status().cores[1]).toMatchObject({ state: "offline", incarnation: turn - 1 });
    await system.online(1, true);
    await hears(50);
    expect(await system.move("tester", 0, 1, { within: 10_000 })).toMatchObject({ kind: "done" });
    await hears(50);
  }
  await system.stop("the test is over");
  expectNothingLost(events);
});

test("a kernel that only passes messages on leaves, and none of them is lost", { timeout: 60_000 }, async () => {
  const { system, events, hears } = boot();
  await hears(50);
  expect(await system.offline(3, { within: 10_000 })).toEqual({ kind: "done", moved: [] });
  await hears(50);
  const loads = await system.measure();
  expect(loads.map(({ core }) => core)).toEqual([0, 1, 2]);
  expect(loads.every(({ statistics, deepest }) => statistics.sent > 0 && deepest.used <= deepest.slots)).toBe(true);
  await system.stop("the test is over");
  expectNothingLost(events);
});

test("what makes no sense is refused, and nothing changes", { timeout: 60_000 }, async () => {
  const { system, events, hears } = boot();
  await hears(10);
  const refused = { kind: "refused" };
  expect(await system.move("tester", 0, 1)).toMatchObject({ ...refused, text: "tester runs on cpu[1] already" });
  expect(await system.move("nobody", 0, null)).toMatchObject({ ...refused, text: "there is no such service" });
  expect(await system.offline(0)).toMatchObject({ ...refused, text: expect.stringContaining("the client main[0]") });
  system.kill(3);
  await expect.poll(() => system.status().cores[3]?.state).toBe("lost");
  expect(await system.move("tester", 0, 3)).toMatchObject({ ...refused, text: "no kernel runs on cpu[3] now" });
  expect(await system.offline(3)).toMatchObject({ ...refused, text: "no kernel runs on cpu[3]" });
  await hears(10);
  await system.stop("the test is over");
  expect(events.some(({ kind }) => kind === "serviceMoved")).toBe(false);
});
