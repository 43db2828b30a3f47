import { Store } from "../codec/store.ts";
import type { Decode } from "../stub.ts";

/** How values of one type are written: what generated code says of the keys and values of an object. */
export interface ValueCodec<Value> {
  /** Bytes of the longest value. */
  readonly longest: number;
  /** Writes a value into zeroed memory; the number of its bytes. Throws an EncodeError for one that does not fit. */
  readonly encode: (to: Store, at: number, value: Value) => number;
  /** Throws a DecodeError for bytes that are none. */
  readonly decode: Decode<Value>;
}

export const noBytes: Uint8Array = new Uint8Array(0);

/** The same bytes for the same value: what no field lies on is zero. */
export function encodeValue<Value>({ longest, encode }: ValueCodec<Value>, value: Value): Uint8Array {
  const store = new Store(new ArrayBuffer(Math.ceil(longest / 8) * 8));
  return store.bytes.subarray(0, encode(store, 0, value));
}

export function decodeValue<Value>({ decode }: ValueCodec<Value>, bytes: Uint8Array): Value {
  // Stores begin at multiples of eight, and bytes may come from anywhere.
  const store = new Store(new ArrayBuffer(Math.ceil(bytes.length / 8) * 8));
  store.bytes.set(bytes);
  return decode(store, 0, bytes.length);
}

/** Numbers that the runtime itself keeps in state, little-endian. */
export const numberCodec: ValueCodec<number> = {
  longest: 8,
  encode: (to, at, value) => {
    to.storeF64(at, value);
    return 8;
  },
  decode: (from, at) => from.loadF64(at),
};
