/**
 * Address spaces: the decoding net of a machine. A space maps ranges of its addresses onto memories, registers and other
 * spaces; memories and registers accept. What is unmapped is unaddressable. After R. Achermann, L. Humbel, D. Cock and
 * T. Roscoe, "Formalizing Memory Accesses and Interrupts" (MARS '17) and "Physical Addressing on Real Hardware in
 * Isabelle/HOL" (ITP '18).
 */
import { printHexadecimal, printParts } from "../algorithms/hexadecimal.ts";
import type { Span } from "../source/source-file.ts";
import type { Documentation } from "./documentation.ts";
import { type Interleave, sizeOfInterleave } from "./interleave.ts";
import type { Controller } from "./interrupt.ts";
import type { Device, Memory, Part } from "./machine.ts";

export interface Space {
  readonly index: number;
  readonly path: string;
  readonly documentation: Documentation;
  readonly span: Span;
  readonly part: Part;
  /**
   * Bits of each part of an address, the most significant first; just one for plain addresses. An address of several
   * parts is kept as the number that its parts make one behind the other, as buses do (PCI's bus, device, function).
   */
  readonly widths: readonly number[];
  /** Bits of a whole address, 1 to 64. */
  readonly bits: number;
  /** As they were written, ascending; those of a tuple with ranges in it stand one for each run of addresses. */
  readonly maps: readonly SpaceMap[];
  /** Set for a space whose maps are not wired but programmed, each device having its own. */
  readonly iommu: Iommu | null;
}

export interface Iommu {
  /** Where translated accesses go on. */
  readonly to: Space;
  readonly toSpan: Span;
  /** How many devices, or groups of them, can have maps of their own; null when unsaid. */
  readonly contexts: number | null;
  /** bytes */
  readonly pageBytes: number;
}

/** Both ends belong to the range. */
export interface AddressRange {
  readonly from: bigint;
  readonly to: bigint;
}

export interface SpaceMap extends AddressRange {
  readonly space: Space;
  readonly target: MapTarget;
  /** Where in the target the range begins: an offset in a memory or in registers, an address of another space. */
  readonly at: bigint;
  readonly access: Access;
  /** Set for what `else` passes on: addresses that no other map of the space holds. */
  readonly isRest?: true;
  readonly span: Span;
  readonly targetSpan: Span;
}

export type Access = "readWrite" | "readOnly" | "writeOnly";

export type MapTarget =
  | { readonly kind: "memory"; readonly memory: Memory }
  | { readonly kind: "registers"; readonly registers: RegisterBank }
  | { readonly kind: "interleave"; readonly interleave: Interleave }
  | { readonly kind: "space"; readonly space: Space };

/** Registers of a device or an interrupt controller that lie together. */
export interface RegisterBank {
  readonly index: number;
  /** `nic.control`; the path of the device itself for registers without a name. */
  readonly path: string;
  readonly documentation: Documentation;
  readonly span: Span;
  readonly owner: RegisterOwner;
  /** Null for registers that have no names. */
  readonly name: string | null;
  /** bytes */
  readonly size: number;
}

export type RegisterOwner =
  | { readonly kind: "device"; readonly device: Device }
  | { readonly kind: "controller"; readonly controller: Controller };

/** `0x5502_0000` */
export const printAddress = printHexadecimal;

/** An address of a space as its parts: `(0, 2, 0)`; as {@link printAddress} where it has only one. */
export function printAddressOf({ widths }: Pick<Space, "widths">, address: bigint): string {
  return printParts(address, widths);
}

/** `0x8000_0000..0xbfff_ffff`; a single address by itself. */
export function printRange(space: Pick<Space, "widths">, { from, to }: AddressRange): string {
  const [first, last] = [printAddressOf(space, from), printAddressOf(space, to)];
  return from === to ? first : `${first}..${last}`;
}

/** The last address of a space. */
export function lastAddress({ bits }: Pick<Space, "bits">): bigint {
  return (1n << BigInt(bits)) - 1n;
}

/** Bytes of a memory or bank of registers, addresses of a space. */
export function sizeOfTarget(target: MapTarget): bigint {
  switch (target.kind) {
    case "memory":
      return BigInt(target.memory.size);
    case "registers":
      return BigInt(target.registers.size);
    case "interleave":
      return sizeOfInterleave(target.interleave);
    case "space":
      return lastAddress(target.space) + 1n;
  }
}

export function pathOfTarget(target: MapTarget): string {
  switch (target.kind) {
    case "memory":
      return target.memory.path;
    case "registers":
      return target.registers.path;
    case "interleave": {
      const { memories, granule } = target.interleave;
      return `${memories.map(({ path }) => path).join(", ")} by ${printAddress(granule)}`;
    }
    case "space":
      return target.space.path;
  }
}
