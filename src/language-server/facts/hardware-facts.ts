/** What a machine has where something of it was declared: how many there are, how far it is, what they are linked by. */
import { counted } from "../../algorithms/counted.ts";
import { printBandwidth, printFrequency, printSize, printTime } from "../../algorithms/print-quantity.ts";
import { chooseReader, classifyLatencies } from "../../analyses/latency/latency-classes.ts";
import type { Core, Machine, Memory, Part, Port } from "../../model/machine.ts";
import { takenPorts } from "../candidates/elements-for.ts";
import type { Judged } from "../judged.ts";
import type { DeclaredSymbol } from "../symbols/symbol.ts";

/** More classes of latency than these are a table, not a hint. */
const mostClasses = 8;

export function hardwareFacts(symbol: DeclaredSymbol, { description }: Judged): readonly string[] {
  const { machines } = description;
  if (symbol.kind === "machine") return machines.filter(({ name }) => name === symbol.name).flatMap(machineFacts);
  return machines.flatMap((machine) => {
    const declaredHere = <One extends Pick<Part, "span">>(all: readonly One[]) =>
      all.filter(({ span }) => span === symbol.span);
    const cores = declaredHere(machine.cores);
    const memories = declaredHere(machine.memories);
    return [
      ...instances([...cores, ...memories, ...declaredHere(machine.parts), ...declaredHere(machine.ports)], machine),
      ...coreFacts(cores),
      ...memoryFacts(memories),
      ...portFacts(symbol, machine),
    ];
  });
}

function machineFacts(machine: Machine): readonly string[] {
  const counts = [counted(machine.cores.length, "core"), counted(machine.memories.length, "memory", "memories")];
  const reader = chooseReader(machine);
  const classes = reader === null ? [] : classifyLatencies(machine, reader).slice(0, mostClasses);
  const latencies = classes.flatMap(({ name, derived }) =>
    derived.picoseconds === null ? [] : `${name}: ${printTime(derived.picoseconds)}`,
  );
  const seen = latencies.length === 0 ? [] : [`seen from ${reader?.path}: ${latencies.join(", ")}`];
  return [[...counts, counted(machine.links.length, "link")].join(", "), ...seen];
}

function instances(elements: readonly Pick<Part, "path">[], machine: Machine): readonly string[] {
  const [first] = elements;
  if (first === undefined) return [];
  const others = elements.length === 1 ? "" : ` and ${counted(elements.length - 1, "other")}`;
  return [`in ${machine.name}: \`${first.path}\`${others}`];
}

function coreFacts([core]: readonly Core[]): readonly string[] {
  if (core === undefined) return [];
  const clock = core.clock === 0 ? "" : `, ${printFrequency(core.clock)}: a cycle is ${printTime(1e12 / core.clock)}`;
  return [`${core.isa.name}, ${core.isa.wordBits} bits, ${core.isa.endianness} endian${clock}`];
}

function memoryFacts([memory]: readonly Memory[]): readonly string[] {
  if (memory === undefined) return [];
  const latency = memory.latency === null ? [] : [printTime(memory.latency.picoseconds)];
  const bandwidth = memory.bandwidth === null ? [] : [printBandwidth(memory.bandwidth)];
  return [[printSize(memory.size), ...latency, ...bandwidth].join(", ")];
}

/** What the ports declared here are linked to, and how many of them are free. */
function portFacts(symbol: DeclaredSymbol, machine: Machine): readonly string[] {
  const ports = machine.ports.filter(({ span }) => span === symbol.span);
  if (ports.length === 0) return [];
  const taken = new Set<Port>(takenPorts(machine));
  return [`${ports.filter((port) => !taken.has(port)).length} of ${ports.length} are free`];
}
