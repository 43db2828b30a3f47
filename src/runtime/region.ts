/// <reference lib="esnext.disposable" preserve="true" />
/** Shared memory that programs lease from their kernel, fill in place, and pass in messages instead of its bytes. */

/**
 * Memory that somebody else has leased, to be read. Its owner, and others who hold it to write, may change it at any
 * time: what is judged must be copied first. Everything but `length` and `alive` throws a {@link RegionEndedError} once
 * it has ended: with the answer to the call it came in, when it is released, or when its owner is gone.
 */
export interface Region {
  /** bytes */
  readonly length: number;
  /** Whether it can still be used. */
  readonly alive: boolean;
  /**
   * Copies from byte `start` of the region into `target`, as many bytes as both have; returns their number.
   *
   * @param start 0 to `length`, default 0.
   */
  copyTo(target: Uint8Array, start?: number): number;
  /** A copy of the bytes from `start` to before `end`, by default all; as `Uint8Array.prototype.slice` counts them. */
  slice(start?: number, end?: number): Uint8Array;
  /** Holds it beyond the answer to the call it came in; then it is to be released. Returns itself. */
  keep(): this;
  /** Gives it back. What is released twice stays released. */
  release(): void;
  [Symbol.dispose](): void;
}

/** The same, to be written too. */
export interface WritableRegion extends Region {
  /** The memory itself. Nothing can take it away from who still holds it: it must not be used once the region has ended. */
  readonly bytes: Uint8Array;
}

/** Memory of this program's own. It is zeroed; its kernel has it back when it is released and nobody else holds it. */
export interface Lease extends WritableRegion {
  /** Releases it once it has been passed to others and all of them have given it back. Returns itself. */
  releaseWhenReturned(): this;
}

/** The kernel has no room left for what was asked: not enough memory in one piece, or too many leases or grants. */
export class OutOfMemoryError extends Error {
  override readonly name = "OutOfMemoryError";
  /** What was asked for. */
  readonly bytes: number;
  constructor(bytes: number, text: string) {
    super(text);
    this.bytes = bytes;
  }
}

/** A region was used after it had ended. */
export class RegionEndedError extends Error {
  override readonly name = "RegionEndedError";
  constructor() {
    super("this region has ended: its call was answered, it was released, or its owner is gone");
  }
}
