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

/**
 * Hops and channels of a plan are by far the most of it, at about 200 letters each: more than this many make more letters
 * than a string may have, 2^29 in Node.js 20. Such a plan can be used, but not written.
 */
const mostWritten = 2_400_000;

/** How many hops and channels a plan has when they are too many to be written; null when they are not. */
export function countUnwritable({ fabric, boot }: Pick<Plan, "fabric" | "boot">): number | null {
  const count = (fabric?.hops.length ?? 0) + (boot?.channels.length ?? 0);
  return count > mostWritten ? count : null;
}

/** Any other JSON in the same canonical form. */
export function serialiseJson(value: object): string {
  return `${render(value, "")}\n`;
}

/** Starts behind `label`, on a line that is indented by `indent`. What fits into its own line may fit into the whole's. */
function render(value: unknown, indent: string, label = ""): string {
  if (!isObject(value)) return label + JSON.stringify(value);
  const isArray = Array.isArray(value);
  if (isArray && value.every((item) => typeof item === "number")) return `${label}[${value.join(", ")}]`;
  const inner = `${indent}  `;
  const parts = isArray
    ? value.map((item) => renderItem(item, inner))
    : Object.entries(value).map(([key, member]) => render(member, inner, labelOf(key)));
  const [open, close] = isArray ? ["[", "]"] : ["{", "}"];
  if (parts.length === 0) return label + open + close;
  const space = isArray ? "" : " ";
  const room = lineWidth - indent.length - label.length - 2 * (1 + space.length);
  if (fitOnOneLine(parts, room)) return `${label}${open}${space}${parts.join(", ")}${space}${close}`;
  return `${label}${open}\n${parts.map((part) => inner + part).join(",\n")}\n${indent}${close}`;
}

function fitOnOneLine(parts: readonly string[], room: number): boolean {
  let left = room + 2;
  for (const part of parts) {
    left -= part.length + 2;
    if (left < 0 || part.includes("\n")) return false;
  }
  return true;
}

const items = new Memory<object, string>();

/** What stands in a list of the plan itself, such as an interface, is made once and comes again in the next plan. */
function renderItem(item: unknown, indent: string): string {
  const isSection = indent.length === 4 && isObject(item);
  return isSection ? items.recall(item, () => render(item, indent)) : render(item, indent);
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

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
