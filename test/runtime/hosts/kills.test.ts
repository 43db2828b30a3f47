import { rm } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { seededRandom } from "../../../src/runtime/hosts/simulation/random.ts";
import { bootThreads, type RunningSystem } from "../../../src/runtime/hosts/threads/boot.ts";
import type { BootEvent } from "../../../src/runtime/kernel/events.ts";
import { hazards } from "../fixtures/hazards.ts";
import { systemOf } from "../fixtures/system.ts";
import { bundleWorker } from "../fixtures/worker-bundle.ts";
import { standingsOf } from "./standings.ts";

let folder = "";

beforeAll(async () => {
  folder = await bundleWorker("test/runtime/fixtures/threads-programs.ts");
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** On cores from 1 on. */
const services = 3;
/** Set `SKERRY_KILLS` for more: 1000 take some minutes. */
const kills = Number(process.env["SKERRY_KILLS"] ?? 12);
const isLong = process.env["SKERRY_KILLS"] !== undefined;
/** Milliseconds that anything that must happen may take, however busy the machine is. */
const longest = 60_000;

class Observer {
  readonly events: BootEvent[] = [];
  readonly #waiting = new Set<() => void>();
  /** To be told of what was waited for in vain. */
  system: RunningSystem | null = null;

  observe(event: BootEvent): void {
    this.events.push(event);
    for (const look of [...this.#waiting]) look();
  }

  /** Resolves when so many more events have come for which `is` holds; rejects when they do not. */
  until(count: number, is: (event: BootEvent) => boolean): Promise<void> {
    const start = this.events.length;
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => void this.#describe().then((told) => reject(new Error(told))), longest);
      const look = (): void => {
        if (this.events.slice(start).filter(is).length < count) return;
        this.#waiting.delete(look);
        clearTimeout(late);
        resolve();
      };
      this.#waiting.add(look);
    });
  }

  async #describe(): Promise<string> {
    if (this.system === null) return "waited in vain";
    const { cores, epoch } = this.system.status();
    const latest = this.events.slice(-40).map((event) => JSON.stringify(event));
    const told = [JSON.stringify({ epoch, cores }), await standingsOf(this.system), ...latest];
    return `waited in vain\n${told.join("\n")}`;
  }
}

function isProgress(event: BootEvent): boolean {
  return event.kind === "log" && event.text === "answered";
}

function bootMortals(observer: Observer): RunningSystem {
  const programs = pathToFileURL(join(folder, "programs.mjs"));
  programs.searchParams.set("case", "mortals");
  const system = bootThreads({
    ...systemOf(hazards["mortals"]?.shape ?? { cores: 0, edges: [] }),
    ...{ programs, worker: pathToFileURL(join(folder, "worker.mjs")) },
    onEvent: (event) => observer.observe(event),
  });
  observer.system = system;
  return system;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

test(
  `after each of ${kills} kills at any moment calls are answered, and the killed come back`,
  async () => {
    const random = seededRandom(Number(process.env["SKERRY_SEED"] ?? 1));
    const observer = new Observer();
    const system = bootMortals(observer);
    await observer.until(1, isProgress);
    for (let [killed, round] = [0, 1]; killed < kills; round++) {
      if (isLong && round % 20 === 0) process.stderr.write(`${killed} kills\n`);
      const victims = Array.from({ length: services }, (_, place) => place + 1).filter(() => random() < 0.45);
      await pause(random() * 5);
      for (const victim of victims) {
        system.kill(victim);
        killed++;
        await pause(random() * 2);
      }
      // Some service is left to answer; those that are killed seem to run for a while yet.
      if (victims.length < services && random() < 0.5) await observer.until(1, isProgress);
      // Until they have ended they cannot start anew.
      while (victims.some((victim) => system.status().cores[victim]?.state === "running")) await pause(1);
      const back = Promise.all(victims.map((victim) => system.online(victim)));
      if (random() < 0.7) await back;
      await Promise.all([back, observer.until(2, isProgress)]);
    }
    await observer.until(3, isProgress);
    const { cores, epoch } = system.status();
    expect(cores.map(({ state }) => state)).toEqual(["running", "running", "running", "running"]);
    expect(epoch).toBeGreaterThan(1);
    await system.stop("the test is over");
    const told = observer.events.flatMap((event) => (event.kind === "log" ? [event.text] : []));
    expect(told.filter((text) => text !== "answered")).toEqual([]);
    expect(observer.events.filter(({ kind }) => kind === "frameDropped" || kind === "clientFailed")).toEqual([]);
  },
  30_000 + kills * 2000,
);

test("a kernel takes its leave, and comes back", async () => {
  const observer = new Observer();
  const system = bootMortals(observer);
  await observer.until(1, isProgress);
  for (const core of [1, 2]) await system.offline(core, { force: true });
  await observer.until(2, isProgress);
  expect(system.status().cores.map(({ state }) => state)).toEqual(["running", "offline", "offline", "running"]);
  await system.online(1);
  await observer.until(2, (event) => event.kind === "coreJoined" && event.joined === 1);
  await observer.until(2, isProgress);
  await system.stop("the test is over");
  expect(observer.events.filter(({ kind }) => kind === "frameDropped" || kind === "kernelLost")).toEqual([]);
});

test("a link is cut, and healed", async () => {
  const observer = new Observer();
  const system = bootMortals(observer);
  await observer.until(1, isProgress);
  const lost = observer.until(4, ({ kind }) => kind === "hopLost");
  system.cut([[0, 1]]);
  await lost;
  await observer.until(2, isProgress);
  expect(system.status().cuts).toEqual([[0, 1]]);
  const found = observer.until(4, ({ kind }) => kind === "hopFound");
  system.heal([[0, 1]]);
  await found;
  await observer.until(2, isProgress);
  await system.stop("the test is over");
  expect(observer.events.filter(({ kind }) => kind === "frameDropped" || kind === "kernelLost")).toEqual([]);
});
