/** Trees played by kernels in simulated time, beside what was predicted of them. */
import { fileURLToPath } from "node:url";
import { clientEntry, type ProgramEntry, serviceEntry } from "skerry/runtime";
import { describe, expect, test } from "vitest";
import { computeFabric } from "../../../src/analyses/routing/fabric.ts";
import { compareTrees } from "../../../src/analyses/trees/compare-trees.ts";
import { packagesOf, treeCosts } from "../../../src/analyses/trees/costs.ts";
import { computeArrivals } from "../../../src/analyses/trees/times.ts";
import { coresOf, costsOf, type MessageHop, type Tree, type TreeCosts } from "../../../src/analyses/trees/tree.ts";
import { viewThreads } from "../../../src/emit/boot/threads/threads-view.ts";
import { encodeRoutes } from "../../../src/emit/tables/routes-binary.ts";
import { readText } from "../../../src/files/read-text.ts";
import { compile } from "../../../src/pipeline.ts";
import type { Plan } from "../../../src/plan/plan.ts";
import { readRoutes } from "../../../src/plan/read-routes.ts";
import { simulate } from "../../../src/runtime/hosts/simulation/simulation.ts";
import { Tester, type TesterClient, type TesterServer } from "../../runtime/fixtures/tester.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const interfaceText = "interface Relay { message note(value: u32) }";

const readFile = (path: string) => readText(path.startsWith("prelude/") ? `${root}dsl/${path}` : root + path);

type Relays = Readonly<Record<string, TesterClient>>;

/** The machine of the example with a relay on every core of a tree, which uses those it sends to. */
function compileWith(relays: string): Plan {
  const text = `use "examples/hotos09/machine"\n${interfaceText}\nsystem played on hotos09 {\n${relays}}\n`;
  const read = (path: string) => (path === "played.skerry" ? { kind: "text" as const, text } : readFile(path));
  const { product, diagnostics } = compile(["played.skerry"], { read });
  if (product.plan === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return product.plan;
}

/** A message that is for `to` and passes a hop from `from`, in one number. */
const pack = (from: number, to: number) => from * 256 + to;

/** By core that messages of the tree begin at, end at or pass: its neighbours that it has something for. */
function neighboursIn(tree: Tree, costs: TreeCosts): ReadonlyMap<number, ReadonlySet<number>> {
  const neighbours = new Map<number, Set<number>>(coresOf(tree).map((core) => [core, new Set()]));
  const walk = ({ core, children }: Tree): void => {
    for (const { from, to } of children.flatMap((child) => costs.hops(core, child.core))) {
      for (const end of [from, to]) if (!neighbours.has(end)) neighbours.set(end, new Set());
      neighbours.get(from)?.add(to);
    }
    children.forEach(walk);
  };
  walk(tree);
  return neighbours;
}

function describeRelays(tree: Tree, costs: TreeCosts, paths: readonly string[]): string {
  const texts = [...neighboursIn(tree, costs)].map(([core, next]) => {
    const uses = next.size === 0 ? "" : ` uses ${[...next].map((each) => `relay${each}`).join(", ")}`;
    return core === tree.core
      ? `client first = "./first.ts" on ${paths[core]}${uses}`
      : `service relay${core}: Relay = "./relay.ts" on ${paths[core]}${uses}`;
  });
  return `${texts.join("\n")}\n`;
}

const unused = () => {
  throw new Error("nobody calls this");
};
const others: Omit<TesterServer, "note"> = { add: unused, echo: unused, count: unused, sum: unused, scale: unused };

interface Context {
  readonly services: Relays;
  readonly sleep: (ms: number) => Promise<void>;
  readonly now: () => number;
}

/** A core that does one thing after the other: it stores lines for neighbours, and fetches them. */
class Relay {
  readonly #core: number;
  readonly #context: Context;
  readonly #costs: TreeCosts;
  readonly #arrived: (relay: Relay, now: number) => void;
  #last: Promise<void> = Promise.resolve();

  constructor(core: number, context: Context, costs: TreeCosts, arrived: (relay: Relay, now: number) => void) {
    [this.#core, this.#context, this.#costs, this.#arrived] = [core, context, costs, arrived];
  }

  /** The line is under way for as long as it takes to store it: what is stored is there. */
  store(to: number): void {
    const [hop] = this.#costs.hops(this.#core, to);
    this.#then(async () => {
      await this.#context.services[`relay${hop?.to}`]?.note(pack(this.#core, to));
      await this.#context.sleep((hop?.store ?? 0) / 1e9);
    });
  }

  fetch(value: number): void {
    const [from, to] = [Math.floor(value / 256), value % 256];
    this.#then(async () => {
      await this.#context.sleep((this.#costs.hops(from, this.#core)[0]?.fetch ?? 0) / 1e9);
      if (to === this.#core) this.#arrived(this, this.#context.now());
      else this.store(to);
    });
  }

  ended(): Promise<void> {
    return this.#last;
  }

  #then(job: () => Promise<void>): void {
    this.#last = this.#last.then(job);
  }
}

function programsFor(tree: Tree, costs: TreeCosts, told: Map<number, number>): Readonly<Record<string, ProgramEntry>> {
  const below = new Map<number, readonly number[]>();
  const walk = ({ core, children }: Tree): void => {
    below.set(
      core,
      children.map((child) => child.core),
    );
    children.forEach(walk);
  };
  walk(tree);
  const relayFor = (core: number, context: Context) =>
    new Relay(core, context, costs, (relay, now) => {
      told.set(core, now);
      for (const child of below.get(core) ?? []) relay.store(child);
    });
  const neighbours = neighboursIn(tree, costs);
  const usesOf = (core: number) =>
    Object.fromEntries([...(neighbours.get(core) ?? [])].map((next) => [`relay${next}`, Tester]));
  const first = clientEntry<Relays>({
    uses: usesOf(tree.core),
    load: async () => ({
      program: async (context) => {
        await context.sleep(1);
        const relay = relayFor(tree.core, context);
        told.set(tree.core, context.now());
        for (const child of below.get(tree.core) ?? []) relay.store(child);
        await relay.ended();
        await context.sleep(1);
      },
    }),
  });
  const relays = [...neighbours.keys()].filter((core) => core !== tree.core);
  const entries = relays.map((core): [string, ProgramEntry] => {
    const entry = serviceEntry<TesterClient, TesterServer, unknown, Relays>({
      serves: Tester,
      uses: usesOf(core),
      load: async () => ({
        program: (context) => {
          const relay = relayFor(core, context);
          return { ...others, note: (value) => relay.fetch(value) };
        },
      }),
    });
    return [`relay${core}`, entry];
  });
  return { first, ...Object.fromEntries(entries) };
}

/** By core: picoseconds from the start until it is told, as the kernels see it. */
async function play(tree: Tree, costs: TreeCosts, paths: readonly string[], frameCost: number) {
  const plan = compileWith(describeRelays(tree, costs, paths));
  const configuration = viewThreads(plan);
  if (configuration === null || plan.routes === null) throw new Error("nothing boots");
  const told = new Map<number, number>();
  const programs = programsFor(tree, costs, told);
  const result = await simulate(configuration, encodeRoutes(plan.routes), programs, { frameCost });
  expect(result.outcome.kind).toBe("completed");
  const start = told.get(tree.core) ?? 0;
  return new Map([...told].map(([core, at]) => [core, Math.round((at - start) * 1e9)]));
}

function prepare() {
  const { description, plan } = compile(["examples/hotos09/machine.skerry"], { read: readFile }).product;
  const [machine] = description.machines;
  if (machine === undefined || plan?.routes == null) throw new Error("no machine");
  const { nextHop } = readRoutes(plan.routes);
  const priced = treeCosts({ machine, hops: computeFabric(machine), nextHop });
  // Simulated wires do not wait for each other. Nothing is to happen at a core at the very same time as something else.
  const uneven = ({ from, to, fetch, ...hop }: MessageHop): MessageHop => {
    return { ...hop, from, to, fetch: fetch + ((from * 137 + to * 101) % 997), crosses: [] };
  };
  const costs = costsOf((from, to) => priced.hops(from, to).map(uneven));
  return { machine, costs, paths: machine.cores.map(({ path }) => path) };
}

describe("trees played in simulated time", () => {
  const { machine, costs, paths } = prepare();
  const groupOf = packagesOf(machine);
  const all = machine.cores.map(({ index }) => index);

  test("every core is told when it was predicted to be, along every kind of tree", async () => {
    for (const { tree } of compareTrees({ root: 5, cores: all, groupOf, costs })) {
      const played = await play(tree, costs, paths, 0);
      for (const { core, at } of computeArrivals(tree, costs))
        expect(Math.abs((played.get(core) ?? -1) - at)).toBeLessThan(50);
      expect(played.size).toBe(coresOf(tree).length);
    }
  }, 60_000);

  test("where kernels are busy with frames too, the better tree stays the better one", async () => {
    const times: number[] = [];
    for (const { tree } of compareTrees({ root: 0, cores: all, groupOf, costs })) {
      times.push(Math.max(...(await play(tree, costs, paths, 20_000)).values()));
    }
    const [unicast = 0, multicast = 0, aware = 0, best = 0] = times;
    expect(multicast).toBeLessThan(unicast);
    expect(aware).toBeLessThanOrEqual(multicast);
    expect(best).toBeLessThan(aware);
  }, 60_000);
});
