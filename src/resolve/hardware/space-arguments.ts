/** Address spaces that parts are given where they are placed. */
import type { Parameter, PartDeclaration, Path } from "../../syntax/ast.ts";
import type { Member } from "../select.ts";
import { leafPlace, type Site } from "./building.ts";
import { type Bound, spaceType } from "./parameters.ts";
import { chooseSpace } from "./spaces.ts";

/** The spaces by the names of their parameters. They are looked up once all parts stand, those around first. */
export function bindSpaces({ spaces }: Bound, site: Site): ReadonlyMap<string, Member> {
  const members = new Map<string, Member>();
  if (spaces.size === 0) return members;
  site.building.later.arguments.push(() => {
    for (const [parameter, path] of spaces) members.set(parameter.name.text, memberFor(parameter, path, site));
  });
  return members;
}

function memberFor({ name }: Parameter, path: Path | null, site: Site): Member {
  const space = path === null ? null : chooseSpace(path, `what \`${name.text}\` stands for`, site);
  if (space === null) site.building.markIncomplete();
  const places = space === null ? null : [leafPlace({ kind: "space", space })];
  return { name: name.text, dimensions: [], places, span: name.span };
}

/** Of a part that is not placed anywhere: nobody knows its spaces. */
export function unknownSpaces({ parameters }: PartDeclaration): ReadonlyMap<string, Member> {
  const given = parameters.filter(({ type }) => type.text === spaceType);
  return new Map(
    given.map(({ name }) => [name.text, { name: name.text, dimensions: [], places: null, span: name.span }]),
  );
}
