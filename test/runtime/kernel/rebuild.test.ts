import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Fault } from "../../../src/runtime/hosts/simulation/faults.ts";
import { type SimulationResult, simulate } from "../../../src/runtime/hosts/simulation/simulation.ts";
import type { BootState } from "../../../src/runtime/kernel/boot-configuration.ts";
import { type Kept, keeper } from "../fixtures/keepers.ts";
import { circle, type Shape, systemOf } from "../fixtures/system.ts";

const protocols = ["broadcast", "twoPhase", "majority", "shootdown"] as const;
const timeout = 2000;

/** Replicas on 1, 3 and 5; 2, 4 and 6 may stand in for them. The client on core 0 has none. */
function shapeOf(protocol: BootState["protocol"]): Shape {
  return {
    ...{ cores: 7, edges: [...circle(7), [0, 3], [1, 5], [2, 6], [0, 4]], slots: 8 },
    programs: [{ name: "main", kind: "client", core: 0 }],
    states: [
      {
        ...{ name: "kept", kind: "set", protocol, replicas: [1, 3, 5], keyBytes: 4, capacity: 8192 },
        ...{ candidates: [[2], [4], [6]], snapshotBytes: 8192 * 48 },
      },
    ],
  };
}

async function run(
  protocol: BootState["protocol"],
  faults: readonly Fault[],
  until: number,
): Promise<{ readonly result: SimulationResult; readonly kept: Kept }> {
  const { programs, kept } = keeper(until, timeout);
  const { configuration, routes } = systemOf(shapeOf(protocol));
  const result = await simulate(configuration, routes, programs, {
    faults,
    noticeAfter: 0.1,
    patience: 0,
    stopAt: 1e5,
  });
  return { result, kept };
}

function told({ events }: SimulationResult, kind: "replicaRebuilt" | "objectLost"): readonly string[] {
  return events.flatMap((event) => (event.kind === kind ? [`${event.object} on ${event.core}`] : []));
}

function lose(core: number, at: number, until: number | null = null): Fault {
  return { kind: "kill", core, at, until };
}

/** Much less than any alarm takes: 50 ms until something is said again, and some of those until anybody stands for election. */
const recovery = 10;

describe.each(protocols)("replicas by %s are rebuilt elsewhere", (protocol) => {
  test("and survive the loss of all that there were by the plan, one after the other", async () => {
    const { result, kept } = await run(protocol, [lose(1, 50), lose(5, 300), lose(3, 550)], 800);
    expect(told(result, "replicaRebuilt")).toEqual(["kept on 2", "kept on 6", "kept on 4"]);
    expect(kept.missing).toEqual([]);
    expect([...kept.agreed.values()].filter((at) => at > 650).length).toBeGreaterThan(20);
    expect(result.events.filter(({ kind }) => kind === "frameDropped")).toEqual([]);
    expect(told(result, "objectLost")).toEqual([]);
  });

  test("as long as somebody may stand in: after that they survive what any replicas do", async () => {
    // Of two that are left, none is a majority.
    const third = protocol === "majority" ? [] : [lose(3, 550)];
    const { result, kept } = await run(protocol, [lose(1, 50), lose(2, 300), ...third], 800);
    expect(told(result, "replicaRebuilt")).toEqual(third.length === 0 ? ["kept on 2"] : ["kept on 2", "kept on 4"]);
    expect(kept.missing).toEqual([]);
    expect([...kept.agreed.values()].filter((at) => at > 650).length).toBeGreaterThan(20);
  });

  test("until the lost replica is there again, and has the state", async () => {
    const faults = [lose(1, 50, 250), lose(3, 500), lose(5, 700), lose(4, 900)];
    const { result, kept } = await run(protocol, faults, 1100);
    expect(told(result, "replicaRebuilt")).toEqual(["kept on 2", "kept on 1", "kept on 4", "kept on 6"]);
    expect(kept.missing).toEqual([]);
    expect([...kept.agreed.values()].filter((at) => at > 1000).length).toBeGreaterThan(10);
  });

  test("and who has lost all of them says so, once, by name", async () => {
    const { result, kept } = await run(protocol, [lose(1, 50), lose(3, 50), lose(5, 50)], 500);
    expect(new Set(told(result, "objectLost").map((text) => text.split(" ")[0]))).toEqual(new Set(["kept"]));
    expect(kept.longest).toBeLessThan(timeout + 100);
  });
});

test.each(["broadcast", "twoPhase", "majority"] as const)(
  "by %s: of what is lost programs are told at once, then and whatever they want of it later",
  async (protocol) => {
    const { kept } = await run(protocol, [lose(1, 50), lose(3, 50), lose(5, 50)], 500);
    expect(kept.longest).toBeLessThan(recovery);
    expect(kept.failed.get("noQuorum")).toBeGreaterThan(80);
    expect(kept.failed.get("unknown") ?? 0).toBeLessThan(2);
  },
);

test("by majority: the loss of the leader is made up for as soon as it is agreed, whoever is asked", async () => {
  for (let at = 100; at < 110; at += 1.3) {
    const { result, kept } = await run("majority", [lose(1, at)], 300);
    const times = [...kept.agreed.values()];
    const gap = Math.max(...times.slice(1).map((time, index) => time - (times[index] ?? 0)));
    expect({ at, isShort: gap < recovery, missing: kept.missing }).toEqual({ at, isShort: true, missing: [] });
    expect(told(result, "objectLost")).toEqual([]);
  }
});

test.each([0, 5])(
  "by majority: the one that is left of three is none, and programs on core %d are told at once",
  async (core) => {
    const { programs, kept } = keeper(500, timeout, core === 5 ? "local" : "remote");
    const shape: Shape = { ...shapeOf("majority"), programs: [{ name: "main", kind: "client", core }] };
    const { configuration, routes } = systemOf(shape);
    const faults = [lose(1, 50), lose(3, 50)];
    const options = { faults, noticeAfter: 0.1, patience: 0, stopAt: 1e5 };
    const result = await simulate(configuration, routes, programs, options);
    expect(told(result, "objectLost")).toEqual(["kept on 5"]);
    // Who asks a replica that has just learned of it asks again after 100 ms.
    expect(kept.longest).toBeLessThan(core === 5 ? recovery : 100 + recovery);
    expect(kept.failed.get("noQuorum")).toBeGreaterThan(50);
    expect(kept.failed.get("unknown") ?? 0).toBeLessThan(2);
  },
);

const loss = fc.record({
  core: fc.constantFrom(1, 2, 3, 4, 5, 6),
  at: fc.integer({ min: 0, max: 750 }),
  lasts: fc.oneof(fc.integer({ min: 5, max: 250 }), fc.constant(null)),
});

test.each(protocols)(
  "by %s: whoever is lost and comes back, what was agreed is there unless the log says that it is lost",
  async (protocol) => {
    const property = fc.asyncProperty(fc.array(loss, { maxLength: 6 }), async (losses) => {
      const faults = losses.map(({ core, at, lasts }) => lose(core, at, lasts === null ? null : at + lasts));
      const { result, kept } = await run(protocol, faults, 1000);
      const isLost = told(result, "objectLost").length > 0;
      expect(kept.longest).toBeLessThan(timeout + 100);
      expect(kept.missing).not.toBeNull();
      if (!isLost) expect(kept.missing).toEqual([]);
      expect(result.events.filter(({ kind }) => kind === "frameDropped")).toEqual([]);
    });
    const [seed, numRuns] = [Number(process.env["SKERRY_SEED"] ?? 1), Number(process.env["SKERRY_RUNS"] ?? 6)];
    await fc.assert(property, { numRuns, seed, endOnFailure: numRuns > 100 });
  },
  60_000 + 5000 * Number(process.env["SKERRY_RUNS"] ?? 6),
);
