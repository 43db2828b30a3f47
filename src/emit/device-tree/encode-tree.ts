import { BigEndianBytes } from "./big-endian-bytes.ts";
import { Phandles } from "./phandles.ts";
import type { TreeNode, TreeValue } from "./tree-node.ts";

const magic = 0xd00dfeed;
const version = 17;
const lastCompatible = 16;
const headerBytes = 40;
const reservationBytes = 16;
const token = { begin: 1, end: 2, property: 3, last: 9 } as const;

/**
 * A flattened device tree of version 17 (Devicetree Specification 0.4, §5), without memory reservations. Nodes that are
 * referred to get phandles; every reference is to a node of the tree.
 */
export function encodeTree(root: TreeNode): Uint8Array {
  const names = new NameBlock();
  const structure = new BigEndianBytes();
  writeNode(structure, { ...root, name: "" }, { names, phandles: new Phandles(root) });
  structure.u32(token.last);
  const structureAt = headerBytes + reservationBytes;
  const stringsAt = structureAt + structure.length;
  const strings = names.finish();
  const out = new BigEndianBytes();
  for (const word of [magic, stringsAt + strings.length, structureAt, stringsAt, headerBytes]) out.u32(word);
  for (const word of [version, lastCompatible, 0, strings.length, structure.length]) out.u32(word);
  out.zeros(reservationBytes);
  out.bytes(structure.finish());
  out.bytes(strings);
  return out.finish();
}

interface Writing {
  readonly names: NameBlock;
  readonly phandles: Phandles;
}

function writeNode(out: BigEndianBytes, written: TreeNode, writing: Writing): void {
  const { name, properties, children } = written;
  out.u32(token.begin);
  out.text(name);
  out.align(4);
  for (const property of [...properties, ...writing.phandles.propertyOf(written)]) {
    const value = encodeValue(property.value, writing.phandles);
    for (const word of [token.property, value.length, writing.names.offsetOf(property.name)]) out.u32(word);
    out.bytes(value);
    out.align(4);
  }
  for (const child of children) writeNode(out, child, writing);
  out.u32(token.end);
}

function encodeValue(value: TreeValue, phandles: Phandles): Uint8Array {
  const out = new BigEndianBytes();
  if (value.kind === "cells") for (const cell of value.cells) out.u32(phandles.numberOf(cell));
  if (value.kind === "wide") for (const number of value.numbers) out.u64(number);
  if (value.kind === "texts") for (const text of value.texts) out.text(text);
  return out.finish();
}

/** Names of properties, each once. */
class NameBlock {
  readonly #out = new BigEndianBytes();
  readonly #offsets = new Map<string, number>();

  offsetOf(name: string): number {
    const known = this.#offsets.get(name);
    if (known !== undefined) return known;
    const offset = this.#out.length;
    this.#offsets.set(name, offset);
    this.#out.text(name);
    return offset;
  }

  finish(): Uint8Array {
    return this.#out.finish();
  }
}
