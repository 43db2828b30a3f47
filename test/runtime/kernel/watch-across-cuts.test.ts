/** What a watcher hears whose kernel, or whose replica's, is cut off and comes back. */
import { clientEntry, type RemoteCounter, stateEntry } from "skerry/runtime";
import { expect, test } from "vitest";
import { simulate } from "../../../src/runtime/hosts/simulation/simulation.ts";
import type { BootState } from "../../../src/runtime/kernel/boot-configuration.ts";
import { circle, type Shape, systemOf } from "../fixtures/system.ts";

const until = 250;
/** Virtual milliseconds between two changes, at least. */
const pause = 2;

/** Replicas on 1 to 3. The reader on core 0 asks the one on 1, the writer is beside the one on 3. */
function shapeOf(protocol: BootState["protocol"]): Shape {
  return {
    ...{ cores: 5, edges: [...circle(5), [1, 3]], slots: 8 },
    programs: [
      { name: "reader", kind: "client", core: 0 },
      { name: "writer", kind: "client", core: 3 },
    ],
    states: [{ name: "hits", kind: "counter", protocol, replicas: [1, 2, 3], snapshotBytes: 65_536 }],
  };
}

const hits = stateEntry.counter().remote;
type Uses = { readonly hits: RemoteCounter };

/** The longest that the reader heard nothing of what was agreed on meanwhile, in virtual milliseconds. */
async function longestSilence(
  protocol: BootState["protocol"],
  cores: readonly number[],
  span: number,
): Promise<number> {
  const agreed: number[] = [];
  const heard: number[] = [];
  const reader = clientEntry<object, Uses>({
    ...{ uses: {}, state: { hits } },
    load: async () => ({
      program: async ({ state, sleep, now }) => {
        const changes = state.hits.watch();
        const watching = (async () => {
          for await (const _ of changes) heard.push(now());
        })();
        await sleep(until);
        await changes.return?.();
        await watching;
      },
    }),
  });
  const writer = clientEntry<object, Uses>({
    ...{ uses: {}, state: { hits } },
    load: async () => ({
      program: async ({ state, sleep, now }) => {
        for (; now() < until - 20; await sleep(pause))
          if ((await state.hits.add(1)).kind === "agreed") agreed.push(now());
      },
    }),
  });
  const { configuration, routes } = systemOf(shapeOf(protocol));
  const faults = [{ kind: "partition", cores, at: 30.3, until: 30.3 + span } as const];
  await simulate(configuration, routes, { reader, writer }, { faults, noticeAfter: 1, patience: 0, stopAt: 1e5 });
  // While the reader is cut off it cannot be told.
  const isApart = (at: number): boolean => cores.includes(0) && at > 30 && at < 31 + span;
  const waits = agreed
    .filter((at) => !isApart(at))
    .map((at) => (heard.find((each) => each >= at - pause) ?? until) - at);
  return Math.max(...waits);
}

test.each(
  (["broadcast", "twoPhase", "majority"] as const).flatMap((protocol) =>
    [[0], [1], [0, 1]].map((cores) => [protocol, cores] as const),
  ),
)("by %s: after cores %j were cut off, a watcher hears of changes at once", async (protocol, cores) => {
  // Shorter than it takes to be noticed, about as long, and so long that the others go on without them.
  for (const span of [0.4, 1.1, 3, 20]) expect(await longestSilence(protocol, cores, span)).toBeLessThan(15);
});
