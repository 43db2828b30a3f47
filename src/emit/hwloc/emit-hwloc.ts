import type { Plan, PlanMachine } from "../../plan/plan.ts";
import type { OutputFile } from "../../source/output-file.ts";
import { type Element, element, printXml } from "../xml/print-xml.ts";
import { buildTree } from "./build-tree.ts";
import { placeDevices } from "./place-devices.ts";
import { placeMemories } from "./place-memories.ts";
import { info, printKinds } from "./print-kinds.ts";
import { printLatencies } from "./print-latencies.ts";
import { printObjects } from "./print-objects.ts";

/** Every object names its CPUs one by one, so that a file grows with the square of the machine: 8 MB at this many threads. */
const mostThreads = 2048;

const doctype = ['<!DOCTYPE topology SYSTEM "hwloc2.dtd">'];

/**
 * `machine.xml`: the machine for hwloc and all that reads it, in version 2.0 of its XML, which hwloc 2 and 3 take. None for a
 * machine without a core that runs, nor for one of more than 2048 hardware threads.
 */
export function emitHwloc({ machine }: Plan): OutputFile[] {
  if (machine === null || machine.cores.reduce((sum, { threads }) => sum + threads, 0) > mostThreads) return [];
  const tree = buildTree(machine);
  if (tree === null) return [];
  placeMemories(machine, tree);
  placeDevices(machine, tree);
  const { machine: object, gpOfMemory } = printObjects(tree.root, printInfos(machine));
  const children = [object, ...printLatencies(machine, gpOfMemory), ...printKinds(machine)];
  return [{ path: "machine.xml", content: printXml(element("topology", [["version", "2.0"]], children), doctype) }];
}

/** What `uname -m` prints, where the prelude has another name. */
const architectures: Readonly<Record<string, string>> = { amd64: "x86_64", arm64: "aarch64" };

function printInfos({ cores }: PlanMachine): readonly Element[] {
  const isas = [...new Set(cores.filter(({ online }) => online).map(({ isa }) => isa.name))];
  const [isa] = isas;
  const isTold = isa !== undefined && isas.length === 1 && isa !== "unknown";
  return [info("Backend", "Skerry"), ...(isTold ? [info("Architecture", architectures[isa] ?? isa)] : [])];
}
