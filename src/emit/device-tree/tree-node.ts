/** A device tree as data (Devicetree Specification 0.4, §2). */
export interface TreeNode {
  readonly name: string;
  /** What references know it by; none, where there are none. */
  readonly label?: string;
  readonly properties: readonly TreeProperty[];
  readonly children: readonly TreeNode[];
}

export interface TreeProperty {
  readonly name: string;
  readonly value: TreeValue;
}

export type TreeValue =
  /** It is there, and that is all. */
  | { readonly kind: "flag" }
  /** 32 bits each. */
  | { readonly kind: "cells"; readonly cells: readonly Cell[] }
  /** 64 bits each. */
  | { readonly kind: "wide"; readonly numbers: readonly bigint[] }
  | { readonly kind: "texts"; readonly texts: readonly string[] };

export type Cell = number | Reference;

/** The phandle of the node with a label. */
export interface Reference {
  readonly label: string;
}

export function node(name: string, properties: readonly TreeProperty[], children: readonly TreeNode[] = []): TreeNode {
  return { name, properties, children };
}

/** The same node, under a label. */
export function labelled(label: string, named: TreeNode): TreeNode {
  return { ...named, label };
}

export function flag(name: string): TreeProperty {
  return { name, value: { kind: "flag" } };
}

export function cells(name: string, ...numbers: readonly Cell[]): TreeProperty {
  return { name, value: { kind: "cells", cells: numbers } };
}

/** The two cells of 64 bits, the upper ones first. */
export function twoCells(number: bigint): readonly number[] {
  return [Number(number >> 32n), Number(number & 0xffff_ffffn)];
}

export function wide(name: string, ...numbers: readonly (bigint | number)[]): TreeProperty {
  return { name, value: { kind: "wide", numbers: numbers.map(BigInt) } };
}

export function texts(name: string, ...values: readonly string[]): TreeProperty {
  return { name, value: { kind: "texts", texts: values } };
}
