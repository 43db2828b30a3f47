import type { Cell, TreeNode, TreeProperty, TreeValue } from "./tree-node.ts";

/** The source of a device tree, as `dtc` reads it: for people. `remark` stands in a comment on top. */
export function printTree(root: TreeNode, remark: string): string {
  return `${heading(remark)}\n${printNode({ ...root, name: "/" }, "")}`;
}

/** The same of an overlay: what it refers to may be in the tree that it is laid over. */
export function printOverlay(root: TreeNode, remark: string): string {
  return `${heading(remark)}/plugin/;\n\n${printNode({ ...root, name: "/" }, "")}`;
}

function heading(remark: string): string {
  return `/* ${remark.replaceAll("*/", "* /")} */\n/dts-v1/;\n`;
}

function printNode({ name, label, properties, children }: TreeNode, indent: string): string {
  const inner = `${indent}\t`;
  const lines = properties.map((property) => `${inner}${printProperty(property)}\n`);
  const blocks = children.map((child) => printNode(child, inner));
  const gap = lines.length > 0 && blocks.length > 0 ? "\n" : "";
  const known = label === undefined ? "" : `${label}: `;
  return `${indent}${known}${name} {\n${lines.join("")}${gap}${blocks.join("\n")}${indent}};\n`;
}

function printProperty({ name, value }: TreeProperty): string {
  const text = printValue(value);
  return text === "" ? `${name};` : `${name} = ${text};`;
}

function printValue(value: TreeValue): string {
  switch (value.kind) {
    case "flag":
      return "";
    case "cells":
      return `<${value.cells.map(printCell).join(" ")}>`;
    case "wide":
      return `/bits/ 64 <${value.numbers.map(hex).join(" ")}>`;
    case "texts":
      return value.texts.map((text) => `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`).join(", ");
  }
}

function printCell(cell: Cell): string {
  return typeof cell === "number" ? hex(cell) : `&${cell.label}`;
}

function hex(number: number | bigint): string {
  return `0x${number.toString(16)}`;
}
