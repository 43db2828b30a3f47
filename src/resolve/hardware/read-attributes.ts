import { closestName } from "../../algorithms/closest-name.ts";
import { attributeDiagnostics } from "../../diagnostics/catalogue/resolve/attributes.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Dimension, Time } from "../../model/quantity.ts";
import type { Span } from "../../source/source-file.ts";
import type { Attribute, Expression } from "../../syntax/ast.ts";
import { type Context, evaluate, isDimension, replacement } from "../evaluate.ts";
import { type ClockInScope, isWithin, judgeCount, judgeRate, judgeSize, judgeTime } from "../expect.ts";
import { dimensionWords } from "../units.ts";
import type { Value } from "../value.ts";
import type { AttributeKind } from "./attribute-tables.ts";

/** The attributes of one thing, evaluated; cycles become time only when a time is asked for. */
export interface Attributes<Name extends string> {
  readonly has: (name: Name) => boolean;
  /** In the base unit; null when it was not said, or was faulty and has been reported. */
  readonly number: (name: Name) => number | null;
  readonly word: (name: Name) => string | null;
  readonly time: (name: Name, clock: ClockInScope, context: Context) => Time | null;
  readonly entries: ReadonlyMap<string, Entry>;
}

interface Entry {
  readonly kind: AttributeKind;
  readonly name: string;
  readonly span: Span;
  /** Of the value, where there is one. */
  readonly valueSpan: Span;
  readonly value: Value | string | null;
}

/** Evaluates attributes by their table; `owner` names the thing in messages: `a link`. */
export function readAttributes<Name extends string>(
  table: Readonly<Record<Name, AttributeKind>>,
  attributes: readonly Attribute[],
  owner: string,
  context: Context,
): Attributes<Name> {
  if (attributes.length === 0) return none;
  const kinds = kindsOf(table);
  const entries = new Map<string, Entry>();
  for (const attribute of attributes) {
    const kind = kinds.get(attribute.name.text);
    if (kind === undefined) reportUnknown(attribute, kinds, owner, context);
    else if (!clashes(attribute, kind, entries, context)) readEntry(attribute, kind, entries, context);
  }
  return attributesOf(entries);
}

const kindsOfTable = new WeakMap<object, ReadonlyMap<string, AttributeKind>>();

function kindsOf(table: Readonly<Record<string, AttributeKind>>): ReadonlyMap<string, AttributeKind> {
  const known = kindsOfTable.get(table) ?? new Map(Object.entries(table));
  kindsOfTable.set(table, known);
  return known;
}

/** `over` where it speaks, `base` elsewhere; of a group that excludes each other, `over` replaces all. */
export function overlay<Name extends string>(
  base: { readonly entries: ReadonlyMap<string, Entry> },
  over: Attributes<Name>,
): Attributes<Name> {
  if (over.entries.size === 0) return attributesOf(base.entries);
  const groups = new Set([...over.entries.values()].map((entry) => entry.kind.group ?? entry.name));
  const kept = [...base.entries].filter(([, entry]) => !groups.has(entry.kind.group ?? entry.name));
  return attributesOf(new Map([...kept, ...over.entries]));
}

function attributesOf<Name extends string>(entries: ReadonlyMap<string, Entry>): Attributes<Name> {
  return {
    entries,
    has: (name) => entries.has(name),
    number: (name) => {
      const value = entries.get(name)?.value;
      return typeof value === "object" && value !== null ? value.amount : null;
    },
    word: (name) => {
      const value = entries.get(name)?.value;
      return typeof value === "string" ? value : null;
    },
    time: (name, clock, context) => {
      const entry = entries.get(name);
      if (entry === undefined || typeof entry.value !== "object" || entry.value === null) return null;
      return judgeTime(entry.value, `the ${name}`, entry.valueSpan, context, clock);
    },
  };
}

const none: Attributes<string> = attributesOf(new Map());

function readEntry(attribute: Attribute, kind: AttributeKind, entries: Map<string, Entry>, context: Context): void {
  const value = evaluateAttribute(attribute, kind, context);
  const valueSpan = attribute.value?.span ?? attribute.span;
  if (value === undefined) return;
  entries.set(attribute.name.text, { kind, name: attribute.name.text, span: attribute.span, valueSpan, value });
}

/** Undefined after a report; null for a flag. */
function evaluateAttribute(
  attribute: Attribute,
  kind: AttributeKind,
  context: Context,
): Value | string | null | undefined {
  if (kind.value === "flag") return attribute.value === null ? null : reportUnexpected(attribute, context);
  if (attribute.value === null) return reportMissing(attribute, kind, context);
  if (kind.value === "text")
    return attribute.value.kind === "string" ? attribute.value.value : reportWrongValue(attribute, kind, context);
  if (kind.value === "word") return wordOf(attribute, kind, context);
  const expression = asExpression(attribute.value);
  if (expression === null) return reportWrongValue(attribute, kind, context);
  return quantityOf(expression, kind, kind.value, attribute.name.text, context) ?? undefined;
}

function wordOf(attribute: Attribute, kind: AttributeKind, context: Context): string | undefined {
  const { value } = attribute;
  const word = value?.kind === "word" ? value.text : value?.kind === "reference" ? value.name.text : null;
  if (value === null || word === null) return reportWrongValue(attribute, kind, context);
  if (kind.words === undefined) return word;
  const known = kind.words;
  if (known.includes(word)) return word;
  const suggestion = closestName(word, known);
  const facts = { name: attribute.name.text, word, suggestion, known };
  const fixes = suggestion === null ? [] : [replacement(value.span, suggestion)];
  context.report(diagnose(attributeDiagnostics.attributeWrongWord, value.span, facts, { fixes }));
  return undefined;
}

/** A bare word where a quantity is wanted is the name of a parameter or variable. */
function asExpression(value: NonNullable<Attribute["value"]>): Expression | null {
  if (value.kind === "string") return null;
  if (value.kind !== "word") return value;
  return { kind: "reference", interface: null, span: value.span, name: { span: value.span, text: value.text } };
}

function quantityOf(
  expression: Expression,
  kind: AttributeKind,
  dimension: Dimension,
  name: string,
  context: Context,
): Value | null {
  const value = evaluate(expression, context);
  if (value === null) return null;
  const amount = judge(value, dimension, `\`${name}\``, expression.span, kind, context);
  return amount === null ? null : { ...value, amount };
}

function judge(
  value: Value,
  dimension: Dimension,
  what: string,
  span: Span,
  bounds: AttributeKind,
  context: Context,
): number | null {
  switch (dimension) {
    case "count":
      return judgeCount(value, what, span, context, bounds);
    case "size":
      return judgeSize(value, what, span, context, bounds);
    case "time":
      return isTime(value, what, span, context) ? value.amount : null;
    default:
      return judgeRate(value, dimension, what, span, context, bounds);
  }
}

function isTime(value: Value, what: string, span: Span, context: Context): boolean {
  return isDimension(value, "time", what, span, context) && isWithin(value, what, span, context, {});
}

// ───────────────────────────── faults ─────────────────────────────

function clashes(
  attribute: Attribute,
  kind: AttributeKind,
  entries: ReadonlyMap<string, Entry>,
  context: Context,
): boolean {
  const same = entries.get(attribute.name.text);
  const other = [...entries.values()].find((entry) => kind.group !== undefined && entry.kind.group === kind.group);
  const earlier = same ?? other;
  if (earlier === undefined) return false;
  const related = [{ span: earlier.span, message: `\`${earlier.name}\` stands here` }];
  const [first, second] = [earlier.name, attribute.name.text];
  if (same !== undefined) {
    context.report(diagnose(attributeDiagnostics.attributeTwice, attribute.span, { name: second }, { related }));
  } else {
    context.report(diagnose(attributeDiagnostics.attributesContradict, attribute.span, { first, second }, { related }));
  }
  return true;
}

function reportUnknown(
  attribute: Attribute,
  kinds: ReadonlyMap<string, AttributeKind>,
  owner: string,
  context: Context,
): void {
  const { span, text: name } = attribute.name;
  const known = [...kinds.keys()];
  const suggestion = closestName(name, known);
  const fixes = suggestion === null ? [] : [replacement(span, suggestion)];
  context.report(diagnose(attributeDiagnostics.unknownAttribute, span, { owner, name, suggestion, known }, { fixes }));
}

function reportMissing(attribute: Attribute, kind: AttributeKind, context: Context): undefined {
  const facts = { name: attribute.name.text, wanted: wantedWords(kind), example: kind.example };
  context.report(diagnose(attributeDiagnostics.attributeValueMissing, attribute.span, facts));
}

function reportWrongValue(attribute: Attribute, kind: AttributeKind, context: Context): undefined {
  const facts = { name: attribute.name.text, wanted: wantedWords(kind), example: kind.example };
  context.report(diagnose(attributeDiagnostics.attributeWrongValue, attribute.value?.span ?? attribute.span, facts));
}

function reportUnexpected(attribute: Attribute, context: Context): undefined {
  const facts = { name: attribute.name.text };
  context.report(
    diagnose(attributeDiagnostics.attributeValueUnexpected, attribute.value?.span ?? attribute.span, facts),
  );
}

function wantedWords(kind: AttributeKind): string {
  if (kind.value === "word") return "a word";
  if (kind.value === "text" || kind.value === "flag") return "a text in quotes";
  return dimensionWords[kind.value];
}
