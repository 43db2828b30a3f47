/** What Node brings along. */
import { deserialize, serialize } from "node:v8";
import type { Codec, Contender } from "./contender.ts";
import { type Bulk, bulks, type Medium, mediums, type Small, slots, smalls } from "./values.ts";

/** Text has neither bigints nor bytes: as strings, the way people send them. */
function jsonCodec<Value extends object>(values: readonly Value[], toValue: (decoded: never) => Value): Codec<Value> {
  const texts: string[] = new Array(slots).fill("");
  return {
    encode: (index) => {
      texts[index] = JSON.stringify(values[index], toText);
      return texts[index];
    },
    decode: (index) => JSON.parse(texts[index] as string),
    toValue,
  };
}

function toText(_name: string, value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  return value instanceof Uint8Array ? Buffer.from(value).toString("base64") : value;
}

type Json<Value> = { readonly [Name in keyof Value]: Value[Name] extends bigint | Uint8Array ? string : Value[Name] };

export const json: Contender = {
  name: "JSON",
  small: jsonCodec<Small>(smalls, ({ lba, ...rest }: Json<Small>) => ({ ...rest, lba: BigInt(lba) })),
  medium: jsonCodec<Medium>(mediums, ({ id, ...rest }: Json<Medium>) => ({ ...rest, id: BigInt(id) })),
  bulk: jsonCodec<Bulk>(bulks, ({ lba, data, ...rest }: Json<Bulk>) => ({
    ...{ ...rest, lba: BigInt(lba) },
    data: new Uint8Array(Buffer.from(data, "base64")),
  })),
};

/** The two halves of what `postMessage` does with a value. */
function cloneCodec<Value>(values: readonly Value[]): Codec<Value> {
  const clones: Buffer[] = new Array(slots).fill(Buffer.alloc(0));
  return {
    encode: (index) => {
      clones[index] = serialize(values[index]);
      return clones[index];
    },
    decode: (index) => deserialize(clones[index] as Buffer),
    toValue: (decoded) => decoded,
  };
}

export const structuredClone: Contender = {
  name: "structuredClone",
  small: cloneCodec(smalls),
  medium: cloneCodec(mediums),
  bulk: cloneCodec(bulks),
};
