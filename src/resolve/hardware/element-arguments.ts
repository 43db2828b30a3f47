/** Address spaces and interrupt controllers that parts are given where they are placed. */
import type { Parameter, PartDeclaration, Path } from "../../syntax/ast.ts";
import { type Member, reportWrongElement, type Selected } from "../selected.ts";
import { choose, leafPlace, type Site } from "./building.ts";
import { type Bound, elementTypeOf } from "./parameters.ts";
import { chooseSpace } from "./views.ts";

/** The elements by the names of their parameters. They are looked up once all parts stand, those around first. */
export function bindElements({ elements }: Bound, site: Site): ReadonlyMap<string, Member> {
  const members = new Map<string, Member>();
  if (elements.size === 0) return members;
  site.building.later.arguments.push(() => {
    for (const [parameter, path] of elements) members.set(parameter.name.text, memberFor(parameter, path, site));
  });
  return members;
}

function memberFor(parameter: Parameter, path: Path | null, site: Site): Member {
  const element = path === null ? null : chooseElement(parameter, path, site);
  if (element === null) site.building.markIncomplete();
  const places = element === null ? null : [leafPlace(element)];
  return { name: parameter.name.text, dimensions: [], places, span: parameter.name.span };
}

function chooseElement({ name, type }: Parameter, path: Path, site: Site): Selected | null {
  const what = `what \`${name.text}\` stands for`;
  if (elementTypeOf(type) === "controller") return chooseController(path, what, site);
  const space = chooseSpace(path, what, site);
  return space === null ? null : { kind: "space", space };
}

function chooseController(path: Path, what: string, site: Site): Selected | null {
  const element = choose.one(path, what, site);
  if (element === null || element.kind === "controller") return element;
  reportWrongElement(path, element, what, "an interrupt controller", site.context);
  return null;
}

/** Of a part that is not placed anywhere: nobody knows what it is given. */
export function unknownElements({ parameters }: PartDeclaration): ReadonlyMap<string, Member> {
  const given = parameters.filter(({ type }) => elementTypeOf(type) !== null);
  return new Map(
    given.map(({ name }) => [name.text, { name: name.text, dimensions: [], places: null, span: name.span }]),
  );
}
