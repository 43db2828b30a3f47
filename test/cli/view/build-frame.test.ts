import { expect, test } from "vitest";
import type { LoadView } from "../../../src/cli/control/view-status.ts";
import { buildFrame } from "../../../src/cli/view/build-frame.ts";

type Ring = NonNullable<LoadView["loads"][number]["rings"]>[number];

/** A kernel that counts by ring and one that does not, as kernels on bare metal. */
function view(position: number): LoadView {
  const kernel = { state: "running", incarnation: 0, services: [], clients: [] };
  const ring: Ring = { from: "bare", virtualChannel: 0, position, used: 2, slots: 32 };
  const statistics = { delivered: 0, sent: 0, forwarded: 0, dropped: {} };
  const standing = { epoch: 1, members: [0, 1], hasQuorum: true, replicas: [] };
  const load = { statistics, deepest: { used: 2, slots: 32 }, calling: 0, serving: 0, states: [], standing };
  return {
    ...{ system: "s", pid: 1, epoch: 1, links: [], lostObjects: [] },
    kernels: ["host", "bare"].map((core, number) => ({ ...kernel, core, number })),
    loads: [
      { ...load, core: "host", rings: [ring] },
      { ...load, core: "bare" },
    ],
  };
}

test("rates are told of rings that are counted, and who does not count is named", () => {
  const frame = buildFrame({ at: 1000, view: view(4) }, { at: 3000, view: view(24) });
  expect(frame.rings).toEqual([{ from: "bare", to: "host", rate: 10, used: 2, slots: 32 }]);
  expect(frame.uncounted).toEqual(["bare"]);
});

test("positions pass zero; one that has gone back has started anew", () => {
  const rateFrom = (before: number, now: number) =>
    buildFrame({ at: 0, view: view(before) }, { at: 1000, view: view(now) }).rings[0]?.rate;
  expect(rateFrom(-2, 3)).toBe(5);
  expect(rateFrom(900, 3)).toBe(0);
});
