/** The address space of a core as pieces from its first address to its last: what answers, gaps, and what is seen twice. */
import { printHexadecimal, printParts } from "../../algorithms/hexadecimal.ts";
import { printSize } from "../../algorithms/print-quantity.ts";
import type { PlanAddresses, PlanAnswer, PlanMachine, PlanView } from "../../plan/plan.ts";

export interface MapPiece {
  readonly kind: "memory" | "registers" | "gap";
  /** bytes */
  readonly size: bigint;
  /** `0x8000_0000 – 0xbfff_ffff` */
  readonly range: string;
  readonly name: string;
  readonly sizeText: string;
  /** Empty for gaps. */
  readonly access: string;
  /** Where else the same bytes are seen; empty where they are not. */
  readonly aliases: readonly string[];
  /** Pieces that are the same bytes, by place. */
  readonly twins: readonly number[];
}

/** More ranges than that are put together where registers follow each other. */
const mostPieces = 64;

const accessWords = { readWrite: "read, write", readOnly: "read", writeOnly: "write" } as const;

interface Span {
  readonly from: bigint;
  readonly to: bigint;
  readonly targets: readonly PlanAnswer[];
  readonly offset: bigint;
  readonly access: string;
}

/** Null for who sees no space. */
export function viewOf(addresses: PlanAddresses | null, who: PlanWho): PlanView | null {
  const sees = ({ cores, devices }: PlanView) =>
    "core" in who ? cores.includes(who.core) : devices.includes(who.device);
  return addresses?.views.find(sees) ?? null;
}

export type PlanWho = { readonly core: number } | { readonly device: number };

/** Ascending, without holes. */
export function piecesOf(
  { space, ranges }: PlanView,
  addresses: PlanAddresses,
  machine: PlanMachine,
): readonly MapPiece[] {
  const widths = addresses.spaces[space]?.widths ?? [64];
  const end = 1n << BigInt(widths.reduce((sum, width) => sum + width, 0));
  const spans = ranges.map(({ from, to, target, offset, access }): Span => {
    return {
      from: BigInt(from),
      to: BigInt(to),
      targets: [target],
      offset: BigInt(offset),
      access: accessWords[access],
    };
  });
  const joined = spans.length > mostPieces ? joinRegisters(spans) : spans;
  const filled: Span[] = [];
  let next = 0n;
  for (const span of [...joined, null]) {
    const start = span?.from ?? end;
    if (start > next) filled.push({ from: next, to: start - 1n, targets: [], offset: 0n, access: "" });
    if (span !== null) filled.push(span);
    next = (span?.to ?? end) + 1n;
  }
  const print = ({ from, to }: Span) => `${printParts(from, widths)} – ${printParts(to, widths)}`;
  return filled.map((span) => {
    const twins = filled.flatMap((other, place) => (other !== span && isSame(span, other) ? [place] : []));
    const size = span.to - span.from + 1n;
    return {
      kind: kindOf(span),
      size,
      range: print(span),
      name: nameOf(span, addresses, machine),
      sizeText: printSize(Number(size)),
      access: span.access,
      aliases: twins.map((place) => printParts(filled[place]?.from ?? 0n, widths)),
      twins,
    };
  });
}

/** Registers right behind each other, with nothing but gaps between. */
function joinRegisters(spans: readonly Span[]): readonly Span[] {
  const joined: Span[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    const both = last !== undefined && kindOf(last) === "registers" && kindOf(span) === "registers";
    if (!both) joined.push(span);
    else
      joined.splice(-1, 1, { ...last, to: span.to, targets: [...last.targets, ...span.targets], access: last.access });
  }
  return joined;
}

function kindOf({ targets: [first] }: Span): MapPiece["kind"] {
  if (first === undefined) return "gap";
  return "registers" in first ? "registers" : "memory";
}

/** Whether both show some of the same bytes. */
function isSame(one: Span, other: Span): boolean {
  const [a, b] = [one.targets[0], other.targets[0]];
  if (a === undefined || b === undefined || one.targets.length > 1 || other.targets.length > 1) return false;
  const isOfSame = JSON.stringify(a) === JSON.stringify(b);
  const [aEnd, bEnd] = [one.offset + one.to - one.from, other.offset + other.to - other.from];
  return isOfSame && one.offset <= bEnd && other.offset <= aEnd;
}

function nameOf({ targets, offset }: Span, { registers }: PlanAddresses, { memories }: PlanMachine): string {
  const [first] = targets;
  if (first === undefined) return "nothing answers";
  const from = offset === 0n ? "" : ` from ${printHexadecimal(offset)}`;
  if ("memory" in first) return `${memories[first.memory]?.path ?? ""}${from}`;
  if ("interleave" in first) {
    const paths = first.interleave.map((index) => memories[index]?.path ?? "").join(", ");
    return `${paths} by ${printSize(first.granule)}${from}`;
  }
  const name = registers[first.registers]?.path ?? "";
  return targets.length === 1 ? `${name}${from}` : `${name} and ${targets.length - 1} more registers`;
}
