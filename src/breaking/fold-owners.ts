/** A field of a generic struct is a field of all structs made of it: what changed of it is told once. */
import type { Finding } from "./finding.ts";

export interface Found {
  readonly finding: Finding;
  /** The struct it is in; null where that does not matter. */
  readonly owner: string | null;
}

type Groups = Map<string, Found[][]>;

/** One finding for each change: what different structs have at one place of the text is one change. */
export function foldOwners(found: readonly Found[]): Finding[] {
  const groups: Found[][] = [];
  const byPlace: Groups = new Map();
  for (const each of found) {
    const group = placesOf(each)
      .flatMap((place) => byPlace.get(place) ?? [])
      .find((near) => isSameChange(each, near));
    if (group === undefined) groups.push(openGroup(each, byPlace));
    else group.push(each);
  }
  return groups.flatMap(foldGroup);
}

function placesOf({ finding: { code, old, new: now } }: Found): readonly string[] {
  return [`${code} new ${now}`, `${code} old ${old}`];
}

function openGroup(first: Found, byPlace: Groups): Found[] {
  const group = [first];
  if (first.owner === null) return group;
  for (const place of placesOf(first)) byPlace.set(place, [...(byPlace.get(place) ?? []), group]);
  return group;
}

/** Findings of one struct stay apart, whatever they have in common. */
function isSameChange({ owner }: Found, group: readonly Found[]): boolean {
  return owner !== null && group.every((member) => member.owner !== owner);
}

function foldGroup(group: readonly Found[]): readonly Finding[] {
  const [first, ...others] = group.map(({ finding }) => finding);
  if (first === undefined || others.length === 0) return group.map(({ finding }) => finding);
  const owners = group.slice(1).map(({ owner }) => `\`${owner}\``);
  return [
    {
      ...first,
      message: `${first.message} (and so in ${owners.join(", ")})`,
      operations: [...new Set([first, ...others].flatMap(({ operations }) => operations))],
      affects: [...new Set([first, ...others].flatMap(({ affects }) => affects))],
    },
  ];
}
