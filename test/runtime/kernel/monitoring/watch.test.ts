import { describe, expect, test } from "vitest";
import { simulate } from "../../../../src/runtime/hosts/simulation/simulation.ts";
import type { BootEvent } from "../../../../src/runtime/kernel/events.ts";
import { circle, systemOf } from "../../fixtures/system.ts";

const picosecondsPerMillisecond = 1e9;
const watch = { every: 25, patience: 100 };
const { configuration, routes } = systemOf({ cores: 6, edges: circle(6) });

/** What six kernels on a circle, so many milliseconds from each other, notice by themselves within so many watches. */
async function noticed(
  latency: (hop: { readonly from: number; readonly to: number }) => number,
  kills: readonly number[] = [],
): Promise<readonly BootEvent[]> {
  const channels = configuration.channels.map((channel) => {
    return { ...channel, latency: latency(channel) * picosecondsPerMillisecond };
  });
  const patience = watch.patience + 2 * Math.max(...channels.map(latency));
  const options = {
    membership: { watch },
    // Nobody else tells them.
    noticeAfter: 1e9,
    kills: kills.map((core) => ({ core, at: 10 * patience })),
    stopAt: 60 * patience,
  };
  return (await simulate({ ...configuration, channels }, routes, {}, options)).events;
}

const suspicions = new Set<BootEvent["kind"]>(["viewChanged", "coreLost", "hopLost", "quorumLost", "excluded"]);

function viewsOf(events: readonly BootEvent[]): readonly string[] {
  const views = events.flatMap((event) => (event.kind === "viewChanged" ? [`${event.core}: ${event.members}`] : []));
  return views.toSorted();
}

describe.each([0.0001, 10, 60, 200, 500])("kernels that are %d ms from each other", (latency) => {
  test("suspect nobody of whom a sign of life may still be under way", async () => {
    const events = await noticed(() => latency);
    expect(events.filter(({ kind }) => suspicions.has(kind))).toEqual([]);
  });

  test("agree on the loss of one, in one view", async () => {
    const events = await noticed(() => latency, [2]);
    expect(viewsOf(events)).toEqual(["0: 5", "1: 5", "3: 5", "4: 5", "5: 5"]);
    expect(events.filter(({ kind }) => kind === "hopLost")).toEqual([]);
  });
});

test.each([1, 2, 3])(
  "where one hop is slow, a core that is lost is not taken for cut off from one neighbour: core %d",
  async (core) => {
    const events = await noticed(({ from, to }) => (from + to === 5 && Math.abs(from - to) === 1 ? 500 : 10), [core]);
    expect(viewsOf(events)).toHaveLength(5);
    expect(events.filter(({ kind }) => kind === "hopLost")).toEqual([]);
  },
);
