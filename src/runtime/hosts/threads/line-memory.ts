import type { SharedMemory } from "../../codec/move.ts";

declare const WebAssembly: {
  readonly Memory: new (size: {
    readonly initial: number;
    readonly maximum: number;
    readonly shared: true;
  }) => SharedMemory;
};

const pageBytes = 65_536;

/**
 * Shared memory that begins at a cache line, as the lines that are laid out in it are meant to: at least so many bytes, zeroed.
 * A SharedArrayBuffer begins wherever the allocator of the process had room, at a multiple of 16 bytes: a slot of a ring may
 * lie in two lines then, each of which has to come, and two doorbells in one. WebAssembly's memories begin at a page; they also
 * keep 8 GiB of addresses free behind them, and where those are not to be had it is a SharedArrayBuffer all the same.
 */
export function allocateLines(bytes: number): SharedArrayBuffer {
  const pages = Math.max(1, Math.ceil(bytes / pageBytes));
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true }).buffer;
  } catch {
    return new SharedArrayBuffer(bytes);
  }
}
