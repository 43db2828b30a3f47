/** Pieces of code that break over several lines when one is too short for them. */

import { lineWidth } from "./imports.ts";
import type { ParameterDeclarationStructure } from "./structures.ts";

/** A parameter whose type is text. */
export type Parameter = ParameterDeclarationStructure & { readonly type: string };

/** Where a piece breaks: what stands around it still has to fit into a line. */
const pieceWidth = 88;

export function indent(text: string): string {
  return text.includes("\n") ? `  ${text.replaceAll("\n", "\n  ")}` : `  ${text}`;
}

/** `{ lba: …, count: … }` */
export function printObject(members: readonly string[], values: readonly string[]): string {
  return printProperties(members.map((member, index) => printProperty(member, values[index] ?? "")));
}

export function printProperties(properties: readonly string[]): string {
  return printList("{", properties, "}");
}

export function printProperty(member: string, value: string): string {
  return member === value ? member : `${member}: ${value}`;
}

/** `call(draft, 1, …)` */
export function printCall(callee: string, values: readonly string[]): string {
  return printList(`${callee}(`, values, ")");
}

/** `[first, second]` */
export function printArray(elements: readonly string[]): string {
  return printList("[", elements, "]");
}

function printList(open: string, parts: readonly string[], close: string): string {
  if (parts.length === 0) return open + close;
  const space = open.endsWith("{") ? " " : "";
  const oneLine = `${open}${space}${parts.join(", ")}${space}${close}`;
  if (oneLine.length <= pieceWidth && !oneLine.includes("\n")) return oneLine;
  return `${open}\n${parts.map((part) => `${indent(part)},\n`).join("")}${close}`;
}

/** A JSDoc comment around what `documentation` gives. */
export function printComment(text: string): string {
  if (!text.startsWith("\n")) return `/** ${text} */`;
  const lines = text.slice(1).split("\n");
  return `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join("\n")}\n */`;
}

/** The parameters of a signature, each on a line of its own when one line is too short for the whole of it. */
export function fitParameters(name: string, parameters: readonly Parameter[], returnType: string): Parameter[] {
  const texts = parameters.map((one) => `${one.name}${one.hasQuestionToken ? "?" : ""}: ${one.type}`);
  // In front of it an indentation or a keyword, behind it the brace.
  const width = `function ${name}(${texts.join(", ")}): ${returnType} {`.length;
  if (width <= lineWidth) return [...parameters];
  const last = parameters.length - 1;
  return parameters.map((one, index) => ({
    ...one,
    leadingTrivia: "\n",
    trailingTrivia: index === last ? ",\n" : ",",
  }));
}
