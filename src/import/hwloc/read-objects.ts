/** The tree of objects, each in a place where it may stand. */
import { importDiagnostics } from "../../diagnostics/catalogue/import.ts";
import { abridge } from "../abridge.ts";
import type { XmlElement } from "../xml/element.ts";
import type { Reading } from "./reading.ts";
import { type Family, familyOf, type HwlocObject, naming, type Sets } from "./topology.ts";

/** Numbers of CPUs and nodes: bits of a set. */
const highestBit = 32_767;
const highestNumber = 2 ** 32 - 1;

/** Children are added while the tree is read. */
interface Growing extends HwlocObject {
  readonly children: Growing[];
}

/** The outermost object and all within it, outer before inner. */
export function readObjects(machine: XmlElement, reading: Reading): readonly HwlocObject[] {
  const objects: Growing[] = [];
  readObject(machine, null, objects, reading);
  reportTwice(objects, reading);
  return objects;
}

function readObject(element: XmlElement, parent: Growing | null, objects: Growing[], reading: Reading): void {
  const type = reading.required(element, "type", (from, name) => reading.text(from, name));
  const family = familyOf(type ?? "");
  if (type === null) return;
  if (family === null) {
    reading.report(importDiagnostics.notUnderstood, element, { what: `the object type "${abridge(type)}"` });
    return;
  }
  const object = buildObject(type, family, element, parent, reading);
  if (parent !== null && !mayStandIn(object, parent)) {
    const facts = { object: naming(object), parent: naming(parent) };
    reading.report(importDiagnostics.objectMisplaced, element, facts);
    return;
  }
  parent?.children.push(object);
  objects.push(object);
  for (const child of element.children) if (child.name === "object") readObject(child, object, objects, reading);
}

function buildObject(
  type: string,
  family: Family,
  element: XmlElement,
  parent: Growing | null,
  reading: Reading,
): Growing {
  const isNumbered = type === "PU" || type === "NUMANode";
  const readIndex = (from: XmlElement, name: string) =>
    reading.number(from, name, isNumbered ? highestBit : highestNumber);
  return {
    type,
    family,
    element,
    parent,
    children: [],
    osIndex: isNumbered ? reading.required(element, "os_index", readIndex) : readIndex(element, "os_index"),
    gpIndex: reading.value(element, "gp_index", "a whole number from 1", (text) =>
      /^[1-9]\d{0,18}$/.test(text) ? Number(text) : null,
    ),
    name: reading.text(element, "name"),
    subtype: reading.text(element, "subtype"),
    sets: family === "normal" || family === "memory" ? readSets(element, reading) : null,
    infos: readInfos(element, reading),
  };
}

function readSets(element: XmlElement, reading: Reading): Sets | null {
  const readBits = (from: XmlElement, name: string) => reading.bits(from, name);
  const cpuset = reading.required(element, "cpuset", readBits);
  const nodeset = reading.required(element, "nodeset", readBits);
  const completeCpuset = reading.bits(element, "complete_cpuset") ?? cpuset;
  const completeNodeset = reading.bits(element, "complete_nodeset") ?? nodeset;
  if (cpuset === null || nodeset === null || completeCpuset === null || completeNodeset === null) return null;
  return { cpuset, complete_cpuset: completeCpuset, nodeset, complete_nodeset: completeNodeset };
}

/** The `info` elements of an element, by name; of several with one name the last. */
export function readInfos(element: XmlElement, reading: Reading): ReadonlyMap<string, string> {
  const infos = new Map<string, string>();
  for (const child of element.children.filter(({ name }) => name === "info")) {
    const name = reading.text(child, "name");
    if (name !== null) infos.set(name, reading.text(child, "value") ?? "");
  }
  return infos;
}

function mayStandIn(object: HwlocObject, parent: HwlocObject): boolean {
  if (object.family === "misc") return true;
  if (object.type === "Machine" || parent.family === "misc") return false;
  if (object.family === "io") return parent.family !== "memory";
  if (object.family === "memory") return parent.family === "normal" || parent.type === "MemCache";
  return parent.family === "normal" && parent.type !== "PU" && !isAround(object.type, parent);
}

/** Only groups lie within groups. */
function isAround(type: string, parent: HwlocObject): boolean {
  if (type === "Group") return false;
  for (let outer: HwlocObject | null = parent; outer !== null; outer = outer.parent)
    if (outer.type === type) return true;
  return false;
}

/** No gp_index occurs twice, nor an os_index among PUs or NUMA nodes. */
function reportTwice(objects: readonly HwlocObject[], reading: Reading): void {
  const known = new Map<string, HwlocObject>();
  for (const object of objects) {
    const { type, osIndex, gpIndex } = object;
    if (gpIndex !== null) reportIfKnown(`gp_index ${gpIndex}`, "gp_index", object, known, reading);
    if (osIndex !== null && (type === "PU" || type === "NUMANode"))
      reportIfKnown(`${type} ${osIndex}`, "os_index", object, known, reading);
  }
}

function reportIfKnown(
  key: string,
  what: string,
  object: HwlocObject,
  known: Map<string, HwlocObject>,
  reading: Reading,
): void {
  const first = known.get(key);
  if (first === undefined) known.set(key, object);
  else {
    const number = `${what} ${what === "gp_index" ? object.gpIndex : object.osIndex}`;
    const related = [{ span: reading.spanOf(first.element), message: "the other object is here" }];
    const facts = { first: naming(first), second: naming(object), number };
    reading.report(importDiagnostics.objectTwice, object.element, facts, { related });
  }
}
