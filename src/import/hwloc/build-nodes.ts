/** From objects to NUMA nodes and their memory. */
import { printCpuList } from "../description/cpu-list.ts";
import type { NodeFacts } from "../description/facts.ts";
import { numbersOf } from "./bits.ts";
import { counted, type LeftOut } from "./left-out.ts";
import type { PusWithin } from "./pus-within.ts";
import type { Reading } from "./reading.ts";
import { type HwlocObject, homeOf } from "./topology.ts";

/** Ascending by their number. */
export function buildNodes(
  objects: readonly HwlocObject[],
  pus: PusWithin,
  reading: Reading,
  leftOut: LeftOut,
): readonly NodeFacts[] {
  const nodes = objects.filter(({ type }) => type === "NUMANode").sort((a, b) => (a.osIndex ?? 0) - (b.osIndex ?? 0));
  const built = nodes.map((node) => buildNode(node, pus, reading));
  const empty = built.filter(({ memory }) => memory === 0).flatMap(({ number }) => number ?? []);
  if (empty.length > 0)
    leftOut.notTold(`the memory of NUMANode ${printCpuList(empty)} (a node without memory is not described)`);
  const caches = objects.filter(({ type }) => type === "MemCache").map(({ element }) => element);
  leftOut.notSayableAll(caches, (count) => counted(count, "memory-side cache"));
  const pages = nodes.flatMap(({ element }) => element.children.filter(({ name }) => name === "page_type").slice(0, 1));
  leftOut.notSayableAll(pages, (count) => `the pages of ${counted(count, "NUMA node")}`);
  return built;
}

function buildNode(node: HwlocObject, pus: PusWithin, reading: Reading): NodeFacts {
  return {
    number: node.osIndex,
    cpus: neighboursOf(node, pus),
    memory: reading.number(node.element, "local_memory") ?? 0,
    kind: node.subtype === null || !/^[\w .+-]{1,40}$/.test(node.subtype) ? null : node.subtype,
  };
}

/** The CPUs the memory is local to; without any, those of the object it hangs on, unless that is the whole machine. */
function neighboursOf(node: HwlocObject, pus: PusWithin): readonly number[] {
  const own = node.sets === null ? [] : numbersOf(node.sets.cpuset);
  const home = homeOf(node);
  if (own.length > 0) return own;
  return home.parent === null ? [] : (pus.get(home) ?? []);
}
