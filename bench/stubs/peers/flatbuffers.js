import { Builder, ByteBuffer } from "flatbuffers";
import { bulks, mediums, slots, smalls } from "../values.ts";
import { Bulk, Medium, Small } from "./flatbuffers-generated.js";

const builder = new Builder(8192);

/** `write` makes the table, `read` an object of all of its fields. */
function codec(values, write, read) {
  const encoded = new Array(slots).fill(new Uint8Array(0));
  return {
    encode: (index) => {
      builder.clear();
      builder.finish(write(values[index]));
      encoded[index] = builder.asUint8Array().slice();
      return encoded[index];
    },
    decode: (index) => read(new ByteBuffer(encoded[index])),
  };
}

function readSmall(buffer) {
  const table = Small.getRootAsSmall(buffer);
  return { sequence: table.sequence(), lba: table.lba(), count: table.count(), kind: table.kind() };
}

function writeMedium(value) {
  const name = builder.createString(value.name);
  const samples = Medium.createSamplesVector(builder, value.samples);
  const { id, sequence, offset, count, kind, urgent, ratio, weight } = value;
  return Medium.createMedium(builder, ...[id, sequence, offset, count, kind, urgent, ratio, weight, name, samples]);
}

function readMedium(buffer) {
  const table = Medium.getRootAsMedium(buffer);
  return {
    id: table.id(),
    sequence: table.sequence(),
    offset: table.offset(),
    count: table.count(),
    kind: table.kind(),
    urgent: table.urgent(),
    ratio: table.ratio(),
    weight: table.weight(),
    name: table.name(),
    samples: Array.from(table.samplesArray()),
  };
}

function writeBulk({ lba, sequence, count, kind, data }) {
  return Bulk.createBulk(builder, lba, sequence, count, kind, builder.createByteVector(data));
}

function readBulk(buffer) {
  const table = Bulk.getRootAsBulk(buffer);
  return {
    lba: table.lba(),
    sequence: table.sequence(),
    count: table.count(),
    kind: table.kind(),
    data: table.dataArray().slice(),
  };
}

export const flatbuffers = {
  name: "flatbuffers",
  small: codec(
    smalls,
    ({ sequence, lba, count, kind }) => Small.createSmall(builder, sequence, lba, count, kind),
    readSmall,
  ),
  medium: codec(mediums, writeMedium, readMedium),
  bulk: codec(bulks, writeBulk, readBulk),
};
