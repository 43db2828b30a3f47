import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BackOff } from "../../../src/runtime/membership/back-off.ts";
import { Monitor } from "../../../src/runtime/membership/monitor.ts";
import type { Placement } from "../../../src/runtime/membership/placements.ts";
import { firstView } from "../../../src/runtime/membership/view.ts";
import { circle, line } from "../fixtures/system.ts";
import { MonitorNetwork, type NetworkOptions, textOf } from "./monitors.ts";

const forever = 1e9;

function viewsOf(network: MonitorNetwork): readonly string[] {
  return [
    ...new Set(network.living.map(({ monitor, hasQuorum }) => `${textOf(monitor.view)}${hasQuorum ? "" : " ?"}`)),
  ];
}

describe("monitors agree on the next view", () => {
  test("without anything to agree on they say nothing", () => {
    const network = new MonitorNetwork({ cores: 5, edges: circle(5), seed: 1 });
    network.run(forever);
    expect(network.messages).toBe(0);
  });

  test.for([2, 3, 4, 7])("of %i on a line, all but one that has certainly died", (cores) => {
    const network = new MonitorNetwork({ cores, edges: line(cores), seed: 1 });
    network.kill(cores - 1, true);
    network.run(forever);
    const left = Array.from({ length: cores - 1 }, (_, core) => `${core}.0`).join(" ");
    expect(viewsOf(network)).toEqual([`${left} | `]);
  });

  test("when one of two is silent, the other is no majority and waits", () => {
    const network = new MonitorNetwork({ cores: 2, edges: line(2), seed: 1 });
    network.kill(1, false);
    network.run(2000);
    expect(viewsOf(network)).toEqual(["0.0 1.0 |  ?"]);
  });

  test("a cut that leaves a way round is in the view, until it is healed", () => {
    const network = new MonitorNetwork({ cores: 4, edges: circle(4), seed: 1 });
    network.cut(0, 3);
    network.run(1000);
    expect(viewsOf(network)).toEqual(["0.0 1.0 2.0 3.0 | 0-3"]);
    network.heal(3, 0);
    network.run(2000);
    expect(viewsOf(network)).toEqual(["0.0 1.0 2.0 3.0 | "]);
  });

  test("the smaller part of a machine in two waits, and comes back with new kernels", () => {
    const network = new MonitorNetwork({ cores: 5, edges: line(5), seed: 1 });
    network.cut(2, 3);
    network.run(1000);
    expect(viewsOf(network)).toEqual(["0.0 1.0 2.0 | ", "0.0 1.0 2.0 3.0 4.0 |  ?"]);
    network.healAll();
    network.run(3000);
    expect(viewsOf(network)).toEqual(["0.0 1.0 2.0 3.1 4.1 | "]);
  });

  test("two of three die and come back; nobody who lives is ever in doubt", () => {
    const network = new MonitorNetwork({ cores: 3, edges: line(3), seed: 1 });
    network.kill(1, true);
    network.kill(2, true);
    network.run(1000);
    expect(viewsOf(network)).toEqual(["0.0 | "]);
    network.restart(1);
    network.restart(2);
    network.run(3000);
    expect(viewsOf(network)).toEqual(["0.0 1.1 2.1 | "]);
  });

  test("the cores of a failure domain leave in one view", () => {
    const domains = [[3, 4, 5]];
    const network = new MonitorNetwork({ cores: 8, edges: circle(8), seed: 1, domains, gather: 100 });
    for (const core of [3, 4, 5]) network.kill(core, false);
    network.run(3000);
    expect(network.living.map(({ views }) => views.map(textOf))).toEqual(
      Array.from({ length: 5 }, () => ["0.0 1.0 2.0 6.0 7.0 | "]),
    );
  });

  test("a core that its neighbours miss one after another leaves in one view", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const network = new MonitorNetwork({ cores: 6, edges: circle(6), seed, doubt: 100 });
      network.kill(4, false);
      network.run(3000);
      expect(network.living.map(({ views }) => views.map(textOf))).toEqual(
        Array.from({ length: 5 }, () => ["0.0 1.0 2.0 3.0 5.0 | "]),
      );
    }
  });

  test("a ballot that has become stale is put off once, however much is heard meanwhile", () => {
    const alarms: number[] = [];
    const neighbours = [[1, 2, 3], [0, 3], [0, 3], [0, 1, 2, 4, 5], [3], [3]];
    const monitor = new Monitor(
      {
        ...{ core: 0, incarnation: 0, neighbours, retry: 50, gather: 0, doubt: 1000, links: [], domains: [] },
        first: firstView([0, 1, 2, 3, 4, 5]),
      },
      {
        ...{ send: () => true, alarm: (at) => void alarms.push(at) },
        ...{ agreed: () => {}, quorum: () => {}, excluded: () => {} },
      },
    );
    monitor.silent(1);
    monitor.settle(0);
    monitor.settle(1000);
    monitor.silent(2);
    for (let now = 1010; now < 2000; now += 10) monitor.settle(now);
    expect([...new Set(alarms)]).toEqual([1000, 1000 + new BackOff(50, 0, 0).waitAfterBegin(), 2010]);
  });
});

describe("over slow links", () => {
  const mesh = [...line(3), [3, 4], [4, 5], [0, 3], [1, 4], [2, 5]] as const;
  interface Shape extends Pick<NetworkOptions, "cores" | "edges"> {
    readonly name: string;
    readonly dead: readonly number[];
  }
  const shapes: readonly Shape[] = [
    { name: "3 on a line", cores: 3, edges: line(3), dead: [2] },
    { name: "7 on a circle", cores: 7, edges: circle(7), dead: [3, 4] },
    { name: "2 × 3 in a mesh", cores: 6, edges: mesh, dead: [0, 5] },
    { name: "16 on a circle", cores: 16, edges: circle(16), dead: [0, 1, 2] },
  ];
  const each = shapes.flatMap((shape) => [20, 50, 100, 200, 500].map((latency) => ({ ...shape, latency })));

  /** So many times the latency is what two rounds from end to end of all and back take; whoever is late at first, more. */
  const most = ({ cores, latency }: { readonly cores: number; readonly latency: number }): number =>
    2000 + 3 * 4 * cores * latency;

  test.for(each)("of $name, $latency ms a hop, all agree on who is left: no ballot is overtaken for ever", (shape) => {
    const left = Array.from({ length: shape.cores }, (_, core) => core).filter((core) => !shape.dead.includes(core));
    for (let seed = 1; seed <= 5; seed++) {
      const network = new MonitorNetwork({ ...shape, seed, latency: () => shape.latency });
      for (const core of shape.dead) network.kill(core, false);
      network.run(most(shape));
      expect(viewsOf(network)).toEqual([`${left.map((core) => `${core}.0`).join(" ")} | `]);
    }
  });

  test("a proposer that dies while its ballot is under way has a successor", () => {
    for (let seed = 1; seed <= 40; seed++) {
      const network = new MonitorNetwork({ cores: 6, edges: mesh, seed, latency: () => 100 });
      network.kill(5, false);
      network.at(30 * seed, () => network.kill(0, false));
      network.run(20_000);
      expect(network.faults).toEqual([]);
      expect(viewsOf(network)).toEqual(["1.0 2.0 3.0 4.0 | "]);
    }
  });
});

describe("monitors agree on where services run", () => {
  const whole = "0.0 1.0 2.0 3.0 4.0 | ";
  const fresh = (): MonitorNetwork => new MonitorNetwork({ cores: 5, edges: circle(5), seed: 1 });

  test("by a view, one for each move", () => {
    const network = fresh();
    network.move({ service: 3, core: 2, move: 1 });
    network.run(1000);
    network.move({ service: 3, core: 1, move: 2 });
    network.move({ service: 0, core: 4, move: 3 });
    network.run(2000);
    const moved = `${whole} | 0@4#3 3@1#2`;
    expect(viewsOf(network)).toEqual([moved]);
    for (const { views } of network.living) expect(views.map(textOf)).toContain(`${whole} | 3@2#1`);
  });

  test("when one kernel alone is asked", () => {
    for (let asked = 0; asked < 5; asked++) {
      const network = fresh();
      network.move({ service: 3, core: 2, move: 1 }, (core) => core === asked);
      network.run(1000);
      expect(viewsOf(network)).toEqual([`${whole} | 3@2#1`]);
    }
  });

  test("of two moves at once that have one number, on one of them", () => {
    const outcomes = new Set<string>();
    for (let seed = 1; seed <= 20; seed++) {
      const network = new MonitorNetwork({ cores: 5, edges: circle(5), seed });
      for (const to of [1, 4]) network.move({ service: 3, core: to, move: 1 }, (core) => core < 2 === (to === 4));
      network.run(2000);
      const [view = "", ...others] = viewsOf(network);
      expect(others).toEqual([]);
      outcomes.add(view);
    }
    expect(outcomes).toContain(`${whole} | 3@4#1`);
    for (const outcome of outcomes) expect([`${whole} | 3@1#1`, `${whole} | 3@4#1`]).toContain(outcome);
  });

  test("not in a part that is no majority, which learns of it when it is back", () => {
    const network = new MonitorNetwork({ cores: 5, edges: line(5), seed: 1 });
    network.cut(2, 3);
    network.run(1000);
    network.move({ service: 3, core: 4, move: 1 }, (core) => core > 2);
    network.move({ service: 0, core: 1, move: 2 }, (core) => core < 3);
    network.run(2000);
    expect(viewsOf(network)).toEqual(["0.0 1.0 2.0 |  | 0@1#2", "0.0 1.0 2.0 3.0 4.0 |  ?"]);
    network.healAll();
    network.run(4000);
    expect(viewsOf(network)).toEqual(["0.0 1.0 2.0 3.1 4.1 |  | 0@1#2"]);
  });

  test("never on a core whose kernel takes no part, until it does", () => {
    const network = fresh();
    network.kill(4, true);
    network.move({ service: 3, core: 4, move: 1 });
    network.run(1000);
    expect(viewsOf(network)).toEqual(["0.0 1.0 2.0 3.0 | "]);
    network.restart(4);
    network.run(2000);
    expect(viewsOf(network)).toEqual(["0.0 1.0 2.0 3.0 4.1 |  | 3@4#1"]);
  });

  test("a move that is asked for later counts, whichever of the two is heard of first", () => {
    const network = fresh();
    network.kill(4, true);
    network.move({ service: 3, core: 2, move: 2 });
    network.move({ service: 3, core: 4, move: 1 });
    network.restart(4);
    network.run(2000);
    expect(viewsOf(network)).toEqual(["0.0 1.0 2.0 3.0 4.1 |  | 3@2#2"]);
  });
});

interface Fault {
  readonly kind: "kill" | "silence" | "cut" | "heal" | "restart" | "move" | "ask";
  readonly at: number;
  readonly place: number;
}

const fault = fc.record({
  kind: fc.constantFrom<Fault["kind"]>("kill", "silence", "cut", "cut", "heal", "restart", "move", "ask"),
  at: fc.integer({ min: 0, max: 600 }),
  place: fc.nat(),
});

const machine = fc.integer({ min: 2, max: 7 }).chain((cores) =>
  fc.record({
    cores: fc.constant(cores),
    extra: fc.array(fc.tuple(fc.nat(cores - 1), fc.nat(cores - 1)), { maxLength: 5 }),
    seed: fc.nat(),
    /** Most of a hop, in milliseconds. */
    latency: fc.constantFrom(0, 0, 20, 100, 500),
    faults: fc.array(fault, { maxLength: 10 }),
  }),
);

function afflict(
  network: MonitorNetwork,
  edges: readonly (readonly [number, number])[],
  cores: number,
  fault: Fault,
  slowness: number,
): void {
  const [one, other] = edges[fault.place % edges.length] ?? [0, 0];
  const core = fault.place % cores;
  network.at(fault.at * slowness, () => {
    if (fault.kind === "cut") network.cut(one, other);
    else if (fault.kind === "heal") network.heal(one, other);
    else if (fault.kind === "restart") network.restart(core);
    else if (fault.kind === "move") network.move(moveOf(fault, cores));
    else if (fault.kind === "ask") network.move(moveOf(fault, cores), (each) => each === core);
    else network.kill(core, fault.kind === "kill");
  });
}

/** Few services and numbers, so that some have both the same. */
function moveOf({ place }: Fault, cores: number): Placement {
  return { service: place % 2, core: (place >> 3) % cores, move: 1 + ((place >> 6) % 4) };
}

test("whatever fails, and whenever: all who act on an epoch act on one view; what is left of a majority settles", () => {
  const property = fc.property(machine, ({ cores, extra, seed, latency, faults }) => {
    const edges = [...line(cores), ...extra.filter(([one, other]) => one !== other)];
    const byHop = (one: number, other: number): number => (latency * (((one + 3 * other + seed) % 4) + 1)) / 4;
    const network = new MonitorNetwork({ cores, edges, seed, latency: byHop });
    const slowness = 1 + latency / 10;
    for (const each of faults) afflict(network, edges, cores, each, slowness);
    network.run(1500 * slowness);
    network.healAll();
    network.run(6000 * slowness);
    expect(network.faults).toEqual([]);
    // Whoever died has its kernel back, unless too few are left who know what was decided.
    for (let core = 0; core < cores; core++) network.restart(core);
    network.run(12_000 * slowness);
    expect(network.faults).toEqual([]);
    const views = viewsOf(network);
    if (network.living.some(({ hasQuorum }) => hasQuorum)) {
      expect(network.living).toHaveLength(cores);
      expect(views).toHaveLength(1);
      // Whoever lives and was asked for a move sees that it is made, unless it was overtaken.
      for (const { monitor, moves } of network.living) {
        for (const { service, move } of moves) {
          const placed = monitor.view.placements.find((each) => each.service === service);
          expect(placed?.move).toBeGreaterThanOrEqual(move);
        }
      }
    }
  });
  fc.assert(property, { numRuns: Number(process.env["RUNS"] ?? 60) });
});
