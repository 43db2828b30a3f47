/** What older versions used: it must not come back with another meaning. */
import { interfaceTypeDiagnostics } from "../../diagnostics/catalogue/interface-types.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Reserved } from "../../model/interface.ts";
import { placeOf, type Span } from "../../source/source-file.ts";
import type { Name, ReservedEntry, ReservedList, ReservedNumbers } from "../../syntax/ast.ts";
import type { Context } from "../evaluate.ts";
import { expectCount } from "../expect.ts";
import type { Range } from "./integer-range.ts";

/** What can be reserved in one place, and what is in use there. */
export interface ReservedPlace {
  /** In words: `` the enum `Status` ``. */
  readonly owner: string;
  /** What its numbers are: `value`, `number`, `tag`; null when it has none. */
  readonly numbers: "value" | "number" | "tag" | null;
  readonly range: Range;
  readonly used: readonly Used[];
  /** Whether numbers clash that have a bit in common. */
  readonly areBits?: boolean;
}

export interface Used {
  readonly name: Name;
  readonly number: number | null;
}

/** A name or a range of numbers with its place. */
interface Taken {
  readonly span: Span;
  readonly name: string | null;
  readonly range: { readonly from: number; readonly to: number } | null;
}

export function resolveReserved(lists: readonly ReservedList[], place: ReservedPlace, context: Context): Reserved {
  const taken: Taken[] = [];
  for (const entry of lists.flatMap(({ entries }) => entries)) {
    const one = read(entry, place, context);
    if (one === null) continue;
    const earlier = taken.find((other) => overlaps(one, other));
    if (earlier === undefined) taken.push(one);
    else reportTwice(one, earlier, place, context);
  }
  for (const one of taken) reportUse(one, place, context);
  return { names: taken.flatMap(({ name }) => name ?? []), numbers: taken.flatMap(({ range }) => range ?? []) };
}

function read(entry: ReservedEntry, place: ReservedPlace, context: Context): Taken | null {
  const { span } = entry;
  if (entry.kind === "name") return { span, name: entry.name.text, range: null };
  const wantsSign = place.numbers === "number" || place.numbers === "tag";
  if (place.numbers === null || entry.isIdentity !== wantsSign) {
    const facts = { owner: place.owner, numbers: place.numbers };
    context.report(diagnose(interfaceTypeDiagnostics.reservedWrongKind, span, facts));
    return null;
  }
  const range = readRange(entry, place, context);
  return range === null ? null : { span, name: null, range };
}

function readRange(entry: ReservedNumbers, { numbers, range }: ReservedPlace, context: Context): Taken["range"] {
  const what = `a reserved ${numbers}`;
  const from = expectCount(entry.from, what, context, range);
  const to = entry.to === null ? from : expectCount(entry.to, what, context, range);
  if (from === null || to === null) return null;
  if (from <= to) return { from, to };
  context.report(diagnose(interfaceTypeDiagnostics.reservedBackwards, entry.span, { from, to }));
  return null;
}

function overlaps(left: Taken, right: Taken): boolean {
  if (left.range === null || right.range === null) return left.name !== null && left.name === right.name;
  return left.range.from <= right.range.to && right.range.from <= left.range.to;
}

function reportTwice(one: Taken, earlier: Taken, { owner, numbers }: ReservedPlace, { report }: Context): void {
  const what = one.name === null ? `${numbers} ${printRange(one)}` : `\`${one.name}\``;
  const facts = { what, owner, firstPlace: placeOf(earlier.span) };
  const related = [{ span: earlier.span, message: "reserved first here" }];
  report(diagnose(interfaceTypeDiagnostics.reservedTwice, one.span, facts, { related }));
}

function printRange({ range }: Taken): string {
  if (range === null) return "";
  return range.from === range.to ? `${range.from}` : `${range.from}..${range.to}`;
}

function reportUse(one: Taken, { owner, numbers, used, areBits = false }: ReservedPlace, { report }: Context): void {
  for (const { name, number } of used) {
    const clashes = one.name === name.text || (number !== null && holds(one, number, areBits));
    if (!clashes) continue;
    const facts = { name: name.text, numbers: one.name === null ? numbers : null, number, owner };
    const related = [{ span: one.span, message: "reserved here" }];
    report(diagnose(interfaceTypeDiagnostics.reservedUsed, name.span, facts, { related }));
  }
}

function holds({ range }: Taken, number: number, areBits: boolean): boolean {
  if (range === null) return false;
  if (number >= range.from && number <= range.to) return true;
  return areBits && range.from === range.to && number > 0 && (BigInt(number) & BigInt(range.from)) !== 0n;
}
