/** What asks for a place: copies of programs for cores, their buffers for memories. */
import type { NumberRange } from "../../algorithms/number-ranges.ts";
import type { Buffer, Program } from "../../model/deployment.ts";
import type { Core, Memory } from "../../model/machine.ts";
import type { Need } from "../decoding/sights.ts";

/** One copy of a program, which needs a core. */
export interface Copy {
  readonly index: number;
  readonly program: Program;
  /** Copies of one opening are interchangeable. */
  readonly opening: number;
  /** Ascending by index, or in the order said by hand. */
  readonly cores: readonly Core[];
  readonly reason: string | null;
}

/** A buffer of one copy, which needs a memory. */
export interface CopyBuffer {
  readonly index: number;
  readonly copy: Copy;
  readonly buffer: Buffer;
  /** Those that have room for it and that everybody who uses it can address from some core. */
  readonly memories: readonly Memory[];
  /** Copies whose cores make a difference to which bytes it may take. */
  readonly parties: readonly BufferParty[];
  /** The bytes of a memory that its device can address, and nobody who must not wherever programs lie. */
  readonly bytesOf: (memory: Memory) => readonly NumberRange[];
}

/** A copy whose core makes a difference to which bytes a buffer may take. */
export interface BufferParty {
  readonly copy: Copy;
  /** What its core does with the bytes; null when it must not be able to address any of them. */
  readonly need: Need | null;
}
