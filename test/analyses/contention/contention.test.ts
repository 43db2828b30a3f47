import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { carrierKey } from "../../../src/analyses/contention/carriers.ts";
import { computeContention, type Flow, type Sent } from "../../../src/analyses/contention/contention.ts";
import { computeFabric } from "../../../src/analyses/routing/fabric.ts";
import { hotos09 } from "../machines.ts";

const machine = hotos09().build();
const hops = computeFabric(machine);

function flow(program: number, service: number, rate: number, request = 16, reply = 16): Flow {
  const contents = {
    toService: [{ kind: "message" as const, bytes: request }],
    toClient: [{ kind: "message" as const, bytes: reply }],
  };
  return { program, service, rate, contents, blocks: { toService: false, toClient: false } };
}

function contention(flows: readonly Flow[]) {
  return computeContention({ machine, hops, nextHop, flows });
}

/** Any of the quickest ways, found hop by hop from its end. */
function nextHop(from: number, to: number): number {
  const distance = machine.cores.map(({ index }) => (index === to ? 0 : Number.POSITIVE_INFINITY));
  for (let round = 0; round < machine.cores.length; round++) {
    for (const hop of hops) {
      const way = hop.latency + (distance[hop.to.index] ?? 0);
      if (way < (distance[hop.from.index] ?? 0)) distance[hop.from.index] = way;
    }
  }
  const next = hops.find((hop) => {
    return hop.from.index === from && hop.latency + (distance[hop.to.index] ?? 0) === distance[from];
  });
  return next?.to.index ?? -1;
}

const core = fc.integer({ min: 0, max: machine.cores.length - 1 });
const flows = fc.array(
  fc.tuple(core, core, fc.integer({ min: 1, max: 1e6 })).map((ends) => flow(...ends)),
  {
    minLength: 1,
    maxLength: 6,
  },
);

describe("contention of exchanges", () => {
  const ends = fc.tuple(core, core, fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 200 }));

  test.prop([fc.array(ends, { minLength: 1, maxLength: 6 })], { numRuns: 25 })(
    "a message loads what that of a call does",
    (all) => {
      const calls = all.map(([from, to, rate, bytes]) => flow(from, to, rate, bytes));
      const oneWay = calls.map((call) => ({ ...call, contents: { ...call.contents, toClient: [] } }));
      const exchanges = all.map(([from, to, rate, bytes]) => ({ rate, sent: [{ from, to: [to], bytes }] }));
      const sent = computeContention({ machine, hops, nextHop, flows: [], exchanges });
      expect(sent.loads).toEqual(contention(oneWay).loads);
      expect(sent.waits).toEqual([]);
      for (const [index, { toService }] of contention(oneWay).waits.entries()) {
        const [from, to] = all[index] ?? [0, 0];
        let waits = 0;
        for (let here = from; here !== to; here = nextHop(here, to)) waits += sent.waitOnHop(here, nextHop(here, to));
        expect(waits).toBeCloseTo(toService, 3);
      }
    },
  );

  test("what is for several goes once over what leads to them", () => {
    const loadsOf = (...sent: Sent[]) =>
      computeContention({ machine, hops, nextHop, flows: [], exchanges: [{ rate: 1000, sent }] }).loads.map((load) => {
        return [carrierKey(load.carrier), load.demand] as const;
      });
    const [near, far] = [loadsOf({ from: 0, to: [4], bytes: 16 }), loadsOf({ from: 0, to: [8], bytes: 16 })];
    expect(new Set([...near, ...far].map(([key]) => key)).size).toBeLessThan(near.length + far.length);
    const both = new Map(loadsOf({ from: 0, to: [4, 8], bytes: 16 }));
    expect(both).toEqual(new Map([...near, ...far]));
    const apart = new Map(loadsOf({ from: 0, to: [4], bytes: 16 }, { from: 0, to: [8], bytes: 16 }));
    expect(Math.max(...apart.values())).toBe(2 * Math.max(...both.values()));
  });

  test("exchanges are numbered behind the flows", () => {
    const exchanges = [{ rate: 1000, sent: [{ from: 0, to: [4], bytes: 16 }] }];
    const { loads } = computeContention({ machine, hops, nextHop, flows: [flow(0, 4, 1000)], exchanges });
    expect(loads[0]?.filledBy.map((share) => share.flow)).toEqual([0, 1]);
  });
});

describe("contention", () => {
  test("a request crosses each link of its route once, and its reply comes back", () => {
    const { loads } = contention([flow(0, 4, 1000)]);
    expect(loads.map(({ carrier, demand }) => ["link" in carrier ? carrier.direction : "caches", demand])).toEqual([
      ["backward", 64_000],
      ["forward", 64_000],
    ]);
  });

  test("long messages go in slots of 40 bytes, and through blocks as lines and a slot that tells of them", () => {
    const one = flow(0, 4, 1, 16, 4000);
    const demand = (blocks: boolean) =>
      contention([{ ...one, blocks: { toService: false, toClient: blocks } }]).loads.map((load) => load.demand);
    expect(demand(false)).toEqual([100 * 64, 64]);
    expect(demand(true)).toEqual([64 * 64, 64]);
  });

  test("what stays on its core moves nothing", () => {
    expect(contention([flow(3, 3, 1e6)])).toMatchObject({ loads: [], waits: [{ toService: 0, toClient: 0 }] });
  });

  test.prop([flows])("what two sets of flows put on a carrier adds up", (some) => {
    const sum = (sets: readonly (readonly Flow[])[]) => {
      const demands = new Map<string, number>();
      for (const { carrier, demand } of sets.flatMap((set) => contention(set).loads)) {
        const key = carrierKey(carrier);
        demands.set(key, (demands.get(key) ?? 0) + demand);
      }
      return [...demands].sort();
    };
    expect(sum([some])).toEqual(sum(some.map((one) => [one])));
  });

  test.prop([flows])(
    "shares add up to the demand, and what each flow puts on links is the same on all of them",
    (some) => {
      for (const { demand, filledBy } of contention(some).loads) {
        expect(filledBy.reduce((total, share) => total + share.demand, 0)).toBeCloseTo(demand, 6);
        for (const share of filledBy) expect(share.demand).toBeCloseTo(64 * (some[share.flow]?.rate ?? 0), 6);
      }
    },
  );

  test("messages wait on their way for as long as on each link of it together", () => {
    const { loads, waits } = contention([flow(0, 8, 1e6), flow(0, 8, 2e6)]);
    const there = loads.filter(({ carrier }) => "link" in carrier && carrier.direction === "forward");
    expect(there).toHaveLength(2);
    expect(waits[0]?.toService).toBeCloseTo(
      there.reduce((sum, { wait }) => sum + (wait ?? 0), 0),
      6,
    );
    expect(waits[1]).toEqual(waits[0]);
  });
});
