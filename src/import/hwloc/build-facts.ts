/** From a topology to the facts a description is printed from. */
import { importDiagnostics } from "../../diagnostics/catalogue/import.ts";
import { isaOfArchitecture } from "../description/architectures.ts";
import { arrange } from "../description/arrange.ts";
import { printCpuList } from "../description/cpu-list.ts";
import type { CoreFacts, DeviceFacts, MachineFacts } from "../description/facts.ts";
import { describeClocks, devicePlace } from "../description/print-machine.ts";
import { numbersOf, without } from "./bits.ts";
import { buildCaches } from "./build-caches.ts";
import { buildCores, buildGroups, offlinePus, reportThreads } from "./build-cores.ts";
import { buildDevices } from "./build-devices.ts";
import { buildNodes } from "./build-nodes.ts";
import { LeftOut } from "./left-out.ts";
import { findPus } from "./pus-within.ts";
import { readDistances } from "./read-distances.ts";
import { readKinds } from "./read-kinds.ts";
import { readMemoryLatencies } from "./read-memory-attributes.ts";
import type { Reading } from "./reading.ts";
import type { HwlocObject, Topology } from "./topology.ts";

export function buildFacts(topology: Topology, reading: Reading): MachineFacts {
  const { machine } = topology;
  const leftOut = new LeftOut();
  const found = findFacts(topology, reading, leftOut);
  const facts = { ...found, devices: placedDevices(found, machine, reading) };
  reportDisallowed(machine, reading, leftOut);
  reportUntold(facts, leftOut);
  if (reading.isGood) leftOut.report(machine.element, reading);
  return { ...facts, remarks: leftOut.remarks() };
}

function findFacts(topology: Topology, reading: Reading, leftOut: LeftOut): MachineFacts {
  const { machine, objects, beside } = topology;
  const pus = findPus(objects);
  const isa = readIsa(topology, leftOut);
  const cores = buildCores(objects, pus, readKinds(beside, machine, reading, leftOut), leftOut);
  reportThreads(cores, machine, leftOut);
  const nodes = buildNodes(objects, pus, reading, leftOut);
  return {
    ...isa,
    name: nameOf(machine, isa.isa),
    documentation: documentationOf(cores),
    remarks: [],
    model: readModel(objects),
    betweenPackages: "coherence",
    cores,
    groups: buildGroups(objects, pus),
    caches: buildCaches(objects, pus, reading, leftOut),
    nodes,
    distances: readDistances(topology, nodes, reading, leftOut),
    devices: buildDevices(objects, pus, reading, leftOut),
    offlineCpus: offlinePus(machine),
    latencies: [],
    memoryLatencies: readMemoryLatencies(topology, cores, pus, reading, leftOut),
  };
}

/** Its own, where it has one that nothing else in the text can have: parts and kinds of devices begin with a capital. */
function nameOf({ name }: HwlocObject, isa: string): string {
  return name !== null && name !== isa && /^[a-z]\w{0,60}$/.test(name) ? name : "importedMachine";
}

function documentationOf(cores: readonly CoreFacts[]): readonly string[] {
  return [
    "A machine as hwloc describes it. `os` is the number of a core's first hardware thread.",
    ...(cores.length > 1 ? ["One system runs on all of its cores, so that their caches are coherent."] : []),
    ...describeClocks(cores),
  ];
}

/** One of the prelude; else one declared beside the machine, of which no more than a name may be known. */
function readIsa({ infos }: Topology, leftOut: LeftOut): Pick<MachineFacts, "isa" | "isaDeclaration"> {
  const architecture = infos.get("Architecture") ?? "";
  const known = isaOfArchitecture(architecture);
  if (known !== null) return { isa: known, isaDeclaration: null };
  const isa = /^[a-z]\w{0,30}$/.test(architecture) ? architecture : "unknown";
  const what = isa === "unknown" ? "the instruction set" : `the properties of the instruction set ${isa}`;
  leftOut.notTold(what);
  const documentation = `/// hwloc does not tell ${what}: Skerry's defaults stand here.`;
  return { isa, isaDeclaration: [documentation, `isa ${isa} {}`] };
}

function readModel(objects: readonly HwlocObject[]): string | null {
  const models = objects.flatMap(({ infos }) => infos.get("CPUModel") ?? []);
  const clean = (models[0] ?? "")
    .replace(/[^\x20-\x7e]/g, "")
    .replace(/\s+/g, " ")
    .trim();
  return clean === "" ? null : clean.slice(0, 80);
}

function reportDisallowed(machine: HwlocObject, reading: Reading, leftOut: LeftOut): void {
  const { element, sets } = machine;
  const pus = reading.bits(element, "allowed_cpuset");
  const nodes = reading.bits(element, "allowed_nodeset");
  const forbidden = [
    { what: "PU", numbers: sets === null || pus === null ? [] : numbersOf(without(sets.cpuset, pus)) },
    { what: "NUMANode", numbers: sets === null || nodes === null ? [] : numbersOf(without(sets.nodeset, nodes)) },
  ];
  for (const { what, numbers } of forbidden.filter((each) => each.numbers.length > 0))
    leftOut.notSayable(`that ${what} ${printCpuList(numbers)} may not be used`, element);
}

/** Without those that hang on the whole machine: a device stands at a part. */
function placedDevices(facts: MachineFacts, machine: HwlocObject, reading: Reading): readonly DeviceFacts[] {
  const arranged = arrange(facts);
  return facts.devices.filter((device) => {
    const isPlaced = devicePlace(device, arranged) !== null;
    const address = [device.address, ...device.names].join(", ");
    if (!isPlaced) reading.report(importDiagnostics.deviceNowhere, machine.element, { address, node: "no place" });
    return isPlaced;
  });
}

function reportUntold({ cores, offlineCpus }: MachineFacts, leftOut: LeftOut): void {
  const clockless = cores.filter(({ clock }) => clock === null).flatMap(({ cpus }) => cpus);
  if (clockless.length > 0)
    leftOut.notTold(clockless.length === cores.flatMap(({ cpus }) => cpus).length ? "clocks" : "some clocks");
  if (offlineCpus.length > 0) leftOut.notTold(`which cores the offline PU ${printCpuList(offlineCpus)} belong to`);
  if (new Set(cores.map((core) => core.package)).size > 1) leftOut.notTold("what joins the packages");
  leftOut.notTold("addresses");
  leftOut.notTold("IOMMUs");
  leftOut.notTold("interrupts");
}
