// A kernel whose program never gives it back its thread: only its neighbours can notice.
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bootThreads } from "../../../src/runtime/hosts/threads/boot.ts";
import type { BootEvent } from "../../../src/runtime/kernel/events.ts";
import { hazards } from "../fixtures/hazards.ts";
import { logsOf } from "../fixtures/reports.ts";
import { systemOf } from "../fixtures/system.ts";
import { bundleWorker } from "../fixtures/worker-bundle.ts";

let folder = "";

beforeAll(async () => {
  folder = await bundleWorker("test/runtime/fixtures/threads-programs.ts");
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Longer than a machine that does much else keeps a thread waiting. */
const patience = 4000;

test("kernels that watch each other agree that one in an endless loop is lost, and its thread is ended", {
  timeout: 90_000,
}, async () => {
  const shape = hazards["blocks"]?.shape;
  if (shape === undefined) throw new Error("There is no such hazard.");
  const events: BootEvent[] = [];
  const programs = pathToFileURL(join(folder, "programs.mjs"));
  programs.searchParams.set("case", "blocks");
  const system = bootThreads({
    ...systemOf(shape),
    programs,
    worker: pathToFileURL(join(folder, "worker.mjs")),
    membership: { watch: { every: patience / 4, patience } },
    onEvent: (event) => events.push(event),
  });
  await expect.poll(() => events.some(({ kind }) => kind === "kernelLost"), { timeout: 80_000 }).toBe(true);
  const agreed = events.flatMap((event) => (event.kind === "coreLost" ? [`${event.core} lost ${event.lost}`] : []));
  expect(agreed.toSorted()).toEqual(["0 lost 1", "2 lost 1", "3 lost 1", "4 lost 1"]);
  // Its two neighbours notice it one after the other: the way from the first is not taken for cut meanwhile.
  const views = events.flatMap((event) => (event.kind === "viewChanged" ? [`${event.core}: ${event.members}`] : []));
  expect(views.toSorted()).toEqual(["0: 4", "2: 4", "3: 4", "4: 4"]);
  expect(system.status().cores[1]).toMatchObject({ state: "lost" });
  await system.stop("the test is over");
  const outcome = await system.done;
  const text = "the kernel on cpu[1] was lost: it said nothing any more, and was ended";
  expect(outcome).toMatchObject({ failures: expect.arrayContaining([text]) });
  expect(logsOf(events)).toContain("main: UnreachableError: victim cannot be reached: the kernel on cpu[1] is gone");
});
