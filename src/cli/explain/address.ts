import type { Initiator } from "../../analyses/decoding/net.ts";
import { type Decoding, type End, resolveAddress } from "../../analyses/decoding/resolve-address.ts";
import {
  pathOfTarget,
  printAddress,
  printAddressOf,
  printRange,
  type Space,
  type SpaceMap,
} from "../../model/address-space.ts";
import type { Span } from "../../source/source-file.ts";
import type { Compiled } from "../compile-files.ts";
import { printJson } from "../print-json.ts";
import { type Refusal, refuseCall } from "../refusal.ts";
import type { Explanation } from "./explanation.ts";
import { doubtsOf, faultsAt, faultsOf, printDoubt, spansOfTarget } from "./faults.ts";
import { accessWords, addressIn, findInitiator, netOf, plainly, plannedMachine, showSpan } from "./initiators.ts";
import { readAddress } from "./read-address.ts";
import { renderTable } from "./text-table.ts";

/** What answers when a core or device accesses an address: map by map, to the memory or register, or to where it ends. */
export const explainAddress: Explanation = (call, compiled, [path = "", written = ""], json) => {
  const machine = plannedMachine(compiled);
  if ("exitCode" in machine) return machine;
  const initiator = findInitiator(machine, path);
  if ("exitCode" in initiator) return initiator;
  if (initiator.sees === null) return refuseBlind(initiator);
  const { space } = initiator.sees;
  const address = readAddress(written, space);
  if (address === null) return refuseAddress(written, space);
  const decoding = resolveAddress(netOf(machine, compiled), initiator, space, address);
  const question: Question = { initiator, space, address, compiled };
  const doubts = faultsAt(spansOf(question, decoding), compiled);
  if (json) printJson(call.terminal, { ...describe(question, decoding), ...doubtsOf(doubts), ...faultsOf(compiled) });
  else call.terminal.print(print(question, decoding) + printDoubt(doubts));
  return null;
};

interface Question {
  readonly initiator: Initiator;
  readonly space: Space;
  readonly address: bigint;
  readonly compiled: Compiled;
}

/** What the answer was read from. */
function spansOf({ initiator, space }: Question, { steps, end }: Decoding): readonly Span[] {
  const seen = initiator.sees === null ? [] : [initiator.sees.span];
  const maps = steps.flatMap((step) => [step.space.span, step.map.span]);
  return [...seen, space.span, ...maps, ...spansOfEnd(end)];
}

function spansOfEnd(end: End): readonly Span[] {
  switch (end.kind) {
    case "accepted":
    case "beyond":
      return spansOfTarget(end.target);
    case "circle":
      return [end.map.span];
    default:
      return [end.space.span];
  }
}

export function refuseBlind({ path }: Initiator): Refusal {
  return refuseCall(
    `${path} sees no address space`,
    "Say which space its accesses go to: `sees` and the path of a space.",
  );
}

function refuseAddress(written: string, { path, widths }: Space): Refusal {
  const example = widths.length === 1 ? "0x8000_0000" : `(${widths.map(() => 0).join(", ")})`;
  return refuseCall(`${written} is no address of ${path}`, `Addresses are written like ${example}.`);
}

// ───────────────────────────── JSON ─────────────────────────────

function describe({ initiator, space, address, compiled }: Question, { steps, end, access }: Decoding) {
  return {
    ok: true,
    initiator: initiator.path,
    space: space.path,
    address: plainly(address),
    access: access === null ? "none" : accessWords[access],
    steps: steps.map((step) => ({
      space: step.space.path,
      address: plainly(step.address),
      from: plainly(step.map.from),
      to: plainly(step.map.to),
      target: pathOfTarget(step.map.target),
      offset: plainly(step.map.at),
      access: accessWords[step.map.access],
      at: showSpan(step.map.span, compiled),
    })),
    end: describeEnd(end, compiled),
  };
}

function describeEnd(end: End, compiled: Compiled) {
  switch (end.kind) {
    case "accepted":
    case "beyond": {
      const what = end.target.kind === "memory" ? end.target.memory : end.target.registers;
      const { kind } = end.target;
      return { kind: end.kind, [kind]: what.path, offset: plainly(end.offset), at: showSpan(what.span, compiled) };
    }
    case "unmapped":
      return {
        kind: end.kind,
        space: end.space.path,
        address: plainly(end.address),
        hole: { from: plainly(end.hole.from), to: plainly(end.hole.to) },
        at: showSpan(end.space.span, compiled),
      };
    case "tooWide":
      return { kind: end.kind, space: end.space.path, address: plainly(end.address), bits: end.space.bits };
    case "circle":
      return { kind: end.kind, space: end.map.space.path, at: showSpan(end.map.span, compiled) };
  }
}

// ───────────────────────────── text ─────────────────────────────

function print(question: Question, decoding: Decoding): string {
  const { initiator, space, address, compiled } = question;
  const { steps, end, access } = decoding;
  const head = `${initiator.path} at ${printAddressOf(space, address)}: ${headline(end)}`;
  const mode =
    end.kind === "accepted" ? `, ${access === null ? "but nothing may pass" : `to ${accessWords[access]}`}` : "";
  const left = (text: string) => ({ head: [text], align: "left" as const });
  const rows = steps.map(({ space: from, address: here, map }) => [
    from.path,
    printAddressOf(from, here),
    printRange(from, map),
    `${pathOfTarget(map.target)} at ${addressIn(map.target, map.at)}`,
    accessWords[map.access],
    showSpan(map.span, compiled),
  ]);
  const columns = ["space", "address", "maps", "to", "for", "said by"].map(left);
  const table = rows.length === 0 ? "" : `\n${renderTable(columns, rows)}`;
  return `${head}${mode}\n${table}${reasons(end, compiled)}`;
}

function headline(end: End): string {
  switch (end.kind) {
    case "accepted":
      return `byte ${printAddress(end.offset)} of ${nameOf(end)}`;
    case "beyond":
      return `nothing, ${printAddress(end.offset)} lies behind the end of ${nameOf(end)}`;
    case "unmapped":
      return `nothing, ${printAddressOf(end.space, end.address)} is unmapped in ${end.space.path}`;
    case "tooWide":
      return `nothing, ${end.space.path} has ${end.space.bits} bits and ${printAddress(end.address)} has more`;
    case "circle":
      return `nothing, the maps lead round in a circle through ${end.map.space.path}`;
  }
}

function nameOf({ target }: Extract<End, { kind: "accepted" | "beyond" }>): string {
  return target.kind === "memory" ? `the memory ${target.memory.path}` : `the registers ${target.registers.path}`;
}

/** Around a hole: what would have to be mapped, and what lies on both sides of it. */
function reasons(end: End, compiled: Compiled): string {
  if (end.kind !== "unmapped") return "";
  const { space, hole, below, above } = end;
  if (space.iommu !== null && below === null && above === null) {
    return `\nThe IOMMU ${space.path} maps nothing for it: no buffer and no \`dma reaches\` lets it.\n`;
  }
  const side = (map: SpaceMap | null, word: string) =>
    map === null
      ? ""
      : `${word}: ${printRange(space, map)} to ${pathOfTarget(map.target)} (${showSpan(map.span, compiled)})\n`;
  return `\nUnmapped is ${printRange(space, hole)}.\n${side(below, "Below it")}${side(above, "Above it")}`;
}
