import { clientEntry, type ProgramContext, type Programs, serviceEntry } from "skerry/runtime";
import { expect, test } from "vitest";
import { Simulation } from "../../../src/runtime/hosts/simulation/simulation.ts";
import { Broker, type BrokerClient } from "../fixtures/broker.ts";
import { logsOf } from "../fixtures/reports.ts";
import { line, type Shape, systemOf } from "../fixtures/system.ts";
import { Tester, type TesterClient, type TesterServer } from "../fixtures/tester.ts";

const server: TesterServer = {
  ...{ add: (a, b) => a + b, echo: (data) => data, note: () => {}, count: () => [], sum: (start) => start },
  scale: () => [],
};
const quiet = { patience: 0, noticeAfter: 0 };

/** The endpoints that the kernel of core 1 has, at last, when the kernel of core 0 dies after that many steps. */
async function endpointsLeft(steps: number): Promise<number | undefined> {
  const { configuration, routes } = systemOf(passing);
  // All others agree that core 0 is lost before the broker can answer.
  const faults = [{ kind: "delay", between: [3, 4], nanoseconds: 1e6, at: 0, until: 1e6 }] as const;
  const simulation = new Simulation(configuration, routes, { ...quiet, faults });
  await simulation.start(passingPrograms);
  while (!logsOf(simulation.events).includes("main: found")) await simulation.step();
  for (let step = 0; step < steps; step++) await simulation.step();
  simulation.kill(0);
  while (await simulation.step());
  expect(simulation.events.filter(({ kind }) => kind === "frameDropped")).toEqual([]);
  return simulation.kernel(1)?.endpoints;
}

const passing: Shape = {
  cores: 5,
  edges: line(5),
  programs: [
    { name: "main", kind: "client", core: 0, uses: ["broker"] },
    { name: "tester", kind: "service", core: 1 },
    { name: "broker", kind: "service", core: 4, uses: ["tester"] },
    { name: "other", kind: "client", core: 4 },
  ],
};

const passingPrograms: Programs = {
  tester: serviceEntry({ serves: Tester, uses: {}, load: async () => ({ program: () => server }) }),
  broker: serviceEntry({
    serves: Broker,
    uses: { tester: Tester },
    load: async () => ({
      program: ({ services }: ProgramContext<{ readonly tester: TesterClient }>) => ({
        find: () => services.tester,
        offer: () => {},
      }),
    }),
  }),
  main: clientEntry<{ broker: BrokerClient }>({
    uses: { broker: Broker },
    load: async () => ({
      program: async ({ services: { broker }, log }) => {
        const found = await broker.find();
        log("found");
        await found.add(1, 2);
        await new Promise(() => {});
      },
    }),
  }),
  other: clientEntry({ uses: {}, load: async () => ({ program: () => new Promise<void>(() => {}) }) }),
};

test("a client that is lost while somebody vouches for its right leaves nothing at the service", async () => {
  // The service itself, and the end of the broker's connection.
  for (let steps = 0; steps < 60; steps++)
    expect({ steps, left: await endpointsLeft(steps) }).toEqual({ steps, left: 2 });
});

test("a kernel that starts anew while its first question waits for an answer gets one, to its second", async () => {
  const { configuration, routes } = systemOf({
    ...{ cores: 2, edges: line(2) },
    programs: [
      { name: "tester", kind: "service", core: 0 },
      { name: "main", kind: "client", core: 1, uses: ["tester"] },
      { name: "other", kind: "client", core: 0 },
    ],
  });
  const faults = [{ kind: "kill", core: 1, at: 1, until: 3 }] as const;
  const simulation = new Simulation(configuration, routes, { ...quiet, faults });
  await simulation.start({
    tester: serviceEntry({
      serves: Tester,
      uses: {},
      load: async () => ({
        program: async ({ sleep }) => {
          await sleep(20);
          return server;
        },
      }),
    }),
    main: clientEntry<{ tester: TesterClient }>({
      uses: { tester: Tester },
      load: async () => ({
        program: async ({ services: { tester }, log }) => log(`${await tester.add(1, 2)}`),
      }),
    }),
    other: clientEntry({ uses: {}, load: async () => ({ program: ({ sleep }) => sleep(100) }) }),
  });
  await simulation.run();
  expect(logsOf(simulation.events)).toEqual(["main: 3"]);
  expect(simulation.events.filter(({ kind }) => kind === "frameDropped")).toEqual([]);
});
