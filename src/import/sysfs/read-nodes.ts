/** NUMA nodes, their memory and the distances between them: Linux, Documentation/ABI/stable/sysfs-devices-node. */
import { importDiagnostics } from "../../diagnostics/catalogue/import.ts";
import type { NodeFacts } from "../description/facts.ts";
import { printSize } from "../description/print-quantity.ts";
import type { Reading } from "./reading.ts";

const nodeFolder = "sys/devices/system/node";

/**
 * The nodes that are online, ascending. A kernel without NUMA has none: then the machine is one node, without a number of
 * its own, of all CPUs and the memory of /proc/meminfo.
 */
export function readNodes(reading: Reading, online: readonly number[]): readonly NodeFacts[] {
  const numbers = reading.numbered(nodeFolder, "node");
  const total = readTotalMemory(reading);
  if (numbers.length === 0) return [{ number: null, cpus: online, memory: total ?? 0, kind: null }];
  const claimed = new Map<number, number>();
  const nodes = numbers.map((number) => readNode(reading, number, online, claimed));
  const sum = nodes.reduce((bytes, node) => bytes + node.memory, 0);
  if (total !== null && sum > 0 && Math.abs(sum - total) > total / 100)
    reading.report(importDiagnostics.memoryDisagrees, meminfoPath, { nodes: printSize(sum), total: printSize(total) });
  return nodes;
}

function readNode(
  reading: Reading,
  number: number,
  online: readonly number[],
  claimed: Map<number, number>,
): NodeFacts {
  const path = `${nodeFolder}/node${number}/cpulist`;
  const wanted = { what: `the CPUs of node ${number}`, consequence: "the node stands without CPUs" };
  const cpus = (reading.cpuList(path, wanted) ?? []).filter((cpu) => online.includes(cpu));
  const own = cpus.filter((cpu) => {
    const first = claimed.get(cpu);
    if (first !== undefined) reading.report(importDiagnostics.nodeDisagrees, path, { cpu, first, second: number });
    else claimed.set(cpu, number);
    return first === undefined;
  });
  return { number, cpus: own, memory: readNodeMemory(reading, number) ?? 0, kind: null };
}

function readNodeMemory(reading: Reading, number: number): number | null {
  const path = `${nodeFolder}/node${number}/meminfo`;
  const wanted = { what: `the memory of node ${number}`, consequence: "its memory is left out" };
  const parse = (text: string): number | null =>
    kibibytes(text, new RegExp(`^Node ${number} MemTotal:\\s+(\\d{1,12}) kB$`, "m"));
  return reading.value(path, `a line "Node ${number} MemTotal: … kB"`, parse, wanted);
}

const meminfoPath = "proc/meminfo";

function readTotalMemory(reading: Reading): number | null {
  const wanted = { what: "the memory of the machine", consequence: "it is not compared with that of the nodes" };
  const parse = (text: string): number | null => kibibytes(text, /^MemTotal:\s+(\d{1,12}) kB$/m);
  return reading.value(meminfoPath, 'a line "MemTotal: … kB"', parse, wanted);
}

function kibibytes(text: string, line: RegExp): number | null {
  const count = line.exec(text)?.[1];
  return count === undefined ? null : Number(count) * 1024;
}

/** The firmware's System Locality Information Table (ACPI 6.5, section 5.2.17); null when a row is missing or has another length. */
export function readDistances(reading: Reading, nodes: readonly NodeFacts[]): readonly (readonly number[])[] | null {
  const numbers = nodes.map((node) => node.number).filter((number) => number !== null);
  if (numbers.length < 2) return null;
  const rows = numbers.map((number) => readRow(reading, number, numbers.length));
  const complete = rows.filter((row) => row !== null);
  return complete.length === rows.length ? complete : null;
}

function readRow(reading: Reading, number: number, expected: number): readonly number[] | null {
  const path = `${nodeFolder}/node${number}/distance`;
  const wanted = { what: `the distances of node ${number}`, consequence: "the table of distances is left out" };
  const parse = (text: string): readonly number[] | null =>
    /^\d{1,5}( \d{1,5})*$/.test(text) ? text.split(" ").map(Number) : null;
  const row = reading.value(path, "numbers separated by spaces", parse, wanted);
  if (row === null || row.length === expected) return row;
  reading.report(importDiagnostics.distancesGarbled, path, { path, count: row.length, expected });
  return null;
}
