import { rm } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { seededRandom } from "../../../src/runtime/hosts/simulation/random.ts";
import { bootThreads, type RunningSystem } from "../../../src/runtime/hosts/threads/boot.ts";
import type { BootEvent } from "../../../src/runtime/kernel/events.ts";
import { ledgerShape } from "../fixtures/ledger.ts";
import { systemOf } from "../fixtures/system.ts";
import { bundleWorker } from "../fixtures/worker-bundle.ts";
import { Audit } from "./audit.ts";
import { standingsOf } from "./standings.ts";

let folder = "";

beforeAll(async () => {
  folder = await bundleWorker("test/runtime/fixtures/threads-programs.ts");
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** `npm run kills` sets it to 1000. */
const kills = Number(process.env["SKERRY_KILLS"] ?? 4);
const isLong = process.env["SKERRY_KILLS"] !== undefined;
/** Milliseconds that anything that must happen may take, however busy the machine is. */
const longest = 120_000;
/** In which a machine that is too busy for that must have got on, or nothing goes on at all. */
const slowest = 300_000;
/** Objects of which a majority of the replicas has to have the state before the next are killed. */
const byMajority = ["audit", "turn", "board"];

/** A system under way, and what it has said. */
class Trial {
  readonly audit = new Audit();
  readonly surprises: string[] = [];
  /** What took much longer than it should have, and came all the same. */
  readonly late: string[] = [];
  readonly system: RunningSystem;
  /** By core: objects that it has the state of since it started anew. */
  readonly #rebuilt = new Map<number, Set<string>>();
  #look: () => void = () => {};
  rebuiltElsewhere = 0;

  constructor() {
    const programs = pathToFileURL(join(folder, "programs.mjs"));
    programs.searchParams.set("case", "ledger");
    this.system = bootThreads({
      ...systemOf(ledgerShape),
      ...{ programs, worker: pathToFileURL(join(folder, "worker.mjs")) },
      onEvent: (event) => this.#observe(event),
    });
  }

  forget(core: number): void {
    this.#rebuilt.set(core, new Set());
  }

  hasRebuilt(core: number): boolean {
    return byMajority.every((object) => this.#rebuilt.get(core)?.has(object) === true);
  }

  /** Rejects when it does not come to hold. */
  async until(what: string, holds: () => boolean): Promise<void> {
    if (await this.#comesToHold(longest, holds)) return;
    const standing = await this.describe();
    const begun = performance.now();
    // The long run is to tell what stands still from what is slow, which `npm test` has no time for.
    if (!isLong || !(await this.#comesToHold(slowest, holds)))
      throw new Error(`waited in vain until ${what}: ${standing}`);
    const seconds = Math.round((longest + performance.now() - begun) / 1000);
    this.late.push(`${what} after ${seconds} s`);
    process.stderr.write(`so slow that ${what} only after ${seconds} s; before: ${standing}\n`);
  }

  async #comesToHold(milliseconds: number, holds: () => boolean): Promise<boolean> {
    const by = performance.now() + milliseconds;
    for (let left = milliseconds; left > 0 && !holds(); left = by - performance.now()) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.min(left, 1000));
        this.#look = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return holds();
  }

  /** Everything goes on: something is agreed on every object, and read afterwards. */
  async untilProgress(): Promise<void> {
    const objects = ["names", "hits", "audit", "stale", "turn", "board", "tally"];
    const agreed = objects.map((name) => this.audit.agreed(name));
    await this.until("something is agreed on every object", () =>
      objects.every((name, index) => this.audit.agreed(name) > (agreed[index] ?? 0)),
    );
    const readings = this.audit.readings("stale");
    await this.until("everything is read", () => this.audit.readings("stale") > readings + 1);
  }

  async describe(): Promise<string> {
    const { system, surprises, audit } = this;
    const { cores, epoch } = system.status();
    const rebuilt = [...this.#rebuilt].map(([core, objects]) => `${core}: ${[...objects].join(" ")}`);
    const told = { cores, epoch, rebuilt, surprises, faults: audit.faults, ...audit.conclude() };
    return `${JSON.stringify(told, null, 1)}\n${await standingsOf(system)}`;
  }

  #observe(event: BootEvent): void {
    if (event.kind === "log") this.audit.take(event.text);
    if (event.kind === "replicaRebuilt") {
      this.#rebuilt.get(event.core)?.add(event.object);
      if (event.object === "tally" && event.core > 2) this.rebuiltElsewhere++;
    }
    if (event.kind === "objectLost") this.surprises.push(`${event.object} is lost`);
    if (event.kind === "frameDropped")
      this.surprises.push(`${event.core} dropped a frame of ${event.from}: ${event.reason}`);
    if (event.kind === "clientFailed") this.surprises.push(`${event.program} failed: ${event.text}`);
    this.#look();
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

test(
  `of what was acknowledged nothing is lost by ${kills} kills, and no proposal hangs`,
  async () => {
    const random = seededRandom(Number(process.env["SKERRY_SEED"] ?? 1));
    const trial = new Trial();
    const { system, audit } = trial;
    const begun = performance.now();
    const seconds = (): number => Math.round((performance.now() - begun) / 100) / 10;
    await trial.untilProgress();
    let [killed, rounds] = [0, 0];
    for (; killed < kills; rounds++) {
      // Two of five at most: what majorities agree on survives that.
      const living = [1, 2, 3, 4].sort(() => random() - 0.5);
      const victims = living.slice(0, random() < 0.5 ? 1 : 2);
      await pause(random() * 20);
      for (const victim of victims) {
        trial.forget(victim);
        system.kill(victim);
        killed++;
        await pause(random() * 3);
      }
      if (random() < 0.2) await trial.untilProgress();
      await trial.until("they have ended", () =>
        victims.every((core) => system.status().cores[core]?.state === "lost"),
      );
      await Promise.all(victims.map((victim) => system.online(victim)));
      await trial.until("they have the state again", () => victims.every((core) => trial.hasRebuilt(core)));
      if (rounds % 10 === 9) await trial.untilProgress();
      if (isLong && rounds % 10 === 9) process.stderr.write(`${killed} kills, ${seconds()} s\n`);
    }
    await trial.untilProgress();
    await system.stop("the test is over");
    const figures = audit.conclude();
    const { rebuiltElsewhere, late } = trial;
    if (isLong) {
      process.stderr.write(
        `${JSON.stringify({ killed, rounds, seconds: seconds(), rebuiltElsewhere, late, ...figures }, null, 2)}\n`,
      );
    }
    expect(audit.faults).toEqual([]);
    expect(trial.surprises).toEqual([]);
    expect(figures.undecided).toBe(0);
  },
  120_000 + kills * 10_000,
);
