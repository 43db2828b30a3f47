import { fc, test } from "@fast-check/vitest";
import { describe, expect, test as plainTest } from "vitest";
import type { Plan, PlanState, PlanStateFlow, PlanSystem } from "../../src/plan/plan.ts";
import { readPlan } from "../../src/plan/read-plan.ts";
import { serialisePlan } from "../../src/plan/serialise.ts";
import { planOf } from "../breaking/changes.ts";

/** Replicas of the map lie on 0, 2 and 4; on 1, 3 and 5 they may be rebuilt. */
const plan = planOf(`use "prelude/amd64"

package Socket {
  core cpu[2]: amd64 @ 2 GHz
  coherence between cpu[*]: latency 100 cycles
  port out[3]
}

machine ring {
  package p[3]: Socket
  link p[0].out[1] -- p[1].out[0]: Wire, latency 100 ns
  link p[1].out[1] -- p[2].out[0]: Wire, latency 100 ns
  link p[2].out[1] -- p[0].out[0]: Wire, latency 100 ns
}

interconnect Wire { transfer 64 bytes }

system one on ring {
  state names: map<string<32>, u64, 64> replicas one per package, agree majority
  state hits: counter replicas on p[0].cpu[0], p[1].cpu[0], agree broadcast
  client web = "./web.ts" on p[*].cpu[0] uses names, hits traffic names.set 1 kHz
}
`);

function systemOf({ system }: Plan): PlanSystem {
  if (system === null) throw new Error("The plan has a system.");
  return system;
}

function faultsOf(changed: Plan): readonly string[] {
  return readPlan(serialisePlan(changed)).faults;
}

function withSystem(change: Partial<PlanSystem>): Plan {
  return { ...plan, system: { ...systemOf(plan), ...change } };
}

/** With the first state changed. */
function withNames(change: (names: PlanState) => Partial<PlanState>): Plan {
  const states = systemOf(plan).states.map((state, at) => (at === 0 ? { ...state, ...change(state) } : state));
  return withSystem({ states });
}

function withFlow(change: Partial<PlanStateFlow>): Plan {
  const { traffic } = plan;
  if (traffic === null) throw new Error("The plan has traffic.");
  const stateFlows = (traffic.stateFlows ?? []).map((flow, at) => (at === 0 ? { ...flow, ...change } : flow));
  return { ...plan, traffic: { ...traffic, stateFlows } };
}

plainTest("a plan with replicated state is read as it was written", () => {
  expect(systemOf(plan).states[0]).toMatchObject({ replicas: [0, 2, 4], candidates: [[1], [3], [5]] });
  expect(readPlan(serialisePlan(plan))).toEqual({ plan, faults: [] });
});

describe("a corrupted state is found:", () => {
  test.each<[string, (names: PlanState) => Partial<PlanState>, string]>([
    ["no replica", () => ({ replicas: [] }), "it has no replica"],
    ["a replica twice", () => ({ replicas: [0, 2, 2] }), "replicas must NOT have duplicate items"],
    ["replicas in another order", () => ({ replicas: [2, 0, 4] }), "its replicas do not ascend"],
    ["a core beyond the last", () => ({ replicas: [0, 2, 64] }), "there is no kernel on the core 64 of a replica"],
    ["a leader without a replica", () => ({ leader: 1 }), "who leads, the core 1, has no replica"],
    [
      "another leader than the tree's root",
      ({ replicas, leader }) => ({ leader: replicas.find((core) => core !== leader) ?? -1 }),
      "its tree begins at the core",
    ],
    [
      "a tree without one replica",
      ({ tree }) => ({ tree: { cores: tree.cores.slice(0, -1), parents: tree.parents.slice(0, -1) } }),
      "its tree does not reach each replica once",
    ],
    [
      "a tree with a core that has none",
      ({ tree }) => ({ tree: { ...tree, cores: tree.cores.map((core, place) => (place === 2 ? 5 : core)) } }),
      "its tree does not reach each replica once",
    ],
    [
      "a circle in the tree",
      ({ tree }) => ({ tree: { ...tree, parents: [-1, 2, 1] } }),
      "in its tree does not stand before it",
    ],
    ["two roots", ({ tree }) => ({ tree: { ...tree, parents: [-1, -1, 0] } }), "in its tree does not stand before it"],
    [
      "a parent too few",
      ({ tree }) => ({ tree: { ...tree, parents: [-1, 0] } }),
      "its tree has another number of parents than of cores",
    ],
    [
      "candidates of two replicas only",
      () => ({ candidates: [[1], [3]] }),
      "there are candidates for another number of replicas",
    ],
    ["a replica as candidate", () => ({ candidates: [[1], [3], [0]] }), "the candidate 0 has a replica already"],
    ["a candidate twice", () => ({ candidates: [[1], [3], [1]] }), "the core 1 is a candidate twice"],
    ["a candidate nowhere", () => ({ candidates: [[1], [3], [9]] }), "no kernel on the core 9 of a candidate"],
    ["a map without keys", () => ({ key: null }), "a map has keys"],
    ["a map without values", () => ({ value: null }), "a map has values"],
    ["a map that is said to be a counter", () => ({ kind: "counter" }), "a counter has one entry, not 64"],
    ["a map that holds for a time", () => ({ lease: 1e9 }), "a lease holds for a time, and nothing else does"],
    ["a map by shootdown", () => ({ protocol: "shootdown" }), "a map cannot agree by shootdown"],
    [
      "a lease that two sides could have",
      () => ({ ...{ kind: "lease", protocol: "broadcast" }, ...{ key: null, value: null, capacity: 1, lease: 1e9 } }),
      "a lease cannot agree by broadcast",
    ],
    ["commands without room", () => ({ commandBytes: 16 }), "commandBytes is 16, and what it bounds takes"],
    ["a snapshot without room", () => ({ snapshotBytes: 256 }), "snapshotBytes is 256, and what it bounds takes"],
    ["a replica smaller than its snapshot", () => ({ replicaBytes: 512 }), "replicaBytes is 512"],
    [
      "a user that is not there",
      () => ({ users: [{ program: "wep", replicas: [0] }] }),
      "the program wep is not there",
    ],
    ["a copy without a replica", () => ({ users: [{ program: "web", replicas: [0, 2] }] }), "has 3 copies, and asks 2"],
    [
      "a copy that asks who has none",
      () => ({ users: [{ program: "web", replicas: [0, 2, 5] }] }),
      "web asks the core 5, which has no replica",
    ],
    [
      "a copy that asks past its own",
      () => ({ users: [{ program: "web", replicas: [0, 2, 2] }] }),
      "web on the core 4 asks another, and there is a replica there",
    ],
    ["a type that is not declared", ({ value }) => ({ value: retyped(value) }), "which is not there"],
  ])("%s", (_, change, fault) => {
    const faults = faultsOf(withNames(change));
    expect(faults.join("\n")).toContain(fault);
  });

  test("a name that a program has", () => {
    expect(faultsOf(withNames(() => ({ name: "web" }))).join("\n")).toContain(
      "/system/states: the name web is there twice",
    );
  });

  test("types that are missing", () => {
    expect(faultsOf(withSystem({ stateTypes: null }))).toEqual(["/system/stateTypes: there are none for the states"]);
  });

  test("a kernel that is not booted", () => {
    const boot = plan.boot === null ? null : { ...plan.boot, order: plan.boot.order.filter((core) => core !== 4) };
    const fault = "/system/states/0: there is no kernel on the core 4 of a replica";
    expect(faultsOf({ ...plan, boot })).toContain(fault);
  });

  test.each<[Partial<PlanStateFlow>, string]>([
    [{ state: "nemes" }, "/traffic/stateFlows/0: the state nemes is not there"],
    [{ replica: 1 }, "/traffic/stateFlows/0: the core 1 has no replica"],
    [{ from: 5 }, "/traffic/stateFlows/0: the copy 0 of web is not on the core 5"],
    [{ instance: 7 }, "/traffic/stateFlows/0: the copy 7 of web is not on the core 0"],
  ])("traffic %o", (change, fault) => {
    expect(faultsOf(withFlow(change))).toEqual([fault]);
  });
});

function retyped(value: PlanState["value"]): PlanState["value"] {
  if (value === null) return null;
  return { ...value, fields: value.fields.map((field) => ({ ...field, type: { kind: "struct", struct: 3 } })) };
}

describe("of trees over the replicas", () => {
  const shapes = fc.record({
    cores: fc.shuffledSubarray([0, 2, 4, 5]),
    parents: fc.array(fc.integer({ min: -1, max: 3 }), { minLength: 1, maxLength: 4 }),
  });

  test.prop([shapes])("those pass that reach all of them, from who leads, each once", (tree) => {
    const isTree =
      tree.cores.toSorted((a, b) => a - b).join() === "0,2,4" &&
      tree.parents.length === 3 &&
      tree.parents.every((parent, place) => (place === 0 ? parent === -1 : parent >= 0 && parent < place));
    const faults = faultsOf(withNames(() => ({ tree, leader: tree.cores[0] ?? 0 })));
    expect(faults.length === 0).toBe(isTree);
  });
});
