import type { Exchange } from "./exchange.ts";
import { type Move, makeMove, type SharedMemory } from "./move.ts";
import { Buffer, type NativeBytes } from "./native.ts";

/**
 * Bytes of messages, shared or not, read and written at offsets that generated code holds as constants. Scalars lie
 * naturally aligned and little-endian, so that each access is one typed-array access.
 *
 * The fields are declared, not defined: a field that is defined as undefined first is no constant for V8, and a store
 * through it takes twice as long.
 */
export class Store {
  declare readonly bytes: Uint8Array;
  /**
   * For who reads several numbers at constant places: V8 asks one object once for where it begins and ends, and not an array
   * for each type. In loops, and for bigints, the arrays are quicker.
   */
  declare readonly data: DataView;
  declare private readonly i8: Int8Array;
  declare private readonly u16: Uint16Array;
  declare private readonly i16: Int16Array;
  declare private readonly u32: Uint32Array;
  declare private readonly i32: Int32Array;
  declare private readonly f32: Float32Array;
  declare private readonly f64: Float64Array;
  declare private readonly u64: BigUint64Array;
  declare private readonly i64: BigInt64Array;

  /** Copies within the memory; null where it is none of WebAssembly's. */
  declare readonly move: Move | null;
  /** The bytes of shared memory as Node's Buffer has them; null for other memory, where typed arrays are as quick. */
  declare readonly native: NativeBytes | null;
  /** Of the message that is written or read now, when it may have resources in it; else it means nothing. */
  declare exchange: Exchange | null;
  /** Those of `bytes`, which are slow to ask for. */
  declare readonly buffer: ArrayBufferLike;
  declare readonly offset: number;

  /**
   * `offset` and `length` are bytes, multiples of 8. With a memory of WebAssembly instead of its buffer, bytes that lie
   * in the same memory are copied three to seven times as fast.
   */
  constructor(
    memory: ArrayBufferLike | SharedMemory,
    offset: number = 0,
    length: number = bufferOf(memory).byteLength - offset,
  ) {
    const buffer = bufferOf(memory);
    this.move = "buffer" in memory ? makeMove(memory) : null;
    this.native = buffer instanceof ArrayBuffer ? null : (Buffer?.from(buffer, offset, length) ?? null);
    this.buffer = buffer;
    this.offset = offset;
    this.bytes = new Uint8Array(buffer, offset, length);
    this.data = new DataView(buffer, offset, length);
    this.i8 = new Int8Array(buffer, offset, length);
    this.u16 = new Uint16Array(buffer, offset, length >> 1);
    this.i16 = new Int16Array(buffer, offset, length >> 1);
    this.u32 = new Uint32Array(buffer, offset, length >> 2);
    this.i32 = new Int32Array(buffer, offset, length >> 2);
    this.f32 = new Float32Array(buffer, offset, length >> 2);
    this.f64 = new Float64Array(buffer, offset, length >> 3);
    this.u64 = new BigUint64Array(buffer, offset, length >> 3);
    this.i64 = new BigInt64Array(buffer, offset, length >> 3);
    this.exchange = null;
  }

  loadU8(at: number): number {
    return this.bytes[at] as number;
  }
  loadI8(at: number): number {
    return this.i8[at] as number;
  }
  loadU16(at: number): number {
    return this.u16[at >>> 1] as number;
  }
  loadI16(at: number): number {
    return this.i16[at >>> 1] as number;
  }
  loadU32(at: number): number {
    return this.u32[at >>> 2] as number;
  }
  loadI32(at: number): number {
    return this.i32[at >>> 2] as number;
  }
  loadU64(at: number): bigint {
    return this.u64[at >>> 3] as bigint;
  }
  loadI64(at: number): bigint {
    return this.i64[at >>> 3] as bigint;
  }
  loadF32(at: number): number {
    return this.f32[at >>> 2] as number;
  }
  loadF64(at: number): number {
    return this.f64[at >>> 3] as number;
  }

  storeU8(at: number, value: number): void {
    this.bytes[at] = value;
  }
  storeI8(at: number, value: number): void {
    this.i8[at] = value;
  }
  storeU16(at: number, value: number): void {
    this.u16[at >>> 1] = value;
  }
  storeI16(at: number, value: number): void {
    this.i16[at >>> 1] = value;
  }
  storeU32(at: number, value: number): void {
    this.u32[at >>> 2] = value;
  }
  storeI32(at: number, value: number): void {
    this.i32[at >>> 2] = value;
  }
  storeU64(at: number, value: bigint): void {
    this.u64[at >>> 3] = value;
  }
  storeI64(at: number, value: bigint): void {
    this.i64[at >>> 3] = value;
  }
  storeF32(at: number, value: number): void {
    this.f32[at >>> 2] = value;
  }
  storeF64(at: number, value: number): void {
    this.f64[at >>> 3] = value;
  }
}

function bufferOf(memory: ArrayBufferLike | SharedMemory): ArrayBufferLike {
  return "buffer" in memory ? memory.buffer : memory;
}
