import { counted } from "../../algorithms/counted.ts";
import { answersOf } from "../../analyses/decoding/answers.ts";
import type { DecodingNet, Initiator } from "../../analyses/decoding/net.ts";
import { type FlatRange, unfold } from "../../analyses/decoding/unfold.ts";
import { type AddressRange, pathOfTarget, printAddress, printRange } from "../../model/address-space.ts";
import type { Device, Machine, Memory } from "../../model/machine.ts";
import type { Span } from "../../source/source-file.ts";
import type { Call } from "../call.ts";
import type { Compiled } from "../compile-files.ts";
import { printJson } from "../print-json.ts";
import type { Explanation } from "./explanation.ts";
import { doubtsOf, faultsAt, faultsOf, printDoubt, spansOfTarget } from "./faults.ts";
import { accessWords, findInitiator, initiatorsOf, netOf, plainly, plannedMachine, showSpan } from "./initiators.ts";
import { formatSize } from "./quantities.ts";
import { renderTable } from "./text-table.ts";

/** What a core or device can read and write, and through what; without an operand, how much each of them can. */
export const explainReach: Explanation = (call, compiled, [path], json) => {
  const machine = plannedMachine(compiled);
  if ("exitCode" in machine) return machine;
  const net = netOf(machine, compiled);
  if (path === undefined) return explainAll(call, compiled, machine, net, json);
  const initiator = findInitiator(machine, path);
  if ("exitCode" in initiator) return initiator;
  const reach = reachOf(initiator, net);
  const doubts = faultsAt(spansOf(reach), compiled);
  if (json) printJson(call.terminal, { ...describe(reach, compiled), ...doubtsOf(doubts), ...faultsOf(compiled) });
  else call.terminal.print(print(reach, compiled) + printDoubt(doubts));
  return null;
};

interface Reach {
  readonly initiator: Initiator;
  /** Null when it sees no space. */
  readonly ranges: readonly FlatRange[] | null;
  /** Without a space: what `dma reaches` says. */
  readonly said: readonly Memory[];
}

function reachOf(initiator: Initiator, net: DecodingNet): Reach {
  const { sees } = initiator;
  const said = "dma" in initiator ? initiator.dma : [];
  return { initiator, ranges: sees === null ? null : unfold(net, initiator, sees.space).ranges, said };
}

/** What the answer was read from. */
function spansOf({ initiator, ranges, said }: Reach): readonly Span[] {
  const seen = initiator.sees === null ? [] : [initiator.sees.span, initiator.sees.space.span];
  const maps = (ranges ?? []).flatMap(({ through, target }) => [
    ...through.flatMap((map) => [map.span, map.space.span]),
    ...spansOfTarget(target),
  ]);
  return [initiator.span, ...seen, ...maps, ...said.map((memory) => memory.span)];
}

// ───────────────────────────── one ─────────────────────────────

function describe({ initiator, ranges, said }: Reach, compiled: Compiled) {
  const space = initiator.sees?.space ?? null;
  return {
    ok: true,
    initiator: initiator.path,
    space: space?.path ?? null,
    dma: said.map((memory) => memory.path),
    ...("dma" in initiator ? { coherent: initiator.isCoherent } : {}),
    ranges:
      space === null || ranges === null
        ? null
        : ranges.map((range) => ({
            from: plainly(range.from),
            to: plainly(range.to),
            [range.target.kind]: pathOfTarget(range.target),
            offset: plainly(range.at),
            access: accessWords[range.access],
            through: range.through.map((map) => map.space.path),
            iommus: iommusIn(range),
            at: range.through.map((map) => showSpan(map.span, compiled)),
          })),
  };
}

function sizeOf({ from, to }: AddressRange): bigint {
  return to - from + 1n;
}

/** The IOMMUs among the spaces on the way. */
function iommusIn({ through }: FlatRange): readonly string[] {
  return through.flatMap(({ space }) => (space.iommu === null ? [] : [space.path]));
}

function print({ initiator, ranges, said }: Reach, compiled: Compiled): string {
  const { path, sees } = initiator;
  const snooping = "dma" in initiator ? printSnooping(initiator) : "";
  if (sees === null || ranges === null) return printUnseen(path, said) + (said.length === 0 ? "" : snooping);
  const { space } = sees;
  const head = `${path} sees ${space.path} (${showSpan(sees.span, compiled)}): ${totals(ranges)}`;
  if (ranges.length === 0) return `${head}\n`;
  const left = (text: string) => ({ head: [text], align: "left" as const });
  const columns = [
    left("range"),
    { head: ["size"], align: "right" as const },
    ...["reaches", "from", "for", "through"].map(left),
  ];
  const rows = ranges.map((range) => [
    printRange(space, range),
    formatSize(sizeOf(range)),
    pathOfTarget(range.target),
    printAddress(range.at),
    accessWords[range.access],
    range.through.map((map) => (map.space.iommu === null ? map.space.path : `${map.space.path} (IOMMU)`)).join(" > "),
  ]);
  return `${head}\n\n${renderTable(columns, rows)}${snooping === "" ? "" : `\n${snooping}`}`;
}

function printSnooping({ isCoherent }: Device): string {
  if (isCoherent === null) return "Nobody says whether its DMA is coherent with the caches of cores.\n";
  if (isCoherent) return "Its DMA is coherent with the caches of cores.\n";
  return "Its DMA is not coherent with the caches of cores: programs clean and invalidate lines of its buffers.\n";
}

function printUnseen(path: string, said: readonly Memory[]): string {
  const reach = said.length === 0 ? "" : ` Its \`dma reaches\` names ${said.map((memory) => memory.path).join(", ")}.`;
  return `${path} sees no address space, so no address of it leads anywhere.${reach}\n`;
}

function totals(ranges: readonly FlatRange[]): string {
  if (ranges.length === 0) return "nothing answers there";
  const banks = new Set(ranges.flatMap(({ target }) => (target.kind === "registers" ? [target.registers] : [])));
  const bytes = bytesOfMemory(ranges);
  const memory = bytes === 0n ? "no memory" : `${formatSize(bytes)} of memory`;
  return banks.size === 0 ? memory : `${memory} and ${counted(banks.size, "bank")} of registers`;
}

/** Each byte once, however often it is mapped. */
function bytesOfMemory(ranges: readonly FlatRange[]): bigint {
  const parts = new Map<Memory, AddressRange[]>();
  for (const { target, from, to } of ranges.flatMap(answersOf)) {
    if (target.kind !== "memory") continue;
    const known = parts.get(target.memory) ?? [];
    parts.set(target.memory, [...known, { from, to }]);
  }
  return [...parts.values()].reduce((sum, each) => sum + lengthOfUnion(each), 0n);
}

function lengthOfUnion(ranges: readonly AddressRange[]): bigint {
  let [sum, covered] = [0n, 0n];
  for (const { from, to } of ranges.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    const start = from > covered ? from : covered;
    if (to >= start) sum += to - start + 1n;
    if (to >= covered) covered = to + 1n;
  }
  return sum;
}

// ───────────────────────────── all ─────────────────────────────

function explainAll(call: Call, compiled: Compiled, machine: Machine, net: DecodingNet, json: boolean): null {
  const reaches = initiatorsOf(machine).map((initiator) => reachOf(initiator, net));
  const doubts = faultsAt(reaches.flatMap(spansOf), compiled);
  if (json)
    printJson(call.terminal, {
      ok: true,
      ...faultsOf(compiled),
      machine: machine.name,
      ...doubtsOf(doubts),
      initiators: reaches.map(describeBriefly),
    });
  else call.terminal.print(printAll(machine, reaches) + printDoubt(doubts));
  return null;
}

function describeBriefly({ initiator, ranges, said }: Reach) {
  return {
    path: initiator.path,
    space: initiator.sees?.space.path ?? null,
    bytes: ranges === null ? null : plainly(bytesOfMemory(ranges)),
    memories: [
      ...new Set(
        (ranges ?? [])
          .flatMap(answersOf)
          .flatMap(({ target }) => (target.kind === "memory" ? [target.memory.path] : [])),
      ),
    ],
    iommus: [...new Set((ranges ?? []).flatMap(iommusIn))],
    dma: said.map((memory) => memory.path),
  };
}

function printAll(machine: Machine, reaches: readonly Reach[]): string {
  const columns = ["who", "sees", "reaches"].map((text) => ({ head: [text], align: "left" as const }));
  const rows = reaches.map(({ initiator, ranges, said }) => [
    initiator.path,
    initiator.sees?.space.path ?? "–",
    ranges === null ? said.map((memory) => memory.path).join(", ") : totals(ranges),
  ]);
  return `What the cores and devices of machine ${machine.name} can address.\n\n${renderTable(columns, rows)}`;
}
