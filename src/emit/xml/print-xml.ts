/** Elements of XML, indented by two spaces. */

export type Attribute = readonly [name: string, value: string | number];

export interface Element {
  readonly name: string;
  readonly attributes: readonly Attribute[];
  readonly children: readonly Element[];
}

export function element(name: string, attributes: readonly Attribute[], children: readonly Element[] = []): Element {
  return { name, attributes, children };
}

/** `prologue`: lines between the declaration and the root. */
export function printXml(root: Element, prologue: readonly string[] = []): string {
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>', ...prologue];
  printElement(root, "", lines);
  return `${lines.join("\n")}\n`;
}

function printElement({ name, attributes, children }: Element, indent: string, lines: string[]): void {
  const tag = `${indent}<${name}${attributes.map(([key, value]) => ` ${key}="${escapeText(`${value}`)}"`).join("")}`;
  if (children.length === 0) {
    lines.push(`${tag}/>`);
    return;
  }
  lines.push(`${tag}>`);
  for (const child of children) printElement(child, `${indent}  `, lines);
  lines.push(`${indent}</${name}>`);
}

const entities: Readonly<Record<string, string>> = { "<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;" };

/** Readers such as hwloc's own take no other entities, and no characters outside of ASCII. */
function escapeText(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, "?").replace(/[<>&"]/g, (character) => entities[character] ?? "");
}
