/** What the tree holds of address spaces: spaces, their maps, IOMMUs and banks of registers. */
import type { ArrayDimension, Attribute, Expression, Path } from "./expressions.ts";
import type { DeclarationBase, Documentation, Name, Node } from "./node.ts";

/** `space l3: 32 bits { … }`, `space pci: (8 bits, 5 bits, 3 bits)` */
export interface SpaceItem extends DeclarationBase {
  readonly kind: "space";
  readonly dimensions: readonly ArrayDimension[];
  /** Of each part of an address, the most significant first; one for plain addresses. */
  readonly widths: readonly Expression[];
  readonly items: readonly SpaceEntry[];
}

export type SpaceEntry = MapItem | ElseItem | SpaceForItem;

/** `map 0x4000_0000 size 16 MiB to l4 at 0x0, read only`, `map 0x8000_0000 over p[*].dram by 4 KiB` */
export interface MapItem extends Node {
  readonly kind: "map";
  readonly documentation: Documentation;
  readonly from: Address;
  /** Behind `..`: the last address that belongs to it. */
  readonly to: Expression | null;
  /** Without `to` and `size` the whole target is mapped. */
  readonly size: Expression | null;
  /** One behind `to`; behind `over` all that addresses alternate between. */
  readonly targets: readonly Path[];
  /** Behind `over`: bytes of each turn. */
  readonly granule: Expression | null;
  /** Where in the target it begins; at its first address when null. */
  readonly at: Address | null;
  readonly attributes: readonly Attribute[];
}

/** `else to l3 at 0x8000_0000, read only`: what no map of the space holds. */
export interface ElseItem extends Node {
  readonly kind: "else";
  readonly documentation: Documentation;
  readonly target: Path;
  /** Where in the target address 0 of the space would be; at address 0 when null. */
  readonly at: Expression | null;
  readonly attributes: readonly Attribute[];
}

/** `for i in 0..3 { map 0x1000 * i to uart[i] }`; both ends belong to the range. */
export interface SpaceForItem extends Node {
  readonly kind: "for";
  readonly variables: readonly Name[];
  readonly from: Expression;
  readonly to: Expression;
  readonly items: readonly SpaceEntry[];
}

export type Address = Expression | AddressTuple;

/** `(0, 2..3, *)`: one entry for each part of the address. */
export interface AddressTuple extends Node {
  readonly kind: "tuple";
  readonly entries: readonly AddressEntry[];
}

/** `to` is null for a single number; both are for `*`. */
export interface AddressEntry extends Node {
  readonly from: Expression | null;
  readonly to: Expression | null;
}

/** `iommu smmu: 48 bits to l3, contexts 128, page 4 KiB` */
export interface IommuItem extends DeclarationBase {
  readonly kind: "iommu";
  readonly dimensions: readonly ArrayDimension[];
  readonly width: Expression;
  readonly to: Path;
  readonly attributes: readonly Attribute[];
}

/** `registers control: 4 KiB`: a bank of the registers of a device. */
export interface RegistersItem extends DeclarationBase {
  readonly kind: "registers";
  readonly size: Expression;
}

/** `sees l3`: the space that the accesses of a core or device go to. */
export interface SeesClause extends Node {
  readonly space: Path;
}
