import { rm } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bootThreads, type RunningSystem } from "../../../src/runtime/hosts/threads/boot.ts";
import type { BootEvent } from "../../../src/runtime/kernel/events.ts";
import { cases } from "../fixtures/cases.ts";
import { hazards } from "../fixtures/hazards.ts";
import { logsOf } from "../fixtures/reports.ts";
import { type Shape, systemOf } from "../fixtures/system.ts";
import { bundleWorker } from "../fixtures/worker-bundle.ts";

let folder = "";

beforeAll(async () => {
  folder = await bundleWorker("test/runtime/fixtures/threads-programs.ts");
});

afterAll(() => rm(folder, { recursive: true, force: true }));

interface Boot {
  readonly system: RunningSystem;
  readonly events: readonly BootEvent[];
  /** Resolves when an event has come for which `is` holds. */
  readonly until: (is: (event: BootEvent) => boolean) => Promise<void>;
}

function boot(name: string, shape: Shape, grace?: number): Boot {
  const events: BootEvent[] = [];
  const waiting: { is: (event: BootEvent) => boolean; resolve: () => void }[] = [];
  const programs = pathToFileURL(join(folder, "programs.mjs"));
  programs.searchParams.set("case", name);
  const system = bootThreads({
    ...systemOf(shape),
    programs,
    worker: pathToFileURL(join(folder, "worker.mjs")),
    ...(grace === undefined ? {} : { grace }),
    onEvent: (event) => {
      events.push(event);
      for (const { is, resolve } of waiting) if (is(event)) resolve();
    },
  });
  const until = (is: (event: BootEvent) => boolean): Promise<void> =>
    new Promise((resolve) => {
      if (events.some(is)) resolve();
      else waiting.push({ is, resolve });
    });
  return { system, events, until };
}

describe("the threads host", () => {
  for (const [name, { shape, logs, outcome = "completed", events: expected = [] }] of Object.entries(cases)) {
    test(name, async () => {
      const { system, events } = boot(name, shape);
      const ended = await system.done;
      expect(logsOf(events)).toEqual(logs);
      expect(ended.kind).toBe(outcome);
      const kinds = events.map(({ kind }) => kind);
      expect(kinds).toEqual(
        expect.arrayContaining([...expected, "kernelUp", "channelsBound", "shutdown", "kernelStopped"]),
      );
      expect(kinds.filter((kind) => kind === "frameDropped" || kind === "kernelLost")).toEqual([]);
      expect(kinds.filter((kind) => kind === "kernelStopped")).toHaveLength(shape.cores);
    });
  }
});

describe("a kernel that dies", () => {
  const called = (event: BootEvent): boolean => event.kind === "log" && event.program === "victim";
  const unreachable = [
    "main: UnreachableError: tester cannot be reached: the kernel on cpu[1] is gone",
    "main: UnreachableError: victim cannot be reached: the kernel on cpu[1] is gone",
    "tester: called",
  ];
  const deaths = {
    exits: "its thread ended with code 3",
    throws: "nobody caught an error: RangeError: out of bounds",
    rejects: "nobody caught an error: RangeError: nobody listens",
    waits: "it was killed",
    spins: "it was killed",
  };

  for (const [name, text] of Object.entries(deaths)) {
    test(`because it ${name}`, async () => {
      const hazard = hazards[name];
      if (hazard === undefined) throw new Error(`no hazard ${name}`);
      const { system, events, until } = boot(name, hazard.shape);
      await until((event) => event.kind === "log" && event.program === "tester");
      // What a thread posts right before it exits may be lost with it.
      if (name !== "exits") await until(called);
      if (name === "waits" || name === "spins") system.kill(1);
      const outcome = await system.done;
      expect(logsOf(events).filter((line) => !line.startsWith("victim"))).toEqual(unreachable);
      expect(outcome).toEqual({
        kind: "failed",
        reason: "all clients are done",
        failures: [`the kernel on cpu[1] was lost: ${text}`],
      });
      // Neither of the two that are left, on either side of it, is a majority.
      expect(events.flatMap((event) => (event.kind === "quorumLost" ? [event.core] : [])).sort()).toEqual([0, 2]);
    });
  }

  test("leaves its clients to another instance of its service", async () => {
    const { system, events, until } = boot("another", hazards["another"]?.shape ?? { cores: 0, edges: [] });
    await until((event) => event.kind === "log" && event.text === "called");
    system.kill(1);
    expect(await system.done).toEqual({
      kind: "failed",
      reason: "all clients are done",
      failures: ["the kernel on cpu[1] was lost: it was killed"],
    });
    const gone = "main: UnreachableError: tester[0] cannot be reached: the kernel on cpu[1] is gone";
    expect(logsOf(events)).toEqual(["main: bound to 0", "main: bound to 1", gone, gone, "main: 42", "tester: called"]);
    const bindings = events.flatMap((event) =>
      event.kind === "bindingMade" || event.kind === "bindingLost" ? [`${event.kind} ${event.serviceInstance}`] : [],
    );
    expect(bindings).toEqual(["bindingMade 0", "bindingLost 0", "bindingMade 1"]);
  });

  test("gives back what was lent to it, and what is lent to another instance is used there", async () => {
    const { system, events, until } = boot("anotherVault", hazards["anotherVault"]?.shape ?? { cores: 0, edges: [] });
    await until((event) => event.kind === "log" && event.text === "called");
    system.kill(1);
    await system.done;
    const gone = "main: UnreachableError: vault[0] cannot be reached: the kernel on cpu[1] is gone";
    expect(logsOf(events)).toEqual([gone, "main: 100000", "main: 65536", "vault: called"]);
  });

  test("takes the only client with it", async () => {
    const { system, until } = boot("waits", hazards["waits"]?.shape ?? { cores: 0, edges: [] });
    await until(called);
    system.kill(2);
    expect(await system.done).toMatchObject({
      kind: "failed",
      failures: ["the kernel on cpu[2] was lost: it was killed"],
    });
  });

  test("is ended, and named, when it does not stop by itself", async () => {
    const { system, events, until } = boot("spins", hazards["spins"]?.shape ?? { cores: 0, edges: [] }, 100);
    await until(called);
    await system.stop("the test is over");
    expect(await system.done).toEqual({
      kind: "failed",
      reason: "the test is over",
      failures: ["the kernel on cpu[1] was lost: it did not stop when the system did, and was ended"],
    });
    expect(events.filter(({ kind }) => kind === "kernelStopped")).toHaveLength(2);
  });
});
