import { clientEntry, type Programs, type Region, serviceEntry } from "skerry/runtime";
import { describe, expect, test } from "vitest";
import { Simulation, type SimulationResult, simulate } from "../../../src/runtime/hosts/simulation/simulation.ts";
import { Broker, type BrokerClient } from "../fixtures/broker.ts";
import { logsOf } from "../fixtures/reports.ts";
import { circle, line, type Shape, systemOf } from "../fixtures/system.ts";
import { Tester, type TesterClient, testerWith } from "../fixtures/tester.ts";
import { Vault, type VaultClient, type VaultServer } from "../fixtures/vault.ts";

const forever = { timeout: Number.POSITIVE_INFINITY };
const Retried = testerWith({ echo: { idempotent: true, window: 2 }, note: { window: 2 } });

/** A service on cores 0 (which boots the others), 2 and 3; its client is bound to the first. */
function shapeOf(edges: Shape["edges"], clientCore = 1): Shape {
  return {
    cores: 4,
    edges,
    slots: 4,
    window: 3,
    programs: [
      { name: "tester", kind: "service", core: 0 },
      { name: "tester", kind: "service", core: 2 },
      { name: "tester", kind: "service", core: 3 },
      { name: "main", kind: "client", core: clientCore, uses: ["tester"] },
    ],
  };
}

type Run = (tester: TesterClient, log: (text: string) => void) => Promise<void>;

function programs(run: Run, descriptor = Retried): Programs {
  return {
    tester: serviceEntry({
      serves: descriptor,
      uses: {},
      load: async () => ({
        program: ({ instance, sleep }) => ({
          add: async (a, b) => {
            await sleep(0.002);
            return a + b;
          },
          echo: async () => {
            await sleep(0.002);
            return Uint8Array.of(instance);
          },
          note: () => {},
          async *count(to) {
            for (let value = 0; value < to; value++) yield value;
          },
          async sum(start, values) {
            let total = start;
            for await (const value of values) total += value;
            return total;
          },
          async *scale(by, values) {
            for await (const value of values) yield value * by;
          },
        }),
      }),
    }),
    main: clientEntry<{ tester: TesterClient }>({
      uses: { tester: descriptor },
      load: async () => ({ program: ({ services: { tester }, log }) => run(tester, log) }),
    }),
  };
}

const unknown = "UnreachableError";

/** Everything at once, several times over: what may be repeated always succeeds, all else is done or unreachable. */
async function useAll(tester: TesterClient, log: (text: string) => void): Promise<void> {
  const tolerate = (error: unknown): void => {
    if (!(error instanceof Error) || error.name !== unknown) log(String(error));
  };
  for (let round = 0; round < 4; round++) {
    const repeated = Array.from({ length: 5 }, () => tester.echo(new Uint8Array(200), forever));
    const summing = (async () => {
      for await (const _ of tester.count(5, { buffer: 2 }));
      for await (const _ of tester.scale(2, [1, 2, 3]));
    })();
    const calls = [
      tester.add(1, 2, forever),
      tester.sum(1, [1, 2, 3], forever),
      summing,
      tester.note(1),
      tester.note(2),
    ];
    const others = calls.map((call) => call.catch(tolerate));
    for (const outcome of await Promise.allSettled(repeated)) {
      if (outcome.status === "rejected") log(`repeated: ${outcome.reason}`);
    }
    await Promise.all(others);
  }
  const last = await tester.add(20, 22, forever).catch((error: unknown) => `${error}`);
  log(`${last}`);
}

async function momentsOf(shape: Shape): Promise<readonly number[]> {
  const { configuration, routes } = systemOf(shape);
  const simulation = new Simulation(configuration, routes);
  await simulation.start(programs(useAll));
  const moments = new Set<number>();
  while (!simulation.stopped && (await simulation.step())) moments.add(simulation.now);
  return [...moments];
}

function stallOf({ outcome }: SimulationResult): readonly string[] {
  return outcome.failures.filter((failure) => failure.startsWith("nothing happens"));
}

describe("a service that runs more than once is found again when one of it dies", () => {
  for (const [name, edges] of Object.entries({ "in a circle": circle(4), "on a line": line(4) })) {
    test.for([0, 2, 3])(`${name}, core %i`, async (core) => {
      const shape = shapeOf(edges);
      const { configuration, routes } = systemOf(shape);
      const moments = await momentsOf(shape);
      const every = Math.max(1, Math.floor(moments.length / 30));
      for (const at of moments.filter((_, index) => index % every === 0)) {
        const options = { kills: [{ core, at }], noticeAfter: 0.003, patience: 0 };
        const result = await simulate(configuration, routes, programs(useAll), options);
        // The very last call may have been under way.
        const logs = logsOf(result.events).map((text) => (text.includes(unknown) ? "main: 42" : text));
        expect({ at, logs, stalled: stallOf(result) }).toEqual({ at, logs: ["main: 42"], stalled: [] });
        expect(result.events.filter(({ kind }) => kind === "frameDropped")).toEqual([]);
      }
    });
  }
});

test("two of three die, one after the other, and the third is found", async () => {
  const shape = shapeOf([...circle(4), [0, 2], [1, 3]]);
  const { configuration, routes } = systemOf(shape);
  for (let at = 0.002; at < 0.06; at += 0.004) {
    const kills = [
      { core: 0, at },
      { core: 2, at: at * 1.2 },
    ];
    const result = await simulate(configuration, routes, programs(useAll), { kills, noticeAfter: 0.003, patience: 0 });
    const logs = logsOf(result.events).map((text) => (text.includes(unknown) ? "main: 42" : text));
    expect({ at, logs, stalled: stallOf(result) }).toEqual({ at, logs: ["main: 42"], stalled: [] });
  }
});

test("the nearest of those that live is taken, and said; without any the calls fail", async () => {
  const { configuration, routes } = systemOf(shapeOf(line(4)));
  const run = async (tester: TesterClient, log: (text: string) => void): Promise<void> => {
    const never = tester.sum(0, endless(), forever).catch(String);
    const instances: (number | string | undefined)[] = [];
    for (;;) {
      const instance = await tester.echo(new Uint8Array(0), forever).then(([first]) => first, String);
      if (instance !== instances.at(-1)) instances.push(instance);
      if (typeof instance === "string") break;
    }
    log(`${instances.join()} | ${await never} | ${await tester.add(1, 2).catch(String)}`);
  };
  const kills = [
    { core: 0, at: 0.05 },
    { core: 3, at: 0.1 },
    { core: 2, at: 0.15 },
  ];
  const { events } = await simulate(configuration, routes, programs(run), { kills, noticeAfter: 0.001, patience: 0 });
  const gone = (instance: number, core: number): string =>
    `UnreachableError: tester[${instance}] cannot be reached: the kernel on cpu[${core}] is gone`;
  expect(logsOf(events)).toEqual([`main: 0,1,${gone(1, 2)} | ${gone(0, 0)} | ${gone(1, 2)}`]);
  const told = events.flatMap((event) =>
    event.kind === "bindingMade" || event.kind === "bindingLost" ? [`${event.kind} ${event.serviceInstance}`] : [],
  );
  expect(told).toEqual(["bindingMade 0", "bindingLost 0", "bindingMade 1"]);
});

test("what is repeated keeps its deadline", async () => {
  const { configuration, routes } = systemOf(shapeOf(line(4)));
  const run = async (tester: TesterClient, log: (text: string) => void): Promise<void> => {
    log(await tester.echo(new Uint8Array(0), { timeout: 0.1 }).then(String, String));
  };
  const kills = [{ core: 0, at: 0.004 }];
  const { events } = await simulate(configuration, routes, programs(run), { kills, noticeAfter: 1, patience: 0 });
  const [line0] = logsOf(events);
  expect(line0).toMatch(/^main: (0|TimeoutError: tester\[0\] did not answer within 0.1 ms)$/);
});

async function* endless(): AsyncGenerator<number> {
  for (;;) {
    yield 1;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test("an interface without what may be repeated is found again too", async () => {
  const { configuration, routes } = systemOf(shapeOf(circle(4)));
  const run: Run = async (tester, log) => {
    for (let failed = 0; failed === 0; ) await tester.add(1, 2, forever).catch(() => failed++);
    log(`${await tester.add(1, 2)}`);
  };
  const options = { kills: [{ core: 0, at: 0.2 }], noticeAfter: 0.003, patience: 0 };
  const { events } = await simulate(configuration, routes, programs(run, Tester), options);
  expect(logsOf(events)).toEqual(["main: 3"]);
});

test("what was sent up in part is never sent on to another instance", async () => {
  const { configuration, routes } = systemOf(shapeOf(circle(4)));
  const numbers = Array.from({ length: 100 }, () => 1);
  const run: Run = async (tester, log) => {
    const seen = new Set<string>();
    for (let round = 0; round < 12; round++) {
      seen.add(await tester.sum(0, numbers, forever).then(String, (error: Error) => error.name));
    }
    seen.delete(unknown);
    log([...seen].join());
  };
  const summing = testerWith({ sum: { idempotent: true } });
  for (let at = 0.01; at < 0.1; at += 0.003) {
    const options = { kills: [{ core: 0, at }], noticeAfter: 0.003, patience: 0 };
    const { events } = await simulate(configuration, routes, programs(run, summing), options);
    expect({ at, logs: logsOf(events) }).toEqual({ at, logs: ["main: 100"] });
  }
});

const threeVaults: Shape = {
  cores: 4,
  edges: circle(4),
  slots: 4,
  window: 3,
  leasable: 65_536,
  programs: [
    { name: "vault", kind: "service", core: 0 },
    { name: "vault", kind: "service", core: 2 },
    { name: "vault", kind: "service", core: 3 },
    { name: "main", kind: "client", core: 1, uses: ["vault"] },
  ],
};

/** Sums regions until `rounds` sums are right; then all of its memory is its own again. */
function vaults(rounds: number): Programs {
  const sumOf = (data: Region): number => data.slice().reduce((sum, byte) => sum + byte, 0);
  return {
    vault: serviceEntry<VaultClient, VaultServer, null, unknown>({
      serves: Vault,
      uses: {},
      load: async () => ({
        program: ({ lease, sleep }) => ({
          sum: async (data) => {
            await sleep(0.002);
            return sumOf(data);
          },
          fill: (into, value) => void into.bytes.fill(value),
          open: (bytes) => lease(bytes).releaseWhenReturned(),
          note: () => {},
        }),
      }),
    }),
    main: clientEntry<{ vault: VaultClient }>({
      uses: { vault: Vault },
      load: async () => ({
        program: async ({ services: { vault }, lease, log, sleep }) => {
          const outcomes = new Set<string>();
          for (let round = 0; round < rounds; ) {
            const region = lease(8192);
            const calls = [vault.fill(region, 1, forever), vault.sum(region, forever), vault.note(region)];
            for (const call of calls) await call.catch((error: Error) => outcomes.add(error.name));
            const sum = await vault.sum(region, forever).catch((error: Error) => error.name);
            const opened = await vault.open(64, forever).catch((error: Error) => void outcomes.add(error.name));
            opened?.release();
            if (typeof sum === "number") round++;
            else outcomes.add(sum);
            region.release();
          }
          await sleep(1);
          for (let piece = 0; piece < 8; piece++) lease(8192);
          log([...outcomes].join());
        },
      }),
    }),
  };
}

test("regions are lent to the instance that is found next, and no memory is lost with the last", async () => {
  const { configuration, routes } = systemOf(threeVaults);
  const seen = new Set<string>();
  for (let at = 0.001; at < 0.2; at += 0.007) {
    const options = { kills: [{ core: 0, at }], noticeAfter: 0.003, patience: 0 };
    const result = await simulate(configuration, routes, vaults(6), options);
    for (const text of logsOf(result.events)) seen.add(text);
    expect({ at, stalled: stallOf(result), logs: logsOf(result.events).length }).toEqual({ at, stalled: [], logs: 1 });
    expect(result.events.filter(({ kind }) => kind === "clientFailed" || kind === "frameDropped")).toEqual([]);
  }
  expect([...seen].sort()).toEqual(["main: ", `main: ${unknown}`]);
});

test("a client that was moved is passed on as the right to call where it is now", async () => {
  const shape: Shape = {
    cores: 4,
    edges: [...circle(4), [1, 3]],
    programs: [
      { name: "tester", kind: "service", core: 0 },
      { name: "tester", kind: "service", core: 2 },
      { name: "broker", kind: "service", core: 3 },
      { name: "main", kind: "client", core: 1, uses: ["tester", "broker"] },
    ],
  };
  const { configuration, routes } = systemOf(shape);
  const broker = serviceEntry({
    serves: Broker,
    uses: {},
    load: async () => ({
      program: ({ log }) => ({
        find: () => Promise.reject(new Error("nothing to find")),
        offer: async (offered) => log(String(await offered.echo(new Uint8Array(0)).catch(String))),
      }),
    }),
  });
  const main = clientEntry<{ tester: TesterClient; broker: BrokerClient }>({
    uses: { tester: Retried, broker: Broker },
    load: async () => ({
      program: async ({ services, log, sleep }) => {
        log(String(await services.tester.echo(new Uint8Array(0))));
        await sleep(0.2);
        log(String(await services.tester.echo(new Uint8Array(0))));
        await services.broker.offer(services.tester);
      },
    }),
  });
  const all = { ...programs(useAll), broker, main };
  const { events } = await simulate(configuration, routes, all, { kills: [{ core: 0, at: 0.1 }], noticeAfter: 0.001 });
  expect(events.filter(({ kind }) => kind === "clientFailed" || kind === "serviceFault")).toEqual([]);
  expect(logsOf(events)).toEqual(["broker: 1", "main: 0", "main: 1"]);
});
