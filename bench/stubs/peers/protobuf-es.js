import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { BulkSchema, MediumSchema, SmallSchema } from "~protobuf-es";
import { bulks, mediums, slots, smalls } from "../values.ts";
import { withoutExtras } from "./plain.js";

/** Messages are made once: an application that uses them has them instead of plain objects. */
function codec(schema, values) {
  const messages = values.map((value) => create(schema, { ...value, samples: value.samples && [...value.samples] }));
  const encoded = new Array(slots).fill(new Uint8Array(0));
  return {
    encode: (index) => {
      encoded[index] = toBinary(schema, messages[index]);
      return encoded[index];
    },
    decode: (index) => fromBinary(schema, encoded[index]),
    toValue: withoutExtras,
  };
}

export const protobufEs = {
  name: "protobuf-es",
  small: codec(SmallSchema, smalls),
  medium: codec(MediumSchema, mediums),
  bulk: codec(BulkSchema, bulks),
};
