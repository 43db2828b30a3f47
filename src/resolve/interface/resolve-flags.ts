import { interfaceDiagnostics } from "../../diagnostics/catalogue/interface.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { FlagsType, Member } from "../../model/interface.ts";
import { placeOf } from "../../source/source-file.ts";
import type { EnumMember, FlagsItem, Name } from "../../syntax/ast.ts";
import type { Context } from "../evaluate.ts";
import { distinct, named } from "./interface-scope.ts";
import { expectMemberValue, judgeRanges } from "./resolve-enum.ts";
import { resolveReserved } from "./resolve-reserved.ts";

type Underlying = FlagsType["underlying"];

/** From small to large: the order in which flags look for their type. */
const flagIntegers: readonly Underlying[] = ["u8", "u16", "u32"];

const mostOf = (underlying: Underlying): number => 2 ** Number(underlying.slice(1)) - 1;

export function resolveFlags(item: FlagsItem, context: Context): FlagsType {
  const owner = `the flags \`${item.name.text}\``;
  const nodes = distinct(item.members, () => "member", owner, context.report);
  const values = valuesOf(nodes, context);
  const members = nodes.map((node, index): Member => ({ ...named(node), value: values[index] ?? 0 }));
  const valued = members.filter((_, index) => values[index] !== null);
  const written = item.underlying === null ? null : expectUnderlying(item.underlying, item, context);
  const underlying = written ?? smallestFor(valued);
  const range = { least: 1, most: mostOf(underlying) };
  if (written !== null || item.underlying === null) judgeRanges(nodes, values, underlying, context, range);
  reportOverlaps(valued, context);
  const used = nodes.map(({ name }, index) => ({ name, number: values[index] ?? null }));
  const place = { owner, numbers: "value" as const, range, used, areBits: true };
  const reserved = resolveReserved(item.reserved, place, context);
  return { ...named(item), kind: "flags", underlying, isOpen: item.openness === "open", members, reserved };
}

/** A member without a value has the bit above all of its predecessor's; after a faulty one, null, there is none. */
function valuesOf(members: readonly EnumMember[], context: Context): readonly (number | null)[] {
  let next: number | null = 1;
  return members.map((member) => {
    const value = member.value === null ? next : expectMemberValue(member, context);
    next = value === null || value < 0 ? null : 2 ** Math.ceil(Math.log2(value + 1));
    return value;
  });
}

function expectUnderlying(name: Name, item: FlagsItem, { report }: Context): Underlying | null {
  const found = flagIntegers.find((integer) => integer === name.text);
  if (found !== undefined) return found;
  const facts = { name: item.name.text, underlying: name.text };
  report(diagnose(interfaceDiagnostics.flagsNotUnsigned, name.span, facts));
  return null;
}

function smallestFor(members: readonly Member[]): Underlying {
  return flagIntegers.find((integer) => members.every(({ value }) => value <= mostOf(integer))) ?? "u32";
}

function reportOverlaps(members: readonly Member[], { report }: Context): void {
  members.forEach((member, index) => {
    const other = members.slice(0, index).find(({ value }) => hasCommonBit(value, member.value));
    if (other === undefined) return;
    const facts = { member: member.name, value: member.value, first: other.name, firstPlace: placeOf(other.span) };
    const related = [{ span: other.span, message: `\`${other.name}\` is ${other.value}` }];
    report(
      diagnose(interfaceDiagnostics.flagsOverlap, member.span, { ...facts, firstValue: other.value }, { related }),
    );
  });
}

/** Values may have more bits than the operators of JavaScript look at. */
function hasCommonBit(left: number, right: number): boolean {
  return left > 0 && right > 0 && (BigInt(left) & BigInt(right)) !== 0n;
}
