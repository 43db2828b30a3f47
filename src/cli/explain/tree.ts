import { printTime } from "../../algorithms/print-quantity.ts";
import { computeFabric } from "../../analyses/routing/fabric.ts";
import { broadcastsIn } from "../../analyses/trees/broadcasts.ts";
import { compareTrees, type TreeKind } from "../../analyses/trees/compare-trees.ts";
import { packagesOf, treeCosts } from "../../analyses/trees/costs.ts";
import { computeArrivals } from "../../analyses/trees/times.ts";
import { packTree, shareLines, type Tree, type TreeCosts } from "../../analyses/trees/tree.ts";
import type { Core, Machine } from "../../model/machine.ts";
import { readRoutes } from "../../plan/read-routes.ts";
import { printJson } from "../print-json.ts";
import { type Refusal, refuseCall } from "../refusal.ts";
import type { Explanation } from "./explanation.ts";
import { faultsOf } from "./faults.ts";
import { refuseElement, refuseUnknown } from "./find-element.ts";
import { formatCycles, inCycles } from "./quantities.ts";
import { type Column, renderTable } from "./text-table.ts";

/** Lines of a tree that are printed; what follows is counted. */
const mostLines = 256;

/** What a message from one core to others costs along four trees, and the best of them, drawn. */
export const explainTree: Explanation = (call, compiled, [rootPath = "", ...patterns], json) => {
  const { plan, description } = compiled;
  const machine = description.machines.find(({ name }) => name === plan.machine?.name);
  if (machine === undefined || plan.routes === null) return refuseCall("the description has no machine");
  const online = machine.cores.filter((core) => core.online);
  const root = online.find(({ path }) => path === rootPath);
  if (root === undefined) return refuseElement(rootPath, pathsOf(online), "core that is online", machine);
  const cores = selectCores(patterns, online);
  if ("kind" in cores) return cores;
  const costs = treeCosts({ machine, hops: computeFabric(machine), nextHop: readRoutes(plan.routes).nextHop });
  const numbers = cores.map(({ index }) => index);
  const kinds = compareTrees({ root: root.index, cores: numbers, groupOf: packagesOf(machine), costs });
  if (json)
    printJson(call.terminal, {
      ok: true,
      ...faultsOf(compiled),
      machine: machine.name,
      ...viewTrees(kinds, root, cores, machine, costs),
    });
  else call.terminal.print(printTrees(kinds, root, machine, costs));
  return null;
};

/** All of them when nothing is named; a path names a core or all cores of a part, and `[*]` stands for any number. */
function selectCores(patterns: readonly string[], online: readonly Core[]): readonly Core[] | Refusal {
  if (patterns.length === 0) return online;
  const chosen = new Set<Core>();
  for (const pattern of patterns) {
    const found = online.filter(({ path }) => matches(path, pattern));
    if (found.length === 0) return refuseUnknown(pattern, pathsOf(online), "core that is online, nor a part with one,");
    for (const core of found) chosen.add(core);
  }
  return online.filter((core) => chosen.has(core));
}

function pathsOf(cores: readonly Core[]): readonly string[] {
  return cores.map(({ path }) => path);
}

function matches(path: string, pattern: string): boolean {
  const [steps, wanted] = [path.split(/[.[\]]+/), pattern.split(/[.[\]]+/)];
  if (wanted.at(-1) === "") wanted.pop();
  return wanted.every((step, index) => step === "*" || step === steps[index]);
}

function viewTrees(kinds: readonly TreeKind[], root: Core, cores: readonly Core[], machine: Machine, costs: TreeCosts) {
  const pathOf = (core: number): string => machine.cores[core]?.path ?? "";
  return {
    root: root.path,
    cores: cores.map(({ path }) => path),
    trees: kinds.map(({ name, tree, multicast, reduction }) => {
      const packed = packTree(tree);
      const at = new Map(computeArrivals(tree, costs).map((arrival) => [arrival.core, arrival.at]));
      return {
        name,
        multicast,
        reduction,
        cores: packed.cores.map(pathOf),
        parents: packed.parents,
        arrivals: packed.cores.map((core) => at.get(core) ?? 0),
      };
    }),
  };
}

const left = (head: string): Column => ({ head: [head], align: "left" });
const right = (head: string): Column => ({ head: [head], align: "right" });

function printTrees(kinds: readonly TreeKind[], root: Core, machine: Machine, costs: TreeCosts): string {
  const rows = kinds.map(({ name, tree, multicast, reduction }) => {
    const arrivals = computeArrivals(tree, costs);
    return [
      name,
      printTime(multicast),
      formatCycles(inCycles(multicast, root.clock)),
      printTime(reduction),
      String(Math.max(...arrivals.map(({ depth }) => depth))),
      String(shareLines(tree.core, tree.children, costs).length),
    ];
  });
  const columns = [
    left("tree"),
    right("all told"),
    right("cycles"),
    right("all answered"),
    right("depth"),
    right("sends of the root"),
  ];
  const best = kinds.at(-1);
  const told = (best === undefined ? 1 : packTree(best.tree).cores.length) - 1;
  return (
    `A message from ${root.path} to ${told} other ${told === 1 ? "core" : "cores"} of ${machine.name}:\n\n` +
    `${renderTable(columns, rows)}\n` +
    "All told: predicted until the last core has it; all answered: until the root has the answers of all, gathered along\n" +
    "the same tree. A core does one thing at a time: it stores a line for a neighbour or fetches one, each for as long as the\n" +
    "hop takes, its own or on the way to another. Lines that cross a link at once wait for each other.\n" +
    `${printBroadcasts(best, costs)}\n` +
    `${best === undefined ? "" : printTree(best.tree, machine, costs)}`
  );
}

function printBroadcasts(best: TreeKind | undefined, costs: TreeCosts): string {
  const over = new Set((best === undefined ? [] : broadcastsIn(best.tree, costs)).map((each) => each.over));
  if (over.size === 0) return "";
  return `${[...over].join(" and ")} ${over.size === 1 ? "broadcasts" : "broadcast"}: what goes to several neighbours over ${over.size === 1 ? "it" : "one of them"} is stored once.\n`;
}

/** Children in the order in which they are sent to, each with the time at which it has the message. */
function printTree(tree: Tree, machine: Machine, costs: TreeCosts): string {
  const at = new Map(computeArrivals(tree, costs).map((arrival) => [arrival.core, arrival.at]));
  const lines: string[] = [];
  const draw = ({ core, children }: Tree, lead: string, below: string): void => {
    if (lines.length < mostLines)
      lines.push(`${lead}${machine.cores[core]?.path ?? ""}  ${printTime(at.get(core) ?? 0)}`);
    children.forEach((child, index) => {
      const isLast = index === children.length - 1;
      draw(child, `${below}${isLast ? "└─ " : "├─ "}`, `${below}${isLast ? "   " : "│  "}`);
    });
  };
  draw(tree, "", "");
  const rest = at.size - lines.length;
  return `${lines.join("\n")}\n${rest > 0 ? `… and ${rest} more\n` : ""}`;
}
