/** SVG elements as data, and their text. */
export interface SvgElement {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly children: readonly (SvgElement | string)[];
}

export function element(
  tag: string,
  attributes: SvgElement["attributes"] = {},
  children: SvgElement["children"] = [],
): SvgElement {
  return { tag, attributes, children };
}

export interface Meaning {
  /** Of the part of the machine that is shown. */
  readonly path?: string;
  /** `group` when there is more to read within, default `img`. */
  readonly role?: "group" | "img";
}

/** A group that says what it shows: on hover and to a screen reader. */
export function titled(
  title: string,
  className: string,
  children: SvgElement["children"],
  { path, role = "img" }: Meaning = {},
): SvgElement {
  const place = path === undefined ? {} : { "data-path": path };
  const attributes = { class: className, role, "aria-label": title, ...place };
  return element("g", attributes, [element("title", {}, [title]), ...children]);
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

/** The characters that XML 1.0 reserves; control characters, which it forbids, are dropped. */
function escapeXml(text: string): string {
  const allowed = text.replace(/[\0-\x08\x0b\x0c\x0e-\x1f]/g, "");
  return allowed.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}
