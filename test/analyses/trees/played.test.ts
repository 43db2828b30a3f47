/** Trees played by kernels in simulated time, beside what was predicted of them. */
import { fileURLToPath } from "node:url";
import { clientEntry, type ProgramEntry, serviceEntry } from "skerry/runtime";
import { describe, expect, test } from "vitest";
import { compareTrees } from "../../../src/analyses/trees/compare-trees.ts";
import { packagesOf, treeCosts } from "../../../src/analyses/trees/costs.ts";
import { computeArrivals, packTree, type Tree, type TreeCosts } from "../../../src/analyses/trees/tree.ts";
import { readText } from "../../../src/cli/read-text.ts";
import { viewThreads } from "../../../src/emit/boot/threads/threads-view.ts";
import { encodeRoutes } from "../../../src/emit/tables/routes-binary.ts";
import { compile } from "../../../src/pipeline.ts";
import type { Plan } from "../../../src/plan/plan.ts";
import { readRoutes } from "../../../src/plan/route-reader.ts";
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

function describeRelays(tree: Tree, paths: readonly string[]): string {
  const uses = ({ children }: Tree) =>
    children.length === 0 ? "" : ` uses ${children.map(({ core }) => `relay${core}`).join(", ")}`;
  const within = (branch: Tree): string =>
    `service relay${branch.core}: Relay = "./relay.ts" on ${paths[branch.core]}${uses(branch)}\n` +
    branch.children.map(within).join("");
  return `client first = "./first.ts" on ${paths[tree.core]}${uses(tree)}\n${tree.children.map(within).join("")}`;
}

const unused = () => {
  throw new Error("nobody calls this");
};
const others: Omit<TesterServer, "note"> = { add: unused, echo: unused, count: unused, sum: unused, scale: unused };

/** A program for every core of the tree: it is busy with each send for as long as that costs. */
function programsFor(tree: Tree, costs: TreeCosts, told: Map<number, number>): Readonly<Record<string, ProgramEntry>> {
  type Context = {
    readonly services: Relays;
    readonly sleep: (ms: number) => Promise<void>;
    readonly now: () => number;
  };
  const tell = async ({ core, children }: Tree, { services, sleep, now }: Context) => {
    told.set(core, now());
    for (const child of children) {
      await sleep(costs.send(core, child.core) / 1e9);
      await services[`relay${child.core}`]?.note(0);
    }
  };
  const usesOf = ({ children }: Tree) => Object.fromEntries(children.map(({ core }) => [`relay${core}`, Tester]));
  const programs: Record<string, ProgramEntry> = {
    first: clientEntry<Relays>({
      uses: usesOf(tree),
      load: async () => ({
        program: async (context) => {
          await context.sleep(1);
          await tell(tree, context);
          await context.sleep(1);
        },
      }),
    }),
  };
  const add = (branch: Tree): void => {
    programs[`relay${branch.core}`] = serviceEntry<TesterClient, TesterServer, unknown, Relays>({
      serves: Tester,
      uses: usesOf(branch),
      load: async () => ({ program: (context) => ({ ...others, note: () => tell(branch, context) }) }),
    });
    branch.children.forEach(add);
  };
  tree.children.forEach(add);
  return programs;
}

/** By core: picoseconds from the start until it is told, as the kernels see it. */
async function play(tree: Tree, costs: TreeCosts, paths: readonly string[], frameCost: number) {
  const plan = compileWith(describeRelays(tree, paths));
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
  return { machine, costs: treeCosts(readRoutes(plan.routes)), paths: machine.cores.map(({ path }) => path) };
}

describe("trees played in simulated time", () => {
  const { machine, costs, paths } = prepare();
  const groupOf = packagesOf(machine);
  const all = machine.cores.map(({ index }) => index);

  test("every core is told when it was predicted to be, along every kind of tree", async () => {
    for (const { tree } of compareTrees({ root: 5, cores: all, groupOf, costs })) {
      const played = await play(tree, costs, paths, 0);
      for (const { core, at } of computeArrivals(tree, costs))
        expect(Math.abs((played.get(core) ?? -1) - at)).toBeLessThan(10);
      expect(played.size).toBe(packTree(tree).cores.length);
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
