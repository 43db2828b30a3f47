/** What programs are told by a replica whose kernel starts anew, before and after it has been given the state. */
import {
  type CounterChange,
  clientEntry,
  type LocalCounter,
  type RemoteCounter,
  serviceEntry,
  stateEntry,
} from "skerry/runtime";
import { describe, expect, test } from "vitest";
import type { Fault } from "../../../src/runtime/hosts/simulation/faults.ts";
import { simulate } from "../../../src/runtime/hosts/simulation/simulation.ts";
import type { BootState } from "../../../src/runtime/kernel/boot-configuration.ts";
import { circle, type Shape, systemOf } from "../fixtures/system.ts";
import { Tester, type TesterServer } from "../fixtures/tester.ts";

/** Replicas on 1 to 3, where nothing else is said. The reader on core 0 asks the one on 1, the writer on core 4 the one on 3. */
function shapeOf(protocol: BootState["protocol"], replicas: readonly number[] = [1, 2, 3]): Shape {
  return {
    ...{ cores: 5, edges: [...circle(5), [1, 3]], slots: 8 },
    programs: [
      { name: "reader", kind: "client", core: 0 },
      { name: "joiner", kind: "service", core: 1 },
      { name: "writer", kind: "client", core: 4 },
    ],
    states: [{ name: "hits", kind: "counter", protocol, replicas, snapshotBytes: 65_536 }],
  };
}

/** It is there to start anew with its kernel: nobody calls it. */
const uncalled: TesterServer = {
  add: () => 0,
  echo: (data) => data,
  note: () => {},
  count: () => [],
  sum: (start) => start,
  scale: () => [],
};

interface Told {
  /** What the joiner read in place when it began, and how much was agreed on then. */
  readonly atStart: (readonly [read: number | string, agreed: number])[];
  /** What the reader was told, one after the other. */
  readonly read: (number | string)[];
  readonly watched: CounterChange[];
  /** What the watch has failed with. */
  watchEnded: string | null;
  agreed: number;
}

const remote = stateEntry.counter().remote;
type Hits<Face> = { readonly hits: Face };

function programsOf(told: Told, until: number) {
  const reader = clientEntry<object, Hits<RemoteCounter>>({
    ...{ uses: {}, state: { hits: remote } },
    load: async () => ({
      program: async ({ state: { hits }, sleep, now }) => {
        const changes = hits.watch();
        const watching = (async () => {
          for await (const change of changes) told.watched.push(change);
        })().catch((error) => {
          told.watchEnded = String(error);
        });
        for (; now() < until; await sleep(0.1)) told.read.push(await hits.get().catch(String));
        await changes.return?.();
        await watching;
      },
    }),
  });
  const joiner = serviceEntry({
    ...{ serves: Tester, uses: {}, state: { hits: stateEntry.counter().local } },
    load: async () => ({
      program: ({ state: { hits } }: { readonly state: Hits<LocalCounter> }) => {
        told.atStart.push([readingOf(hits), told.agreed]);
        return uncalled;
      },
    }),
  });
  const writer = clientEntry<object, Hits<RemoteCounter>>({
    ...{ uses: {}, state: { hits: remote } },
    load: async () => ({
      program: async ({ state: { hits }, sleep, now }) => {
        for (; now() < until - 20; await sleep(1)) if ((await hits.add(1)).kind === "agreed") told.agreed++;
      },
    }),
  });
  return { reader, joiner, writer };
}

function readingOf(hits: LocalCounter): number | string {
  try {
    return hits.get();
  } catch (error) {
    return String(error);
  }
}

async function run(
  protocol: BootState["protocol"],
  faults: readonly Fault[],
  until: number,
  replicas?: readonly number[],
): Promise<Told> {
  const told: Told = { atStart: [], read: [], watched: [], watchEnded: null, agreed: 0 };
  const { configuration, routes } = systemOf(shapeOf(protocol, replicas));
  const options = { faults, noticeAfter: 0.1, patience: 0, stopAt: 1e5 };
  await simulate(configuration, routes, programsOf(told, until), options);
  return told;
}

const lose = (core: number, at: number, until: number | null): Fault => ({ kind: "kill", core, at, until });

const last = "StateLostError: the state of hits is lost: too many of its replicas were lost at once";

describe.each(["broadcast", "twoPhase", "majority"] as const)("by %s", (protocol) => {
  test("a replica that starts anew says nothing before it has the state, and programs there begin with it", async () => {
    const { atStart, read, agreed } = await run(protocol, [lose(1, 30, 60)], 150);
    expect(agreed).toBeGreaterThan(80);
    expect(read.at(-1)).toBe(agreed);
    // The replica on core 1 may not have heard of the latest.
    const [, ...restarts] = atStart;
    expect(restarts.length).toBe(1);
    for (const [seen, known] of restarts) expect(Number(seen)).toBeGreaterThan(known / 2);
    expect(read.slice(read.findIndex((value) => value !== 0))).not.toContain(0);
  });

  test("a watcher is told every change once, in order, whichever replicas it has to ask", async () => {
    const { watched, watchEnded, agreed } = await run(protocol, [lose(1, 30, 60)], 150);
    const indices = watched.map(({ index }) => index);
    expect(indices).toEqual([...new Set(indices)].sort((one, other) => one - other));
    const total = watched.reduce((sum, { by, value }) => value ?? sum + (by ?? 0), 0);
    expect(total).toBe(agreed);
    expect(watchEnded).toBeNull();
  });

  test("of what is lost nobody is told that it is nothing", async () => {
    const { atStart, read, watchEnded } = await run(protocol, [lose(1, 30, 70), lose(2, 30, 70), lose(3, 30, 70)], 400);
    expect(read.at(-1)).toBe(last);
    expect(watchEnded).toBe(last);
    expect(read.slice(read.indexOf(last)).every((value) => value === last)).toBe(true);
    expect(atStart.map(([value]) => value)).toEqual([0, last]);
  });

  test("programs beside the only replica begin, and are told that what it had is lost", async () => {
    const { atStart } = await run(protocol, [lose(1, 30, 70)], 400, [1]);
    expect(atStart.map(([value]) => value)).toEqual([0, last]);
  });
});

test("who is cut off from every replica is told so, as of a call, and goes on when it is not any more", async () => {
  const cut = (other: number): Fault => ({ kind: "cut", between: [0, other], at: 30, until: 12_000 });
  const { read, agreed } = await run("majority", [cut(1), cut(4)], 20_000);
  expect(new Set(read.filter((value) => typeof value === "string"))).toEqual(
    new Set(["TimeoutError: hits did not answer within 5000 ms"]),
  );
  expect(read.at(-1)).toBe(agreed);
});

test.each([1, 0])("a timeout that cannot be is refused on core %d", async (core) => {
  const said: string[] = [];
  const program = clientEntry<object, Hits<RemoteCounter>>({
    ...{ uses: {}, state: { hits: remote } },
    load: async () => ({
      program: async ({ state: { hits } }) => {
        said.push(await hits.add(1, { timeout: -1 }).then(({ kind }) => kind, String));
        said.push(await hits.read({ timeout: Number.NaN }).then(({ kind }) => kind, String));
        said.push(await hits.read().then((value) => JSON.stringify(value)));
      },
    }),
  });
  const shape: Shape = { ...shapeOf("majority"), programs: [{ name: "reader", kind: "client", core }] };
  const { configuration, routes } = systemOf(shape);
  await simulate(configuration, routes, { reader: program }, { stopAt: 1e5 });
  expect(said.slice(0, 2)).toEqual([
    "RangeError: a timeout of -1 ms where 0 or more can be",
    "RangeError: a timeout of NaN ms where 0 or more can be",
  ]);
  expect(JSON.parse(said[2] ?? "")).toMatchObject({ kind: "agreed", value: 0 });
});
