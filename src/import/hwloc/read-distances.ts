/** Matrices of distances: hwloc 3.0, include/hwloc/distances.h. */
import { importDiagnostics } from "../../diagnostics/catalogue/import.ts";
import { abridge } from "../abridge.ts";
import type { NodeFacts } from "../description/facts.ts";
import type { XmlElement } from "../xml/element.ts";
import type { LeftOut } from "./left-out.ts";
import type { Reading } from "./reading.ts";
import type { Topology } from "./topology.ts";

type Rows = readonly (readonly number[])[];

/** The relative distances between all nodes that the firmware tells (SLIT), in the order of the nodes. */
export function readDistances(
  { beside, objects }: Topology,
  nodes: readonly NodeFacts[],
  reading: Reading,
  leftOut: LeftOut,
): Rows | null {
  const nodeOf = new Map(
    objects.flatMap(({ type, gpIndex, osIndex }) =>
      type === "NUMANode" && gpIndex !== null ? [[gpIndex, osIndex]] : [],
    ),
  );
  let distances: Rows | null = null;
  for (const element of beside.filter(({ name }) => name.startsWith("distances2"))) {
    const matrix = readMatrix(element, reading);
    const isFirst: boolean = distances === null && isOfFirmware(element, reading);
    const byGp = reading.text(element, "indexing") === "gp";
    const numbers = matrix?.indexes.map((index) => (byGp ? (nodeOf.get(index) ?? -1) : index)) ?? [];
    const rows: Rows | null = matrix === null || !isFirst ? null : rowsOf(numbers, matrix.values, nodes);
    if (rows === null && matrix !== null)
      leftOut.notSayable(`distances ${abridge(reading.text(element, "name") ?? "without a name")}`, element);
    distances ??= rows;
  }
  return distances;
}

function isOfFirmware(element: XmlElement, reading: Reading): boolean {
  const isOfNodes = element.name === "distances2" && reading.text(element, "type") === "NUMANode";
  return isOfNodes && reading.text(element, "name") === "NUMALatency";
}

interface Matrix {
  readonly indexes: readonly number[];
  readonly values: readonly number[];
}

function readMatrix(element: XmlElement, reading: Reading): Matrix | null {
  const indexes = numbersIn(element, "indexes");
  const values = numbersIn(element, "u64values");
  const count = reading.required(element, "nbobjs", (from, name) => reading.number(from, name));
  if (count === null) return null;
  if (indexes.length === count && values.length === count * count) return { indexes, values };
  const facts = { count: values.length, objects: indexes.length === count ? count : indexes.length };
  reading.report(importDiagnostics.distancesWrong, element, facts);
  return null;
}

/** `0 1 2`, or with the type in front `Core:5 NUMANode:9`; what is no number counts for nothing. */
function numbersIn(element: XmlElement, name: string): readonly number[] {
  const texts = element.children.filter((child) => child.name === name).map(({ text }) => text);
  const words = texts.flatMap((text) => text.split(/\s+/)).map((word) => word.slice(word.lastIndexOf(":") + 1));
  return words.filter((word) => /^\d{1,20}$/.test(word)).map(Number);
}

/** Null unless it is a matrix of all the nodes. */
function rowsOf(numbers: readonly number[], values: readonly number[], nodes: readonly NodeFacts[]): Rows | null {
  const places = nodes.map(({ number }) => (number === null ? -1 : numbers.indexOf(number)));
  if (nodes.length < 2 || numbers.length !== nodes.length || places.includes(-1)) return null;
  return places.map((row) => places.map((column) => values[row * numbers.length + column] ?? 0));
}
