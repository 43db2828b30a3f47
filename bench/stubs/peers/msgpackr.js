import { Packr } from "msgpackr";
import { bulks, mediums, slots, smalls } from "../values.ts";
import { withoutExtras } from "./plain.js";

/** With records: names of fields are sent once and not in every message. */
function codec(values) {
  const packr = new Packr({ structures: [], int64AsType: "bigint", moreTypes: false });
  const encoded = new Array(slots).fill(new Uint8Array(0));
  return {
    encode: (index) => {
      encoded[index] = packr.pack(values[index]);
      return encoded[index];
    },
    decode: (index) => packr.unpack(encoded[index]),
    toValue: withoutExtras,
  };
}

export const msgpackr = {
  name: "msgpackr",
  small: codec(smalls),
  medium: codec(mediums),
  bulk: codec(bulks),
};
