/** A WebAssembly memory that threads share, as far as it matters here: not every library of types knows WebAssembly. */
export interface SharedMemory {
  readonly buffer: SharedArrayBuffer;
}

/** Copies `bytes` from one offset of a memory to another, however they overlap. */
export type Move = (to: number, from: number, bytes: number) => void;

declare const WebAssembly: {
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: { readonly m: { readonly m: SharedMemory } },
  ) => { readonly exports: { readonly move: Move } };
};

/**
 * One function around `memory.copy`, the quickest copy there is in shared memory (WebAssembly, "Bulk memory operations"):
 *
 *     (module
 *       (import "m" "m" (memory 1 65536 shared))
 *       (func (export "move") (param i32 i32 i32)
 *         (memory.copy (local.get 0) (local.get 1) (local.get 2))))
 */
// biome-ignore format: a line for each section
const code = Uint8Array.of(
  0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00,
  0x01, 0x07, 0x01, 0x60, 0x03, 0x7f, 0x7f, 0x7f, 0x00,
  0x02, 0x0b, 0x01, 0x01, 0x6d, 0x01, 0x6d, 0x02, 0x03, 0x01, 0x80, 0x80, 0x04,
  0x03, 0x02, 0x01, 0x00,
  0x07, 0x08, 0x01, 0x04, 0x6d, 0x6f, 0x76, 0x65, 0x00, 0x00,
  0x0a, 0x0e, 0x01, 0x0c, 0x00, 0x20, 0x00, 0x20, 0x01, 0x20, 0x02, 0xfc, 0x0a, 0x00, 0x00, 0x0b,
);

let compiled: object | undefined;

/** The copy function of a memory. */
export function makeMove(memory: SharedMemory): Move {
  compiled ??= new WebAssembly.Module(code);
  return new WebAssembly.Instance(compiled, { m: { m: memory } }).exports.move;
}
