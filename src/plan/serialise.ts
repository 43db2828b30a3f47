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
  const compact = renderOnOneLine(value);
  if (indent.length + label.length + compact.length <= lineWidth || isFlat(value)) return label + compact;
  const inner = `${indent}  `;
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  const lines = Array.isArray(value)
    ? value.map((item) => render(item, inner))
    : entriesOf(value).map(([key, member]) => render(member, inner, `${JSON.stringify(key)}: `));
  return `${label}${open}\n${lines.map((line) => inner + line).join(",\n")}\n${indent}${close}`;
}

function renderOnOneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(renderOnOneLine).join(", ")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = entriesOf(value).map(([key, member]) => `${JSON.stringify(key)}: ${renderOnOneLine(member)}`);
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

/** Scalars, and arrays of them. */
function isFlat(value: unknown): boolean {
  return Array.isArray(value) ? value.every((item) => typeof item === "number") : !isObject(value);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function entriesOf(value: unknown): [string, unknown][] {
  return isObject(value) ? Object.entries(value) : [];
}
