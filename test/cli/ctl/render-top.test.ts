import { expect, test } from "vitest";
import type { LoadView } from "../../../src/cli/control/view-status.ts";
import { ratesBetween, renderTop, renderTopLines } from "../../../src/cli/ctl/render-top.ts";

function viewOf(delivered: number): LoadView {
  const kernel = { state: "running" as const, incarnation: 0, services: ["disk"], clients: [] };
  const load = {
    core: "cpu[0]",
    statistics: { delivered, forwarded: 0, sent: delivered, dropped: {} },
    deepest: { used: 3, slots: 16 },
    ...{ calling: 1, serving: 2 },
    states: [{ name: "names", settled: 1200, median: 0.25, slow: 1.5 }],
    standing: { epoch: 2, members: [0], hasQuorum: true, replicas: [] },
  };
  return {
    ...{ system: "chat", pid: 7, epoch: 2, links: [], lostObjects: [] },
    kernels: [
      { core: "cpu[0]", number: 0, ...kernel },
      { core: "cpu[1]", number: 1, ...kernel, state: "lost", services: [] },
    ],
    loads: [load],
  };
}

const before = { at: 1000, view: viewOf(100) };
const now = { at: 3000, view: viewOf(3100) };

test("kernels with what goes through them, and objects with how long agreement takes", () => {
  const text = renderTop(now.view, ratesBetween(before, now));
  expect(text.startsWith("chat (process 7): 1 of 2 kernels run, view 2\n")).toBe(true);
  const lines = text.split("\n").map((line) => line.trim().replace(/ {2,}/g, "  "));
  expect(lines).toContain("cpu[0]  running  1  1,500  1,500  0  3/16  1  2  disk");
  expect(lines).toContain("cpu[1]  lost  1");
  expect(lines).toContain("names  cpu[0]  1,200  0.250  1.500");
});

test("the same as lines", () => {
  const at = new Date("2026-11-22T22:45:00Z");
  expect(renderTopLines(now.view, ratesBetween(before, now), at).split("\n")).toEqual([
    "2026-11-22T22:45:00.000Z cpu[0] running, in 1500/s, out 1500/s, forwarded 0/s, deepest ring 3/16, calling 1, serving 2",
    "2026-11-22T22:45:00.000Z cpu[1] lost",
    "2026-11-22T22:45:00.000Z names on cpu[0], settled 1200, p50 0.250 ms, p99 1.500 ms",
    "",
  ]);
});

test("what a replica waits for, and that too few are within reach", () => {
  const [load] = now.view.loads;
  if (load === undefined) throw new Error("no load");
  const idle = {
    name: "idle",
    role: "leads" as const,
    epoch: 2,
    last: 7,
    applied: 7,
    awaits: [],
    proposals: 0,
    reads: 0,
  };
  const open = { ...idle, name: "names", role: "takesOver" as const, last: 9, awaits: [1], proposals: 2 };
  const standing = { epoch: 2, members: [0, 1], hasQuorum: false, replicas: [idle, open] };
  const view = { ...now.view, loads: [{ ...load, standing }] };
  const waits = [
    "cpu[0] can agree on nothing: too few of view 2 (2) are within reach",
    "names on cpu[0] (takes over) waits for cpu[1]: 2 proposals, 0 reads",
  ];
  expect(renderTop(view, []).trimEnd().split("\n").slice(-2)).toEqual(waits);
  const at = new Date("2026-11-22T22:45:00Z");
  const lines = renderTopLines(view, [], at).trimEnd().split("\n").slice(-2);
  expect(lines).toEqual(waits.map((text) => `2026-11-22T22:45:00.000Z ${text}`));
});

test("a kernel that has started anew has no rates yet", () => {
  expect(ratesBetween(now, { at: 4000, view: viewOf(5) })).toEqual([]);
});
