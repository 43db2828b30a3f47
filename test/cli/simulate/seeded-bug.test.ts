// A store of two services, of which one takes over from the other; one variant acknowledges too early. The whole way from
// seeds to the fault that it takes is to find that variant, and nothing else.
import { clientEntry, type Programs, serviceEntry } from "skerry/runtime";
import { expect, test } from "vitest";
import { reduceToNeeded } from "../../../src/algorithms/delta-debugging.ts";
import { judgeHistory } from "../../../src/cli/simulate/judge-history.ts";
import type { FaultSchedule } from "../../../src/runtime/hosts/simulation/faults.ts";
import { History } from "../../../src/runtime/hosts/simulation/history.ts";
import { makeFaults } from "../../../src/runtime/hosts/simulation/make-faults.ts";
import { simulate } from "../../../src/runtime/hosts/simulation/simulation.ts";
import type { Agreement } from "../../../src/runtime/state/agreement.ts";
import { operations } from "../../../src/runtime/state/operations.ts";
import type { ReplicatedObject } from "../../../src/runtime/state/replicated-object.ts";
import { circle, systemOf } from "../../runtime/fixtures/system.ts";
import { Tester, type TesterClient, type TesterEvents, type TesterServer } from "../../runtime/fixtures/tester.ts";

const { configuration, routes } = systemOf({
  cores: 4,
  edges: circle(4),
  programs: [
    { name: "primary", kind: "service", core: 0, uses: ["backup"] },
    { name: "backup", kind: "service", core: 2 },
    { name: "main", kind: "client", core: 3, uses: ["primary", "backup"] },
  ],
});

const read = 0xffff_ffff;
const unused: Omit<TesterServer, "add"> = {
  echo: (data) => data,
  note: () => {},
  *count() {},
  sum: (start) => start,
  async *scale() {},
};

function programs(isEarly: boolean, history: History): Programs {
  return {
    primary: serviceEntry<TesterClient, TesterServer, TesterEvents, { backup: TesterClient }>({
      serves: Tester,
      uses: { backup: Tester },
      load: async () => ({
        program: ({ services: { backup }, sleep }) => {
          let kept = 0;
          const pass = (value: number): Promise<unknown> => backup.add(value, 0).catch(() => 0);
          return {
            ...unused,
            add: async (value) => {
              if (value === read) return kept;
              // Early: a change is acknowledged before there are two of it.
              if (isEarly)
                void sleep(0.01).then(
                  () => pass(value),
                  () => 0,
                );
              else await pass(value);
              kept = value;
              return 0;
            },
          };
        },
      }),
    }),
    backup: serviceEntry({
      serves: Tester,
      uses: {},
      load: async () => ({
        program: () => {
          let kept = 0;
          return {
            ...unused,
            add: (value) => {
              if (value !== read) kept = value;
              return kept;
            },
          };
        },
      }),
    }),
    main: clientEntry<{ primary: TesterClient; backup: TesterClient }>({
      uses: { primary: Tester, backup: Tester },
      load: async () => ({
        program: async ({ services: { primary, backup }, now }) => {
          const place = { core: 3, program: "main", instance: 0, instances: 1 };
          const store = history.observe("store", storeOver([primary, backup]), place, now);
          for (let value = 1; value <= 30; value++) {
            await store.propose({ operation: operations.set, key: none, value: Uint8Array.of(value), expected: null });
            await store.read({ operation: operations.get, key: none });
          }
        },
      }),
    }),
  };
}

const none = new Uint8Array(0);

/** A register over services, of which the next one is asked once one is gone. */
function storeOver(services: readonly TesterClient[]): ReplicatedObject {
  let current = 0;
  const ask = async (value: number): Promise<number | null> => {
    const service = services[current];
    return service === undefined
      ? null
      : service.add(value, 0).catch(() => {
          current++;
          return null;
        });
  };
  const unknown: Agreement<never> = { kind: "failed", reason: "unknown", text: "it is gone" };
  return {
    kind: "register",
    replica: null,
    propose: async ({ value }) => {
      const answer = await ask(value[0] ?? 0);
      return answer === null ? unknown : { kind: "agreed", index: 0, value: none };
    },
    read: async () => {
      const answer = await ask(read);
      return answer === null
        ? unknown
        : { kind: "agreed", index: 0, value: answer === 0 ? null : Uint8Array.of(answer) };
    },
    get: async () => null,
    watch: () => {
      throw new Error("nobody watches it");
    },
    now: () => 0,
  };
}

/** Virtual milliseconds that it takes when nothing goes wrong. */
const { time: span } = await simulate(configuration, routes, programs(true, new History()), { patience: 0 });

async function wrongsOf(isEarly: boolean, seed: number, faults: FaultSchedule): Promise<readonly string[]> {
  const history = new History();
  await simulate(configuration, routes, programs(isEarly, history), { seed, faults, patience: 0, stopAt: 6000 });
  return judgeHistory(history.operations, () => true);
}

const seeds = Array.from({ length: 60 }, (_, index) => index + 1);
const faultsOf = (seed: number): FaultSchedule => makeFaults({ configuration, span }, seed);

test("a store that acknowledges early is found out, and the fault that it takes", async () => {
  expect(span).toBeLessThan(1);
  const shrunk: FaultSchedule[] = [];
  for (const seed of seeds) {
    const faults = faultsOf(seed);
    if ((await wrongsOf(true, seed, faults)).length === 0) continue;
    const needed = await reduceToNeeded(faults, async (part) => (await wrongsOf(true, seed, part)).length > 0);
    expect((await wrongsOf(true, seed, needed))[0]).toMatch(
      /^state store is not linearisable: main\[0\] get .* fits no order/,
    );
    shrunk.push(needed);
  }
  expect(shrunk.length).toBeGreaterThan(0);
  expect(shrunk.some(([only, ...rest]) => rest.length === 0 && only?.kind === "kill" && only.core === 0)).toBe(true);
});

test("one that does not is not", async () => {
  for (const seed of seeds)
    expect({ seed, wrong: await wrongsOf(false, seed, faultsOf(seed)) }).toEqual({ seed, wrong: [] });
});
