import type { Entry } from "../../../algorithms/linear-program.ts";
import type { Program } from "../../../model/deployment.ts";
import type { Level } from "../../../model/level.ts";
import type { Core, Part } from "../../../model/machine.ts";
import type { Block, CoreGroup } from "../blocks.ts";
import { partAt } from "../levels.ts";
import type { Draft } from "./draft.ts";

/** Who may lie where: every copy somewhere, one on a core, spread and apart as said. */
export function addRules(draft: Draft): void {
  for (const block of draft.blocks) {
    const count = block.copies.length;
    draft.builder.addRow(count, draft.sumOver(block, draft.groups, 1), count);
  }
  if (draft.isCrowded) addCrowding(draft);
  else addRoom(draft);
  for (const [program, { spread, apart }] of draft.question.rules) {
    for (const level of spread) addSpread(program, level, draft);
    for (const { from, level } of apart) if (comesFirst(program, from, draft)) addApart(program, from, level, draft);
  }
}

/** Copies that a group has room for while no core runs two. */
export function roomOf(group: CoreGroup, { forced }: Pick<Draft, "forced">): number {
  return forced.loadOf(group.cores[0]) === 0 ? group.cores.length : 0;
}

function addRoom(draft: Draft): void {
  for (const group of draft.groups) {
    const entries = draft.blocks.flatMap((block) => draft.sumOver(block, [group], 1));
    draft.builder.addRow(0, entries, roomOf(group, draft));
  }
}

/** The next copy on a core costs as many as are there: so many pairs more that share it. */
function addCrowding(draft: Draft): void {
  for (const group of draft.groups) {
    const entries = draft.blocks.flatMap((block) => draft.sumOver(block, [group], 1));
    const load = draft.forced.loadOf(group.cores[0]);
    const copies = entries.map((_, more): Entry => {
      const column = draft.builder.addColumn({ cost: 0, most: 1, isWhole: false });
      draft.charge("crowding", column, load + more);
      return [column, -1];
    });
    draft.builder.addRow(0, [...entries, ...copies], 0);
  }
}

function blocksOf(program: Program, { blocks }: Draft): readonly Block[] {
  return blocks.filter((block) => block.program === program);
}

/** Rules hold both ways: each pair of programs is looked at once. */
function comesFirst(program: Program, other: Program, { question }: Draft): boolean {
  const programs = [...question.rules.keys()];
  return programs.indexOf(program) < programs.indexOf(other);
}

/** The groups in each part of a level. A group of several cores is no part of level `core`: its cores are its own. */
function groupsAt(level: Level, { groups }: Draft): ReadonlyMap<Part | Core, readonly CoreGroup[]> {
  const parts = new Map<Part | Core, CoreGroup[]>();
  for (const group of groups) {
    const part = level === "core" && group.cores.length > 1 ? null : partAt(group.cores[0], level);
    if (part === null) continue;
    const known = parts.get(part);
    if (known === undefined) parts.set(part, [group]);
    else known.push(group);
  }
  return parts;
}

function addSpread(program: Program, level: Level, draft: Draft): void {
  const blocks = blocksOf(program, draft);
  if (blocks.reduce((sum, { copies }) => sum + copies.length, 0) < 2) return;
  for (const groups of groupsAt(level, draft).values()) {
    draft.builder.addRow(
      0,
      blocks.flatMap((block) => draft.sumOver(block, groups, 1)),
      1,
    );
  }
}

/** Where one program has a copy in a part, the other has none; what has no choice was looked at before. */
function addApart(program: Program, from: Program, level: Level, draft: Draft): void {
  if (level === "core" && !draft.isCrowded) return;
  for (const groups of groupsAt(level, draft).values()) {
    const [own, others] = [program, from].map((each) => presence(each, groups, draft));
    if (own !== undefined && others !== undefined && own.length > 0 && others.length > 0) {
      draft.builder.addRow(0, [...own, ...others], 1);
    }
  }
}

/** What is 1 when a program has a copy on the groups: the sum of its columns, or a column that is as much as any. */
function presence(program: Program, groups: readonly CoreGroup[], draft: Draft): readonly Entry[] {
  const blocks = blocksOf(program, draft);
  const sum = blocks.flatMap((block) => draft.sumOver(block, groups, 1));
  const copies = blocks.reduce((count, block) => count + block.copies.length, 0);
  if (copies <= 1 || sum.length === 0) return sum;
  const column = draft.builder.addColumn({ cost: 0, most: 1, isWhole: true });
  draft.builder.addRow(Number.NEGATIVE_INFINITY, [...sum, [column, -copies]], 0);
  return [[column, 1]];
}
