import { clientEntry, type Programs, serviceEntry } from "skerry/runtime";
import { expect, test } from "vitest";
import { viewThreads } from "../../../../src/emit/boot/threads/threads-view.ts";
import { encodeRoutes } from "../../../../src/emit/tables/routes-binary.ts";
import { compile } from "../../../../src/pipeline.ts";
import { readRoutes } from "../../../../src/plan/read-routes.ts";
import { simulate } from "../../../../src/runtime/hosts/simulation/simulation.ts";
import type { BootConfiguration, BootProgram } from "../../../../src/runtime/kernel/boot-configuration.ts";
import { withFurtherChannels } from "../../../../src/runtime/kernel/further-channels.ts";
import { RouteTable } from "../../../../src/runtime/kernel/routes/route-table.ts";
import { Routing, roadsOf } from "../../../../src/runtime/kernel/routes/routing.ts";
import { Ways } from "../../../../src/runtime/kernel/routes/ways.ts";
import { firstViewOf } from "../../../../src/runtime/membership/current-view.ts";
import type { View } from "../../../../src/runtime/membership/view.ts";
import { textHost } from "../../../plan/example-host.ts";
import { logsOf } from "../../fixtures/reports.ts";
import { type TesterClient, testerWith } from "../../fixtures/tester.ts";

const forever = { timeout: Number.POSITIVE_INFINITY };
const Retried = testerWith({ echo: { idempotent: true, window: 2 }, note: { window: 2 } });

/** Four packages of one core in a ring. */
const { product } = compile(
  ["ring.skerry"],
  textHost({
    "ring.skerry": `use "prelude/amd64"
      use "prelude/links"
      package P { core cpu: amd64 @ 2 GHz port to port from }
      machine ring {
        package p[4]: P
        for i in 0..3 { link p[i].to -- p[(i + 1) % 4].from: HyperTransport, latency 100 ns }
      }`,
  }),
);

function ring(): { readonly configuration: BootConfiguration; readonly routes: Uint8Array; readonly between: number } {
  const { plan } = product;
  const configuration = plan === null ? null : viewThreads(plan);
  if (plan?.routes == null || configuration === null) throw new Error("The ring has no plan.");
  return { configuration, routes: encodeRoutes(plan.routes), between: readRoutes(plan.routes).nextHop(0, 2) };
}

function bootProgram(name: string, core: number, instance = 0, instances = 1): BootProgram {
  const kind = name === "main" ? "client" : "service";
  return { name, kind, core, instance, instances, uses: name === "main" ? [{ service: "tester", instance: 0 }] : [] };
}

function programs(run: (tester: TesterClient, log: (text: string) => void) => Promise<void>): Programs {
  return {
    tester: serviceEntry({
      serves: Retried,
      uses: {},
      load: async () => ({
        program: ({ instance, sleep }) => ({
          add: async (a, b) => a + b,
          echo: async () => {
            await sleep(0.002);
            return Uint8Array.of(instance);
          },
          note: () => {},
          async *count() {},
          sum: async (start) => start,
          async *scale() {},
        }),
      }),
    }),
    main: clientEntry<{ tester: TesterClient }>({
      uses: { tester: Retried },
      load: async () => ({ program: ({ services: { tester }, log }) => run(tester, log) }),
    }),
  };
}

test("a service whose way is cut is found again over the other half of the ring, whenever its forwarder dies", async () => {
  const { configuration, routes, between } = ring();
  // The nearer instance dies, and it lies on the way to the other.
  const services = [bootProgram("tester", between, 0, 2), bootProgram("tester", 2, 1, 2)];
  const system = { ...configuration, programs: [...services, bootProgram("main", 0)] };
  for (let at = 0.001; at < 0.02; at += 0.001) {
    const run = async (tester: TesterClient, log: (text: string) => void): Promise<void> => {
      let last = -1;
      for (let turn = 0; turn < 20; turn++) last = (await tester.echo(Uint8Array.of(7), forever))[0] ?? -1;
      log(`${last}`);
    };
    const options = { kills: [{ core: between, at }], noticeAfter: 0.001, patience: 50, stopAt: 100 };
    const { events, outcome } = await simulate(system, routes, programs(run), options);
    expect({ at, logs: logsOf(events), failures: outcome.failures }).toMatchObject({
      at,
      logs: [expect.stringMatching(/^main: [01]$/)],
    });
    expect(events.filter(({ kind }) => kind === "frameDropped")).toEqual([]);
  }
});

test("ways round one loss are the tables', round more they are detours, and back they are what they were", () => {
  const { configuration, routes, between } = ring();
  const other = 4 - between;
  const first = firstViewOf(configuration);
  const ways = new Ways(0, roadsOf(withFurtherChannels(configuration), new RouteTable(routes)), first);
  const lost: View = { ...first, epoch: 2, members: new Set([0, 2, other]) };
  const before = ways.leave(2);
  ways.change(lost);
  expect([ways.lossFor(2), ways.reaches(2), ways.leave(2)?.next]).toEqual([{ core: between }, true, other]);
  ways.settle();
  expect([ways.lossFor(2), ways.lossFor(between)]).toEqual([null, { core: between }]);
  ways.change({ ...lost, epoch: 3, cuts: [[Math.min(0, other), Math.max(0, other)]] });
  ways.settle();
  expect([ways.reaches(2), ways.reaches(other)]).toEqual([false, false]);
  ways.change({ ...first, epoch: 4 });
  expect(ways.lossFor(between)).not.toBe(null);
  ways.settle();
  expect(ways.leave(2)).toEqual(before);
  expect([ways.isStillGood(2, 3), ways.isStillGood(2, 4)]).toEqual([false, true]);
});

test("round a lost link the ways are the tables'", () => {
  const { configuration, routes } = ring();
  const roads = roadsOf(configuration, new RouteTable(routes));
  const first = firstViewOf(configuration);
  const routing = new Routing(roads, { ...first, epoch: 2, cuts: [[0, 1]] });
  expect(routing.wayOf(0, 1)).toEqual({ cores: [3, 2, 1], isDetour: false });
  expect(routing.wayOf(2, 3)).toEqual({ cores: [3], isDetour: false });
  const less = new Routing(roads, { ...first, epoch: 3, members: new Set([0, 1, 3]), cuts: [[0, 1]] });
  expect([less.wayOf(0, 3)?.isDetour, less.wayOf(0, 1), less.wayOf(0, 2)]).toEqual([false, null, null]);
});
