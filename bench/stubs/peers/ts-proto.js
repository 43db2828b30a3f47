import { Bulk, Medium, Small } from "~ts-proto";
import { bulks, mediums, slots, smalls } from "../values.ts";
import { withoutExtras } from "./plain.js";

function codec(type, values) {
  const encoded = new Array(slots).fill(new Uint8Array(0));
  return {
    encode: (index) => {
      encoded[index] = type.encode(values[index]).finish();
      return encoded[index];
    },
    decode: (index) => type.decode(encoded[index]),
    toValue: withoutExtras,
  };
}

export const tsProto = {
  name: "ts-proto",
  small: codec(Small, smalls),
  medium: codec(Medium, mediums),
  bulk: codec(Bulk, bulks),
};
