/** Enums, flags and unions: types of which one or some of several hold. */
import type { PlanReserved, PlanType } from "../plan/plan.ts";
import { type Declared, fullName, type Scope } from "./declared.ts";
import { comparable, type TypePairing } from "./pair-types.ts";
import { type Pair, type Pairing, pairByName, pairRenamed, withoutPairs } from "./pairing.ts";
import type { Surroundings } from "./surroundings.ts";
import { shapeOfType } from "./wire-shape.ts";

export interface Choice {
  readonly open: boolean;
  /** What it is kept in, in words. */
  readonly storage: string;
  readonly members: readonly ChoiceMember[];
  readonly reserved: PlanReserved;
  readonly at: string;
}

export interface ChoiceMember {
  readonly name: string;
  readonly number: number;
  /** Of an arm with a value. */
  readonly type: PlanType | null;
  readonly at: string;
}

export interface ChoicePair extends Pair<Choice> {
  readonly scopes: Pair<Scope>;
  readonly kind: "enum" | "flags" | "union";
  readonly noun: "member" | "arm";
  readonly whose: string;
  readonly operations: readonly string[];
  readonly members: MemberPairing;
}

export interface MemberPairing extends Pairing<ChoiceMember> {
  readonly renamed: readonly Pair<ChoiceMember>[];
  /** Arms: the old one is gone, and its number means the new one. */
  readonly reused: readonly Pair<ChoiceMember>[];
}

export function compareChoices(types: readonly TypePairing[], { reach }: Surroundings): readonly ChoicePair[] {
  return types.flatMap((pairing) => {
    const { scopes } = pairing;
    return comparable(pairing).flatMap((pair) => {
      const [old, now] = [choiceOf(pair.old), choiceOf(pair.new)];
      const { kind } = pair.old;
      if (old === null || now === null || kind === "alias" || kind === "struct") return [];
      const name = fullName(pair.old, scopes.old);
      const operations = [...new Set((reach.get(name) ?? []).map(({ operation }) => operation))];
      const noun = kind === "union" ? "arm" : "member";
      const members = pairMembers({ old, new: now }, scopes);
      return [{ old, new: now, scopes, kind, noun, whose: `\`${name}\``, operations, members }];
    });
  });
}

function choiceOf(declared: Declared): Choice | null {
  switch (declared.kind) {
    case "enum":
    case "flags": {
      const { open, underlying, members, reserved, at } = declared.type;
      const numbered = members.map((one) => ({ name: one.name, number: one.value, type: null, at: one.at }));
      return { open, storage: `\`${underlying}\``, members: numbered, reserved, at };
    }
    case "union": {
      const { open, tag, size, align, arms, reserved, at } = declared.type;
      const storage = `${size} bytes aligned to ${align}, its arm told by \`${tag}\``;
      const numbered = arms.map((arm) => ({ name: arm.name, number: arm.tag, type: arm.type, at: arm.at }));
      return { open, storage, members: numbered, reserved, at };
    }
    default:
      return null;
  }
}

function pairMembers(choices: Pair<Choice>, scopes: Pair<Scope>): MemberPairing {
  const byName = pairByName(choices.old.members, choices.new.members);
  const renamed = pairRenamed(
    byName,
    (old, now) => old.number === now.number && shapeOfMember(old, scopes.old) === shapeOfMember(now, scopes.new),
  );
  const gone = withoutPairs(byName, renamed);
  const reused = pairRenamed(gone, (old, now) => old.number === now.number);
  return { renamed, reused, ...withoutPairs(gone, reused) };
}

export function shapeOfMember({ type }: ChoiceMember, scope: Scope): string {
  return type === null ? "" : shapeOfType(type, scope);
}
