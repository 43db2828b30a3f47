import { expect, test } from "vitest";
import { type RoutesToVerify, verifyRoutes } from "../../src/plan/verify/verify-routes.ts";

const both = (a: number, b: number) => [
  { from: a, to: b, latency: 10 },
  { from: b, to: a, latency: 10 },
];

/** 0 – 1 – 2, in a row. */
const row: RoutesToVerify = {
  online: [true, true, true],
  hops: [...both(0, 1), ...both(1, 2)],
  virtualChannels: 1,
  virtualChannelOf: [0, 0, 0],
  nextHop: [
    [0, 1, 1],
    [0, 1, 2],
    [1, 1, 2],
  ],
  latency: [
    [0, 10, 20],
    [10, 0, 10],
    [20, 10, 0],
  ],
};

const withCell = (table: readonly (readonly number[])[], a: number, b: number, value: number): number[][] =>
  table.map((cells, from) => cells.map((cell, to) => (from === a && to === b ? value : cell)));

test("good tables have no fault", () => {
  expect(verifyRoutes(row)).toEqual([]);
});

test("a missing entry cuts off everybody who comes that way", () => {
  expect(verifyRoutes({ ...row, nextHop: withCell(row.nextHop, 1, 2, -1) })).toEqual([
    { kind: "unreachable", from: 0, to: 2, at: 1 },
    { kind: "unreachable", from: 1, to: 2, at: 1 },
  ]);
});

test("a next core that no hop leads to is no way", () => {
  expect(verifyRoutes({ ...row, nextHop: withCell(row.nextHop, 0, 2, 2) })).toEqual([
    { kind: "unreachable", from: 0, to: 2, at: 0 },
  ]);
});

test("a way over a core that is off is none", () => {
  expect(verifyRoutes({ ...row, online: [true, false, true] })).toEqual([
    { kind: "unreachable", from: 2, to: 0, at: 2 },
    { kind: "unreachable", from: 0, to: 2, at: 0 },
  ]);
});

test("a loop is shown", () => {
  expect(verifyRoutes({ ...row, nextHop: withCell(row.nextHop, 1, 2, 0) })).toEqual([
    { kind: "loop", from: 0, to: 2, path: [1, 0] },
    { kind: "loop", from: 1, to: 2, path: [0, 1] },
  ]);
});

test("a wrong sum is shown", () => {
  expect(verifyRoutes({ ...row, latency: withCell(row.latency, 0, 2, 19) })).toEqual([
    { kind: "latency", from: 0, to: 2, stated: 19, sum: 20 },
  ]);
});

test("an entry on the diagonal names the core itself", () => {
  expect(verifyRoutes({ ...row, nextHop: withCell(row.nextHop, 0, 0, 1) })).toEqual([
    { kind: "unreachable", from: 0, to: 0, at: 0 },
    { kind: "unreachable", from: 1, to: 0, at: 0 },
    { kind: "unreachable", from: 2, to: 0, at: 0 },
  ]);
});

test("tables of the wrong shape are not looked into", () => {
  expect(verifyRoutes({ ...row, nextHop: [], virtualChannelOf: [0, 0, 1] })).toEqual([
    { kind: "shape", table: "nextHop" },
    { kind: "shape", table: "virtualChannelOf" },
  ]);
});

test("a ring on one virtual channel can deadlock, and the hops that wait for each other are shown", () => {
  const cores = [0, 1, 2, 3];
  const ring: RoutesToVerify = {
    online: cores.map(() => true),
    hops: cores.map((core) => ({ from: core, to: (core + 1) % 4, latency: 1 })),
    virtualChannels: 1,
    virtualChannelOf: cores.map(() => 0),
    nextHop: cores.map((from) => cores.map((to) => (from === to ? from : (from + 1) % 4))),
    latency: cores.map((from) => cores.map((to) => (to - from + 4) % 4)),
  };
  const [fault, ...others] = verifyRoutes(ring);
  expect(others).toEqual([]);
  expect(fault).toMatchObject({ kind: "deadlock", virtualChannel: 0 });
  const hops = fault?.kind === "deadlock" ? fault.hops : [];
  expect(hops).toHaveLength(4);
  hops.forEach((hop, i) => {
    expect(hops[(i + 1) % 4]).toBe((hop + 1) % 4);
  });
  // By the dateline rule two virtual channels do.
  expect(verifyRoutes({ ...ring, virtualChannels: 4, virtualChannelOf: cores })).toEqual([]);
});
