import { invariant } from "../../diagnostics/invariant.ts";
import { type Cell, cells, type TreeNode, type TreeProperty } from "./tree-node.ts";

/** Numbers of the nodes of a tree that others refer to, from 1, in the order in which they stand there. */
export class Phandles {
  readonly #numbers = new Map<string, number>();

  constructor(root: TreeNode) {
    const wanted = new Set<string>();
    collectWanted(root, wanted);
    this.#number(root, wanted);
  }

  propertyOf({ label }: TreeNode): readonly TreeProperty[] {
    const number = this.#numbers.get(label ?? "");
    return number === undefined ? [] : [cells("phandle", number)];
  }

  numberOf(cell: Cell): number {
    if (typeof cell === "number") return cell;
    const number = this.#numbers.get(cell.label);
    invariant(number !== undefined, `the tree has no node with the label ${cell.label}`);
    return number;
  }

  #number({ label, children }: TreeNode, wanted: ReadonlySet<string>): void {
    if (label !== undefined && wanted.has(label)) this.#numbers.set(label, this.#numbers.size + 1);
    for (const child of children) this.#number(child, wanted);
  }
}

function collectWanted({ properties, children }: TreeNode, wanted: Set<string>): void {
  for (const { value } of properties) {
    if (value.kind !== "cells") continue;
    for (const cell of value.cells) if (typeof cell !== "number") wanted.add(cell.label);
  }
  for (const child of children) collectWanted(child, wanted);
}
