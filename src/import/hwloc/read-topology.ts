/** hwloc's XML: hwloc 3.0, hwloc/topology-xml.c and hwloc2.dtd. */
import { importDiagnostics } from "../../diagnostics/catalogue/import.ts";
import { abridge } from "../abridge.ts";
import type { XmlElement } from "../xml/element.ts";
import { checkSets } from "./check-sets.ts";
import { readInfos, readObjects } from "./read-objects.ts";
import type { Reading } from "./reading.ts";
import type { Topology } from "./topology.ts";

const known = ["2.0", "3.0"];
/** What stands behind the objects, and what of it is no word about the machine. */
const besideNames = ["distances2", "distances2hetero", "memattr", "cpukind"];
const ignoredNames = ["support", "info", "memtier", "pci_locality", "userdata"];

/** Null, with errors, when it is not hwloc's XML of a known version or contradicts itself. */
export function readTopology(root: XmlElement, reading: Reading): Topology | null {
  const machine = hasKnownVersion(root, reading) ? findMachine(root, reading) : null;
  const objects = machine === null ? [] : readObjects(machine, reading);
  const [outermost] = objects;
  if (outermost === undefined || !reading.isGood) return null;
  checkSets(objects, reading);
  const beside = root.children.filter((element) => element !== machine && isKnown(element, reading));
  const infos = new Map([...outermost.infos, ...readInfos(root, reading)]);
  return reading.isGood ? { machine: outermost, objects, beside, infos } : null;
}

function hasKnownVersion(root: XmlElement, reading: Reading): boolean {
  const facts = { root: `the root element is <${abridge(root.name)}>` };
  if (root.name !== "topology") reading.report(importDiagnostics.notHwloc, root, facts);
  if (root.name !== "topology") return false;
  const version = reading.text(root, "version");
  reading.isVersion3 = version === "3.0";
  if (version !== null && known.includes(version)) return true;
  reading.report(importDiagnostics.hwlocVersion, root, { version: version === null ? null : abridge(version) });
  return false;
}

function findMachine(root: XmlElement, reading: Reading): XmlElement | null {
  const [machine, second] = root.children.filter(({ name }) => name === "object");
  if (machine !== undefined && second === undefined && reading.text(machine, "type") === "Machine") return machine;
  const what = machine === undefined ? "the topology holds no object" : "the topology's object is not one Machine";
  reading.report(importDiagnostics.notHwloc, second ?? machine ?? root, { root: what });
  return null;
}

function isKnown(element: XmlElement, reading: Reading): boolean {
  if (besideNames.includes(element.name)) return true;
  if (!ignoredNames.includes(element.name))
    reading.report(importDiagnostics.notUnderstood, element, { what: `the element <${abridge(element.name)}>` });
  return false;
}
