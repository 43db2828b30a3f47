import fc from "fast-check";
import { clientEntry, type ProgramContext, type Programs, serviceEntry } from "skerry/runtime";
import { expect, test } from "vitest";
import { Simulation } from "../../../src/runtime/hosts/simulation/simulation.ts";
import type { BootEvent } from "../../../src/runtime/kernel/events.ts";
import { Broker, type BrokerClient } from "../fixtures/broker.ts";
import { logsOf } from "../fixtures/reports.ts";
import { line, type Shape, systemOf } from "../fixtures/system.ts";
import { Tester, type TesterClient, type TesterServer } from "../fixtures/tester.ts";

const server: TesterServer = {
  ...{ add: (a, b) => a + b, echo: (data) => data, note: () => {}, count: () => [], sum: (start) => start },
  scale: () => [],
};

/** Steps until a program has logged such a line; the numbers of endpoints that the kernels have then. */
async function endpointsWhen(
  shape: Shape,
  programs: Programs,
  isDone: (text: string) => boolean,
  options: { readonly disorder?: number; readonly seed?: number; readonly bindingTimeout?: number } = {},
): Promise<{ readonly endpoints: readonly (number | undefined)[]; readonly events: readonly BootEvent[] }> {
  const { configuration, routes } = systemOf(shape);
  const simulation = new Simulation(configuration, routes, options);
  await simulation.start(programs);
  while (!logsOf(simulation.events).some(isDone)) if (!(await simulation.step())) break;
  const endpoints = configuration.cores.map((_, core) => simulation.kernel(core)?.endpoints);
  return { endpoints, events: simulation.events };
}

const pair: Shape = {
  cores: 2,
  edges: line(2),
  programs: [
    { name: "tester", kind: "service", core: 0 },
    { name: "main", kind: "client", core: 1, uses: ["tester"] },
  ],
};

function client(run: (context: ProgramContext<{ readonly tester: TesterClient }>) => Promise<void>) {
  return clientEntry<{ tester: TesterClient }>({ uses: { tester: Tester }, load: async () => ({ program: run }) });
}

test("a client that gives up before it is bound leaves nothing at the server, whenever that comes up", async () => {
  for (let delay = 0; delay < 0.005; delay += 0.0001) {
    const programs = {
      tester: serviceEntry({
        serves: Tester,
        uses: {},
        load: async () => ({
          program: async ({ sleep }) => {
            await sleep(delay);
            return server;
          },
        }),
      }),
      main: client(async ({ services: { tester }, log, sleep }) => {
        const outcome = await tester.add(1, 2).then(String, (error: Error) => error.name);
        await sleep(1);
        log(`${outcome} and done`);
        await sleep(1);
      }),
    };
    const { endpoints, events } = await endpointsWhen(pair, programs, (text) => text.endsWith("done"), {
      bindingTimeout: 0.002,
    });
    const [outcome] = logsOf(events);
    // The service itself, and where they were bound both ends.
    const expected = outcome === "main: 3 and done" ? [2, 1] : [1, 0];
    expect({ delay, outcome, endpoints }).toEqual({ delay, outcome, endpoints: expected });
    expect(events.filter(({ kind }) => kind === "frameDropped")).toEqual([]);
  }
});

const revoking: Shape = {
  cores: 3,
  edges: line(3),
  slots: 4,
  programs: [
    { name: "tester", kind: "service", core: 0 },
    { name: "broker", kind: "service", core: 1, uses: ["tester"] },
    { name: "main", kind: "client", core: 2, uses: ["broker"] },
  ],
};

/** The broker gives an endpoint and takes it back while its holder calls, over and over. */
function revokingPrograms(rounds: number): Programs {
  return {
    tester: serviceEntry({ serves: Tester, uses: {}, load: async () => ({ program: () => server }) }),
    broker: serviceEntry({
      serves: Broker,
      uses: { tester: Tester },
      load: async () => ({
        program: ({ services, limited, revoke }: ProgramContext<{ readonly tester: TesterClient }>) => {
          let given = services.tester;
          return {
            find: () => {
              given = limited(Tester, services.tester, ["add", "echo", "tick"]);
              return given;
            },
            offer: () => revoke(given),
          };
        },
      }),
    }),
    main: clientEntry<{ broker: BrokerClient }>({
      uses: { broker: Broker },
      load: async () => ({
        program: async ({ services: { broker }, log, sleep }) => {
          const outcomes = new Set<string>();
          const note = (outcome: unknown): void => void outcomes.add(String(outcome));
          for (let round = 0; round < rounds; round++) {
            const found = await broker.find();
            const ticks = found.tick();
            note(await found.add(1, 2));
            // Whoever dies meanwhile may end them first.
            const calls = Promise.allSettled([found.echo(new Uint8Array(round)), found.add(1, 2), ticks.next()]);
            await broker.offer(found);
            for (const call of await calls) {
              if (call.status === "rejected") note((call.reason as Error).name);
            }
            await found.add(1, 2).catch((error: Error) => note(error.name));
          }
          await sleep(1);
          log([...outcomes].join());
          await sleep(1);
        },
      }),
    }),
  };
}

test("endpoints that are given and taken back, over and over, use up no numbers", async () => {
  for (const seed of [1, 2, 3]) {
    const text = "main: 3,EndpointRevokedError";
    const { endpoints, events } = await endpointsWhen(revoking, revokingPrograms(60), (one) => one === text, {
      seed,
      disorder: 20,
    });
    expect(logsOf(events)).toEqual([text]);
    expect(endpoints).toEqual([2, 3, 1]);
    expect(events.filter(({ kind }) => kind === "frameDropped")).toEqual([]);
  }
});

test("a service that ends while somebody vouches for a right to call it serves nobody any more", async () => {
  const { configuration, routes } = systemOf(revoking);
  let bound = 0;
  for (let steps = 0; steps < 60; steps++) {
    const simulation = new Simulation(configuration, routes, { patience: 0, stopAt: 10 });
    let [hasEnded, late] = [false, 0];
    const add = (a: number, b: number): number => {
      if (hasEnded) late++;
      return a + b;
    };
    const main = clientEntry<{ broker: BrokerClient }>({
      uses: { broker: Broker },
      load: async () => ({
        program: async ({ services: { broker }, log }) => {
          const found = await broker.find();
          log("found");
          await found.add(1, 2).then(() => bound++);
        },
      }),
    });
    const tester = serviceEntry({
      serves: Tester,
      uses: {},
      load: async () => ({ program: () => ({ ...server, add }) }),
    });
    await simulation.start({ ...revokingPrograms(0), tester, main });
    while (!logsOf(simulation.events).includes("main: found")) await simulation.step();
    for (let step = 0; step < steps && !simulation.stopped; step++) await simulation.step();
    simulation.kernel(0)?.handover.remove({ service: "tester", instance: 0 }, new Error("it runs elsewhere"));
    hasEnded = true;
    await simulation.run();
    expect({ steps, late }).toEqual({ steps, late: 0 });
  }
  // Some were as late as that, and others were not.
  expect(bound).toBeGreaterThan(0);
  expect(bound).toBeLessThan(60);
});

test("a kernel that has stopped refuses nobody: who asks it to be bound stops too, and has not failed", async () => {
  const { configuration, routes } = systemOf(pair);
  const simulation = new Simulation(configuration, routes, { patience: 0 });
  await simulation.start({
    tester: serviceEntry({ serves: Tester, uses: {}, load: async () => ({ program: () => server }) }),
    main: client(async ({ services: { tester } }) => void (await tester.add(1, 2))),
  });
  while (!simulation.events.some(({ kind }) => kind === "serviceReady")) await simulation.step();
  simulation.kernel(0)?.shutdown();
  while (await simulation.step());
  simulation.stop("the test is over");
  const kinds = simulation.events.map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === "bindingFailed" || kind === "clientFailed")).toEqual([]);
  expect(kinds).not.toContain("bindingMade");
});

test("whatever the order in which things happen, and whoever dies, nobody waits for ever and nothing is left over", async () => {
  const schedule = fc.record({
    seed: fc.nat(),
    disorder: fc.constantFrom(0, 1, 5, 50),
    frameCost: fc.constantFrom(0, 50_000, 500_000),
    victim: fc.option(fc.nat(2)),
    at: fc.double({ min: 0.001, max: 0.3, noNaN: true }),
  });
  const { configuration, routes } = systemOf(revoking);
  await fc.assert(
    fc.asyncProperty(schedule, async ({ victim, at, ...options }) => {
      const kills = victim === null ? [] : [{ core: victim, at }];
      const simulation = new Simulation(configuration, routes, { ...options, kills, noticeAfter: 0.01 });
      await simulation.start(revokingPrograms(8));
      const ended = (): boolean => simulation.stopped || simulation.events.some(({ kind }) => kind === "log");
      while (!ended() && (await simulation.step()));
      const lost = simulation.events.some(({ kind }) => kind === "kernelLost");
      expect(ended() || lost).toBe(true);
      expect(simulation.events.filter(({ kind }) => kind === "frameDropped")).toEqual([]);
      if (lost) return;
      expect(configuration.cores.map((_, core) => simulation.kernel(core)?.endpoints)).toEqual([2, 3, 1]);
    }),
    { numRuns: 60 },
  );
});
