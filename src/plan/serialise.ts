import { Memory } from "../algorithms/memory.ts";
import type { Plan } from "./plan.ts";

/** What is longer than that, indentation included, is broken. */
const lineWidth = 120;

/**
 * The plan as canonical JSON: the same bytes for the same plan. Keys stand in the order in which the plan's sections are
 * built; an object or array that fits stands on one line; arrays of numbers always do.
 */
export function serialisePlan(plan: Plan): string {
  return serialiseJson(plan);
}

/** Any other JSON in the same canonical form. */
export function serialiseJson(value: object): string {
  return `${render(value, "")}\n`;
}

/** Starts behind `label`, on a line that is indented by `indent`. */
function render(value: unknown, indent: string, label = ""): string {
  const room = isFlat(value) ? Number.POSITIVE_INFINITY : lineWidth - indent.length - label.length;
  const line = renderOnOneLine(value, room);
  if (line !== null) return label + line;
  const inner = `${indent}  `;
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  const lines = Array.isArray(value)
    ? value.map((item) => renderItem(item, inner))
    : entriesOf(value).map(([key, member]) => render(member, inner, labelOf(key)));
  return `${label}${open}\n${lines.map((line) => inner + line).join(",\n")}\n${indent}${close}`;
}

const items = new Memory<object, string>();

/** What stands in a list of the plan itself, such as an interface, is made once and comes again in the next plan. */
function renderItem(item: unknown, indent: string): string {
  const isSection = indent.length === 4 && isObject(item);
  return isSection ? items.recall(item, () => render(item, indent)) : render(item, indent);
}

/** Null as soon as it is known to be longer than `room`: what does not fit is never rendered whole. */
function renderOnOneLine(value: unknown, room: number): string | null {
  if (!isObject(value)) return fitted(JSON.stringify(value), room);
  const isArray = Array.isArray(value);
  const members = isArray ? value : Object.values(value);
  const keys = isArray ? null : Object.keys(value);
  if (members.length === 0) return fitted(isArray ? "[]" : "{}", room);
  const [open, close] = isArray ? ["[", "]"] : ["{ ", " }"];
  let text = open;
  for (let index = 0; index < members.length; index++) {
    if (index > 0) text += ", ";
    if (keys !== null) text += labelOf(keys[index] ?? "");
    const member = renderOnOneLine(members[index], room - text.length - close.length);
    if (member === null) return null;
    text += member;
  }
  return text + close;
}

/** Keys are few and come again and again. */
const labels = new Map<string, string>();

function labelOf(key: string): string {
  const known = labels.get(key);
  if (known !== undefined) return known;
  const label = `${JSON.stringify(key)}: `;
  labels.set(key, label);
  return label;
}

function fitted(text: string, room: number): string | null {
  return text.length <= room ? text : null;
}

/** Scalars, and arrays of numbers. */
function isFlat(value: unknown): boolean {
  return Array.isArray(value) ? value.every((item) => typeof item === "number") : !isObject(value);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function entriesOf(value: unknown): [string, unknown][] {
  return isObject(value) ? Object.entries(value) : [];
}
