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

/** Bytes of values that are written and read in memory that is kept for them. */
const sparedBytes = 1024;

/** Zeroed; null while somebody is at work in it: a value's getters may write others. */
let spare: Store | null = new Store(new ArrayBuffer(sparedBytes));

/** Has `act` work in zeroed memory. */
function inMemory<Result>(bytes: number, act: (store: Store) => Result): Result {
  // Stores begin at multiples of eight, and bytes may come from anywhere.
  if (spare === null || bytes > sparedBytes) return act(new Store(new ArrayBuffer(Math.ceil(bytes / 8) * 8)));
  const store = spare;
  spare = null;
  try {
    return act(store);
  } finally {
    store.bytes.fill(0, 0, bytes);
    spare = store;
  }
}

/** The same bytes for the same value: what no field lies on is zero. */
export function encodeValue<Value>({ longest, encode }: ValueCodec<Value>, value: Value): Uint8Array {
  return inMemory(longest, (store) => store.bytes.slice(0, encode(store, 0, value)));
}

export function decodeValue<Value>({ decode }: ValueCodec<Value>, bytes: Uint8Array): Value {
  return inMemory(bytes.length, (store) => {
    store.bytes.set(bytes);
    return decode(store, 0, bytes.length);
  });
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
