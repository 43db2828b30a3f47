/** SVG elements as data, and their text. */
import type { Point, Rectangle } from "./geometry.ts";

export interface SvgElement {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly children: readonly (SvgElement | string)[];
  /** What of the machine it shows, and where; this is not printed. */
  readonly shows?: readonly ScenePart[];
}

/** An element of the plan, by the list it stands in, its index there and its path; of a program its name. */
export interface PartName {
  readonly part: PartKind;
  readonly index: number;
  readonly name: string;
}

type PartKind =
  | "part"
  | "core"
  | "cache"
  | "memory"
  | "controller"
  | "device"
  | "link"
  | "service"
  | "client"
  | "state";

/** Where a picture shows something, in its pixels. */
export interface ScenePart extends PartName {
  readonly box: Rectangle;
  /** The line of a link, from its first end to its second. */
  readonly line?: readonly Point[];
  /** It is one of many cells that are drawn together, and has no element of its own. */
  readonly isCell?: true;
}

export function element(
  tag: string,
  attributes: SvgElement["attributes"] = {},
  children: SvgElement["children"] = [],
): SvgElement {
  return { tag, attributes, children };
}

export interface Meaning {
  readonly shows?: ScenePart;
  /** What it stands for as well. */
  readonly others?: readonly ScenePart[];
  /** `group` when there is more to read within, default `img`. */
  readonly role?: "group" | "img";
}

/** A group that says what it shows: on hover and to a screen reader, which read its title; to programs by `data-`. */
export function titled(
  title: string,
  className: string,
  children: SvgElement["children"],
  { shows, others = [], role = "img" }: Meaning = {},
): SvgElement {
  const named =
    shows === undefined ? {} : { "data-part": shows.part, "data-name": shows.name, "data-index": `${shows.index}` };
  const group = element("g", { class: className, role, ...named }, [element("title", {}, [title]), ...children]);
  return shows === undefined ? group : { ...group, shows: [shows, ...others] };
}

/** All that is shown by elements and by those within them. */
export function partsShown(elements: SvgElement["children"]): readonly ScenePart[] {
  return elements.flatMap((each) =>
    typeof each === "string" ? [] : [...(each.shows ?? []), ...partsShown(each.children)],
  );
}

/** Coordinates with at most one decimal, so that the same picture has the same bytes everywhere. */
export function coordinate(number: number): number {
  return Math.round(number * 10) / 10 + 0;
}

/** One element a line, children indented. */
export function printElement({ tag, attributes, children }: SvgElement, indent = ""): string {
  const named = Object.entries(attributes).map(([name, value]) => ` ${name}="${escapeXml(printValue(value))}"`);
  const head = `${indent}<${tag}${named.join("")}`;
  if (children.length === 0) return `${head}/>\n`;
  if (children.every((child) => typeof child === "string"))
    return `${head}>${children.map((text) => escapeXml(text)).join("")}</${tag}>\n`;
  const inner = children.map((child) =>
    typeof child === "string" ? `${indent}  ${escapeXml(child)}\n` : printElement(child, `${indent}  `),
  );
  return `${head}>\n${inner.join("")}${indent}</${tag}>\n`;
}

function printValue(value: string | number): string {
  return typeof value === "number" ? String(coordinate(value)) : value;
}

/** The characters that XML 1.0 reserves; control characters, which it forbids or nobody sees, are marked as such. */
function escapeXml(text: string): string {
  const allowed = text.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]/g, "\ufffd");
  return allowed.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}
