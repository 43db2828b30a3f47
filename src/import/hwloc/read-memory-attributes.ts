/** How fast memories are: hwloc 3.0, include/hwloc/memattrs.h. Latencies are nanoseconds. */
import type { CoreFacts } from "../description/facts.ts";
import type { MemoryLatency } from "../description/measured-latency.ts";
import type { XmlElement } from "../xml/element.ts";
import { numbersOf } from "./bits.ts";
import { counted, type LeftOut } from "./left-out.ts";
import type { PusWithin } from "./pus-within.ts";
import type { Reading } from "./reading.ts";
import { type HwlocObject, homeOf, type Topology } from "./topology.ts";

const latencyNames = ["Latency", "ReadLatency", "WriteLatency"];
/** The lower the better, and told for each initiator. */
const latencyFlags = "6";
/** 1000 s. */
const longest = 1e12;

interface Place {
  readonly objects: ReadonlyMap<number, HwlocObject>;
  readonly coreOf: ReadonlyMap<number, CoreFacts>;
  readonly pus: PusWithin;
}

/** Sorted; one for each attribute, first core of the initiators, and node. */
export function readMemoryLatencies(
  { beside, objects }: Topology,
  cores: readonly CoreFacts[],
  pus: PusWithin,
  reading: Reading,
  leftOut: LeftOut,
): readonly MemoryLatency[] {
  const place: Place = {
    objects: new Map(objects.flatMap((object) => (object.gpIndex === null ? [] : [[object.gpIndex, object]]))),
    coreOf: new Map(cores.flatMap((core) => core.cpus.map((cpu) => [cpu, core]))),
    pus,
  };
  const attributes = beside.filter(({ name }) => name === "memattr");
  const latencies = attributes.flatMap((element) => readAttribute(element, place, reading, leftOut));
  return latencies.sort((a, b) => compare(a.source, b.source) || a.node - b.node || a.from - b.from);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function readAttribute(
  element: XmlElement,
  place: Place,
  reading: Reading,
  leftOut: LeftOut,
): readonly MemoryLatency[] {
  const name = reading.required(element, "name", (from, attribute) => reading.text(from, attribute)) ?? "";
  const values = element.children.filter((child) => child.name === "memattr_value");
  if (!latencyNames.includes(name) || reading.text(element, "flags") !== latencyFlags) {
    const what = latencyNames.includes(name) || /Bandwidth$/.test(name) ? `the ${name}` : "an attribute of its own";
    if (values.length > 0) leftOut.notSayable(`${what} of memories (${counted(values.length, "value")})`, element);
    return [];
  }
  const found = new Map<string, MemoryLatency>();
  for (const value of values) {
    const latency = readLatency(value, `hwloc, ${name}`, place, reading);
    const key = latency === null ? "" : `${latency.from} ${latency.node}`;
    if (latency !== null && !found.has(key)) found.set(key, latency);
  }
  return [...found.values()];
}

function readLatency(value: XmlElement, source: string, place: Place, reading: Reading): MemoryLatency | null {
  const nanoseconds = reading.required(value, "value", (from, name) => reading.number(from, name, longest));
  const target = objectAt(value, "target_obj_gp_index", place, reading);
  const from = firstCore(value, place, reading);
  const node = target?.type === "NUMANode" ? target.osIndex : null;
  if (nanoseconds === null || nanoseconds === 0 || from === null || node === null) return null;
  return { from, node, nanoseconds, source };
}

/** The first CPU of the first core among the initiators. */
function firstCore(value: XmlElement, { coreOf, ...place }: Place, reading: Reading): number | null {
  const cpuset = reading.bits(value, "initiator_cpuset");
  const object = objectAt(value, "initiator_obj_gp_index", { coreOf, ...place }, reading);
  const around = object === null || object.family === "normal" ? object : homeOf(object);
  const cpus = cpuset === null ? (around === null ? [] : (place.pus.get(around) ?? [])) : numbersOf(cpuset);
  return cpus.map((cpu) => coreOf.get(cpu)?.cpus[0] ?? null).find((cpu) => cpu !== null) ?? null;
}

function objectAt(element: XmlElement, name: string, { objects }: Place, reading: Reading): HwlocObject | null {
  const number = reading.number(element, name);
  return number === null ? null : (objects.get(number) ?? null);
}
