/** Paths such as `p[*].cpu[0..3]`, followed through an instantiated machine. */

import { closestName } from "../algorithms/closest-name.ts";
import { pathDiagnostics } from "../diagnostics/catalogue/resolve/paths.ts";
import { type Diagnostic, diagnose } from "../diagnostics/diagnostic.ts";
import type { Expression, Path, PathStep, Selector } from "../syntax/ast.ts";
import { type Context, evaluate, replacement } from "./evaluate.ts";
import { judgeCount } from "./expect.ts";
import { namesIn } from "./names-in.ts";
import { elementWords, type Member, objectOf, type Place, pathOf, type Selected } from "./selected.ts";
import { printValue } from "./value.ts";

/**
 * The elements that a path names, seen from `root`, in ascending order of their indices; null after a fault has been
 * reported (unknown step, index out of range, index missing or too many).
 */
export function select(path: Path, root: Place, context: Context): readonly Selected[] | null {
  let places: readonly Place[] = [root];
  for (const step of path.steps) {
    const next = followStep(step, places, context);
    if (next === null) return null;
    places = next;
  }
  return places.map((place) => place.element);
}

/** Like {@link select} for several paths; each element once, in the order they are first named. */
export function selectAll(paths: readonly Path[], root: Place, context: Context): readonly Selected[] | null {
  const found = new Map<object, Selected>();
  let faulty = false;
  for (const path of paths) {
    const selected = select(path, root, context);
    if (selected === null) faulty = true;
    for (const element of selected ?? []) found.set(objectOf(element), element);
  }
  return faulty ? null : [...found.values()];
}

/** Like {@link select}, for exactly one element; `what` names the place in messages: `the end of a link`. */
export function selectOne(path: Path, root: Place, what: string, context: Context): Selected | null {
  const selected = select(path, root, context);
  const first = selected?.[0];
  if (selected === null || first === undefined) return null;
  if (selected.length === 1) return first;
  const facts = { what, count: selected.length, example: pathOf(first) };
  context.report(diagnose(pathDiagnostics.severalSelected, path.span, facts));
  return null;
}

// ───────────────────────────── one step ─────────────────────────────

function followStep(step: PathStep, places: readonly Place[], context: Context): readonly Place[] | null {
  const next: Place[] = [];
  for (const place of places) {
    const member = place.members.get(step.name.text);
    if (member === undefined) {
      context.report(unknownStep(step, place), `${step.name.text} of ${declarationOf(place)}`);
      return null;
    }
    const { places: inMember } = member;
    const chosen = inMember === null ? null : choose(step, { member, place }, context);
    if (inMember === null || chosen === null) return null;
    for (const number of chosen) {
      const found = inMember[number];
      if (found !== undefined) next.push(found);
    }
  }
  return next;
}

function unknownStep(step: PathStep, place: Place): Diagnostic {
  const known = [...place.members.keys()];
  const suggestion = closestName(step.name.text, known);
  const facts = { owner: describePlace(place), step: step.name.text, suggestion, known };
  const fixes = suggestion === null ? [] : [replacement(step.name.span, suggestion)];
  return diagnose(pathDiagnostics.unknownStep, step.name.span, facts, { fixes });
}

/** All instances of one declaration lack the same names. */
function declarationOf({ element }: Place): string {
  const { source, start } = objectOf(element).span;
  return `${element.kind === "part" ? element.part.type : start} of ${source.path}`;
}

/** ``the machine `m` ``, `` `p[0]` (a package `Opteron`) ``. */
function describePlace({ element }: Place): string {
  if (element.kind !== "part") return `\`${pathOf(element)}\` (${elementWords[element.kind]})`;
  const { path, level, type } = element.part;
  return path === "" ? `the ${level} \`${type}\`` : `\`${path}\` (${level} \`${type}\`)`;
}

/** A member and the place it is in. */
interface Within {
  readonly member: Member;
  readonly place: Place;
}

function memberPath({ member, place }: Within): string {
  const owner = pathOf(place.element);
  return owner === "" ? member.name : `${owner}.${member.name}`;
}

/** The row-major numbers of the places that the selectors of a step choose. */
function choose(step: PathStep, within: Within, context: Context): readonly number[] | null {
  const { dimensions } = within.member;
  const extra = step.selectors[dimensions.length];
  if (extra !== undefined) {
    const facts = { path: memberPath(within), dimensions: dimensions.length };
    context.report(diagnose(pathDiagnostics.indexExtra, extra.span, facts, declaredAt(within.member)));
    return null;
  }
  if (step.selectors.length < dimensions.length) {
    const facts = { path: memberPath(within), dimensions };
    context.report(diagnose(pathDiagnostics.indexMissing, step.span, facts, declaredAt(within.member)));
    return null;
  }
  return combineSelectors(step, within, context);
}

function declaredAt(member: Member) {
  return { related: [{ span: member.span, message: `\`${member.name}\` is declared here` }] };
}

/** Links of large machines ask for single places by the ten thousand: no list is made but that of the numbers. */
function combineSelectors(step: PathStep, within: Within, context: Context): readonly number[] | null {
  const { dimensions } = within.member;
  let numbers: readonly number[] = theOnlyOne;
  for (let axis = 0; axis < dimensions.length; axis++) {
    const length = dimensions[axis] ?? 0;
    const selector = step.selectors[axis];
    const range = selector === undefined ? null : rangeOf(selector, { ...within, length }, context);
    if (range === null) return null;
    numbers = spreadOver(numbers, range, length);
  }
  return numbers;
}

const theOnlyOne: readonly number[] = [0];

interface Range {
  readonly from: number;
  readonly to: number;
}

function spreadOver(numbers: readonly number[], { from, to }: Range, length: number): readonly number[] {
  const spread: number[] = [];
  for (const number of numbers) for (let index = from; index <= to; index++) spread.push(number * length + index);
  return spread;
}

interface Axis extends Within {
  readonly length: number;
}

function rangeOf(selector: Selector, axis: Axis, context: Context): Range | null {
  switch (selector.kind) {
    case "all":
      return { from: 0, to: axis.length - 1 };
    case "index": {
      const index = expectIndex(selector.index, axis, context);
      return index === null ? null : { from: index, to: index };
    }
    case "range":
      return boundedRange(selector, axis, context);
  }
}

function boundedRange(selector: Extract<Selector, { kind: "range" }>, axis: Axis, context: Context): Range | null {
  const from = expectIndex(selector.from, axis, context);
  const to = expectIndex(selector.to, axis, context);
  if (from === null || to === null) return null;
  if (from <= to) return { from, to };
  context.report(diagnose(pathDiagnostics.rangeBackwards, selector.span, { from, to }));
  return null;
}

function expectIndex(expression: Expression, axis: Axis, context: Context): number | null {
  const value = evaluate(expression, context);
  if (value === null) return null;
  if (value.dimension === "count" && isIndex(value.amount, axis)) return value.amount;
  const least = Number.MIN_SAFE_INTEGER;
  const index = judgeCount(value, `an index of \`${memberPath(axis)}\``, expression.span, context, { least });
  if (index === null) return null;
  const where = valuesIn(expression, context);
  const facts = { path: memberPath(axis), length: axis.length, index: String(index), where };
  const { source, start } = axis.member.span;
  const cause = `${index} of ${axis.length} in ${source.path} ${start}`;
  context.report(diagnose(pathDiagnostics.indexOutOfRange, expression.span, facts, declaredAt(axis.member)), cause);
  return null;
}

function isIndex(amount: number, { length }: Axis): boolean {
  return Number.isInteger(amount) && amount >= 0 && amount < length;
}

/** ` (with i = 3)`: the values of the names in an expression, for messages. */
function valuesIn(expression: Expression, context: Context): string {
  const known = [...new Set(namesIn(expression))].flatMap((name) => {
    const value = context.environment.values.get(name);
    return value === undefined || value === null ? [] : [`${name} = ${printValue(value)}`];
  });
  return known.length === 0 ? "" : ` (with ${known.join(", ")})`;
}
