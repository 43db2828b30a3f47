/** Paths, expressions, dimensions of arrays, and attributes. */
import type { Name, Node } from "./node.ts";

/** `p[0].cpu[*]` */
export interface Path extends Node {
  readonly steps: readonly PathStep[];
}

export interface PathStep extends Node {
  readonly name: Name;
  readonly selectors: readonly Selector[];
}

/** `[2 * i]`, `[*]`, `[0..3]` (both ends belong to the range) */
export type Selector = IndexSelector | (Node & { readonly kind: "all" }) | RangeSelector;

export interface IndexSelector extends Node {
  readonly kind: "index";
  readonly index: Expression;
}

export interface RangeSelector extends Node {
  readonly kind: "range";
  readonly from: Expression;
  readonly to: Expression;
}

export type Expression = NumberLiteral | QuantityLiteral | Reference | UnaryExpression | BinaryExpression;

/** `512`, `0x1000`, `1_000`, `3.2`; the value is exact only up to 2^53, `raw` is what was written. */
export interface NumberLiteral extends Node {
  readonly kind: "number";
  readonly value: number;
  readonly raw: string;
}

/** `60 cycles`, `3.2 GB/s`; `clock` is set for `60 cycles of p[0].cpu[0]`. */
export interface QuantityLiteral extends Node {
  readonly kind: "quantity";
  readonly number: NumberLiteral;
  readonly unit: Name;
  readonly clock: Path | null;
}

/** `sector`; `Block.sector`: of another interface. */
export interface Reference extends Node {
  readonly kind: "reference";
  readonly interface: Name | null;
  readonly name: Name;
}

export interface UnaryExpression extends Node {
  readonly kind: "unary";
  readonly operator: "-";
  readonly operand: Expression;
}

export interface BinaryExpression extends Node {
  readonly kind: "binary";
  readonly operator: "+" | "-" | "*" | "/" | "%";
  readonly left: Expression;
  readonly right: Expression;
}

/** Of an array of elements: `[4]`, or `[i in 0..3]`, where the item can name the index of each element. */
export type ArrayDimension = LengthDimension | IndexDimension;

export interface LengthDimension extends Node {
  readonly kind: "length";
  readonly length: Expression;
}

/** Both ends belong to the range; that it begins at 0 is judged later. */
export interface IndexDimension extends Node {
  readonly kind: "index";
  readonly variable: Name;
  readonly from: Expression;
  readonly to: Expression;
}

/** `latency 75 cycles`, `ordered`, `little endian` (name `little`, value the word `endian`). */
export interface Attribute extends Node {
  readonly name: Name;
  readonly value: Expression | Word | StringLiteralExpression | null;
}

/** A bare word as the value of an attribute. */
export interface Word extends Node {
  readonly kind: "word";
  readonly text: string;
}

export interface StringLiteralExpression extends Node {
  readonly kind: "string";
  readonly value: string;
}
