/** A Sockeye 2 file: BarrelfishOS/barrelfish, tools/sockeye2. One module, a node for everything that takes an address or an interrupt. */
import type {
  LineRange,
  PlanAddresses,
  PlanAnswer,
  PlanController,
  PlanMachine,
  PlanMap,
  PlanMapTarget,
} from "../../../plan/plan.ts";
import { type Box, boxesOf, printBox } from "./boxes.ts";

const keywords = new Set(
  "accepts as at binds bits blockoverlays clock const forall import in input instance instantiates intr maps memory module of output overlays power to type".split(
    " ",
  ),
);

/** Names of nodes, each once. */
class Nodes {
  readonly #names = new Map<string, string>();
  readonly #taken = new Set(keywords);

  of(kind: string, index: number | string, path: string): string {
    const key = `${kind} ${index}`;
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const wish = path.replaceAll(/\W+/g, "_").replaceAll(/^_+|_+$/g, "");
    let name = wish;
    for (let count = 2; this.#taken.has(name); count++) name = `${wish}_${count}`;
    this.#names.set(key, name);
    this.#taken.add(name);
    return name;
  }
}

interface Printing {
  readonly machine: PlanMachine;
  readonly addresses: PlanAddresses | null;
  readonly nodes: Nodes;
}

export function printSockeye(machine: PlanMachine): string {
  const printing: Printing = { machine, addresses: machine.addresses, nodes: new Nodes() };
  const name = machine.name.replace(/^./, (letter) => letter.toUpperCase());
  const sections = [accepting(printing), spaces(printing), initiators(printing), interrupts(printing)];
  const body = sections.flat().map((line) => line.replaceAll(/^/gm, "    "));
  return `module ${name} {\n${body.join("\n")}\n}\n`;
}

/** Memories, registers, and memories that alternate: they take all that they have. */
function accepting(printing: Printing): readonly string[] {
  const { machine, addresses } = printing;
  const targets = new Map<string, PlanAnswer>();
  for (const memory of machine.memories.keys()) targets.set(`memory ${memory}`, { memory });
  for (const registers of (addresses?.registers ?? []).keys()) targets.set(`registers ${registers}`, { registers });
  const maps = [...(addresses?.spaces ?? []).flatMap((space) => space.maps), ...contextMaps(addresses)];
  for (const { target } of maps) if ("interleave" in target) targets.set(JSON.stringify(target), target);
  return [...targets.values()].flatMap((target) => {
    const node = nodeOf(target, printing);
    const all = printBox([[0n, sizeOf(target, printing) - 1n]]);
    return [`memory ${all} ${node}`, `${node} accepts [${all}]`];
  });
}

function contextMaps(addresses: PlanAddresses | null): readonly PlanMap[] {
  return (addresses?.contexts ?? []).flatMap(({ windows }) => windows);
}

function sizeOf(target: PlanAnswer, { machine, addresses }: Printing): bigint {
  if ("registers" in target) return BigInt(addresses?.registers[target.registers]?.size ?? 1);
  const memories = "memory" in target ? [target.memory] : target.interleave;
  return memories.reduce((sum, memory) => sum + BigInt(machine.memories[memory]?.size ?? 0), 0n);
}

function nodeOf(target: PlanMapTarget, { machine, addresses, nodes }: Printing): string {
  if ("space" in target) return nodes.of("space", target.space, addresses?.spaces[target.space]?.path ?? "");
  if ("memory" in target) return nodes.of("memory", target.memory, machine.memories[target.memory]?.path ?? "");
  if ("registers" in target)
    return nodes.of("registers", target.registers, addresses?.registers[target.registers]?.path ?? "");
  const paths = target.interleave.map((memory) => machine.memories[memory]?.path ?? "");
  return nodes.of("interleave", JSON.stringify(target), `interleaved_${paths.join("_")}`);
}

function spaces(printing: Printing): readonly string[] {
  return (printing.addresses?.spaces ?? []).flatMap(({ widths, maps, iommu }, space) => {
    if (iommu !== null) return [];
    const node = nodeOf({ space }, printing);
    return [`memory ${wholeOf(widths)} ${node}`, ...mapsOf(node, widths, maps, printing)];
  });
}

function wholeOf(widths: readonly number[]): string {
  return printBox(widths.map((width) => [0n, 2n ** BigInt(width) - 1n]));
}

/** `;` stands between blocks, and only there. */
function mapsOf(
  node: string,
  widths: readonly number[],
  maps: readonly PlanMap[],
  printing: Printing,
): readonly string[] {
  const blocks = maps.flatMap(({ from, to, target, offset }) => {
    const there = "space" in target ? (printing.addresses?.spaces[target.space]?.widths ?? [64]) : [64];
    return matching({ from: BigInt(from), to: BigInt(to), widths }, { offset: BigInt(offset), widths: there }).map(
      ([own, theirs]) => `    ${printBox(own)} to ${nodeOf(target, printing)} at ${printBox(theirs)}`,
    );
  });
  return blocks.length === 0 ? [] : [`${node} maps [\n${blocks.join(";\n")}\n]`];
}

/** Boxes on this side, and what each is on the other. */
function matching(
  own: { readonly from: bigint; readonly to: bigint; readonly widths: readonly number[] },
  other: { readonly offset: bigint; readonly widths: readonly number[] },
): readonly (readonly [Box, Box])[] {
  const shift = other.offset - own.from;
  return boxesOf(own.from, own.to, own.widths).flatMap(({ from, to }) =>
    boxesOf(from + shift, to + shift, other.widths).flatMap((there) =>
      boxesOf(there.from - shift, there.to - shift, own.widths).map(({ box }) => [box, there.box] as const),
    ),
  );
}

/** What cores and devices address. */
function initiators(printing: Printing): readonly string[] {
  const { machine, addresses, nodes } = printing;
  const named = (kind: "core" | "device", index: number): string => {
    const path = (kind === "core" ? machine.cores : machine.devices)[index]?.path ?? "";
    return nodes.of(kind, index, kind === "core" ? path : `${path}.dma`);
  };
  return (addresses?.views ?? []).flatMap(({ space, cores, devices }) => {
    const { widths = [64], iommu = null } = addresses?.spaces[space] ?? {};
    const each = [...cores.map((core) => named("core", core)), ...devices.map((device) => named("device", device))];
    return each.flatMap((node, place) => {
      const declared = `memory ${wholeOf(widths)} ${node}`;
      if (iommu === null) return [declared, `${node} overlays ${nodeOf({ space }, printing)}`];
      const windows = (addresses?.contexts ?? []).filter(
        (context) => context.iommu === space && context.device === devices[place - cores.length],
      );
      return [
        declared,
        ...mapsOf(
          node,
          widths,
          windows.flatMap((context) => context.windows),
          printing,
        ),
      ];
    });
  });
}

function interrupts(printing: Printing): readonly string[] {
  const { machine, nodes } = printing;
  const nodeOfController = (index: number): string =>
    nodes.of("controller", index, machine.controllers[index]?.path ?? "");
  const taken = new Map<number, number>();
  const routes = machine.controllers.flatMap((controller, index) => {
    const node = nodeOfController(index);
    return [
      `intr ${printLines([0, linesIn(controller) - 1])} ${node}`,
      ...blocksOf(
        node,
        controller.routes.flatMap(({ lines, to }) => {
          if (to === null) return [];
          if ("controller" in to) return pairs(lines, to.lines, nodeOfController(to.controller));
          return lines.map((range) => {
            const ends = to.cores.map((core) => {
              taken.set(core, Math.max(taken.get(core) ?? 0, range[1]));
              return `${coreLines(core, printing)} at ${printLines(range)}`;
            });
            return `${printLines(range)} to ${ends.join(", ")}`;
          });
        }),
      ),
    ];
  });
  const ends = [...taken].flatMap(([core, last]) => {
    const node = coreLines(core, printing);
    return [`intr ${printLines([0, last])} ${node}`, `${node} accepts [${printLines([0, last])}]`];
  });
  return [...ends, ...routes, ...deviceLines(printing, nodeOfController)];
}

function coreLines(core: number, { machine, nodes }: Printing): string {
  return nodes.of("lines", core, `${machine.cores[core]?.path ?? ""}.irq`);
}

function linesIn({ dimensions }: PlanController): number {
  return dimensions.reduce((product, count) => product * count, 1);
}

function deviceLines({ machine, nodes }: Printing, nodeOfController: (index: number) => string): readonly string[] {
  return machine.devices.flatMap(({ path }, device) => {
    const wired = machine.controllers.flatMap(({ sources }, controller) =>
      sources.flatMap((source) =>
        source.device === device && source.sources !== null && source.lines !== null
          ? [{ from: source.sources, to: source.lines, controller }]
          : [],
      ),
    );
    if (wired.length === 0) return [];
    const node = nodes.of("sources", device, `${path}.irq`);
    const last = Math.max(...wired.map(({ from }) => from[1]));
    const blocks = wired.flatMap(({ from, to, controller }) => pairs([from], to, nodeOfController(controller)));
    return [`intr ${printLines([0, last])} ${node}`, ...blocksOf(node, blocks)];
  });
}

/** Lines to as many lines, in order; or all of them to a single one. */
function pairs(from: readonly LineRange[], to: readonly LineRange[], node: string): readonly string[] {
  const [own, theirs] = [from.flatMap(expand), to.flatMap(expand)];
  if (theirs.length === 1)
    return from.map((range) => `${printLines(range)} to ${node} at ${printLines(to[0] ?? [0, 0])}`);
  const runs: { own: [number, number]; theirs: [number, number] }[] = [];
  for (const [place, line] of own.entries()) {
    const there = theirs[place] ?? 0;
    const last = runs.at(-1);
    if (last !== undefined && last.own[1] + 1 === line && last.theirs[1] + 1 === there) {
      last.own[1] = line;
      last.theirs[1] = there;
    } else runs.push({ own: [line, line], theirs: [there, there] });
  }
  return runs.map((run) => `${printLines(run.own)} to ${node} at ${printLines(run.theirs)}`);
}

function expand([from, to]: LineRange): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

function printLines([from, to]: LineRange): string {
  return `(${from} to ${to})`;
}

function blocksOf(node: string, blocks: readonly string[]): readonly string[] {
  return blocks.length === 0 ? [] : [`${node} maps [\n${blocks.map((block) => `    ${block}`).join(";\n")}\n]`];
}
