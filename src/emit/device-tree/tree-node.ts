/** A device tree as data (Devicetree Specification 0.4, §2). */
export interface TreeNode {
  readonly name: string;
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
  | { readonly kind: "cells"; readonly cells: readonly number[] }
  /** 64 bits each. */
  | { readonly kind: "wide"; readonly numbers: readonly bigint[] }
  | { readonly kind: "texts"; readonly texts: readonly string[] };

export function node(name: string, properties: readonly TreeProperty[], children: readonly TreeNode[] = []): TreeNode {
  return { name, properties, children };
}

export function cells(name: string, ...numbers: readonly number[]): TreeProperty {
  return { name, value: { kind: "cells", cells: numbers } };
}

export function wide(name: string, ...numbers: readonly (bigint | number)[]): TreeProperty {
  return { name, value: { kind: "wide", numbers: numbers.map(BigInt) } };
}

export function texts(name: string, ...values: readonly string[]): TreeProperty {
  return { name, value: { kind: "texts", texts: values } };
}
