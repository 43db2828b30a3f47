// biome-ignore-all lint: made from messages.fbs by `flatc --ts` (2.0.8, from Debian), put into one file without its types by esbuild,
// because npm has no flatc to make it with.
import * as flatbuffers from "flatbuffers";

var Bulk = class _Bulk {
  bb = null;
  bb_pos = 0;
  __init(i, bb) {
    this.bb_pos = i;
    this.bb = bb;
    return this;
  }
  static getRootAsBulk(bb, obj) {
    return (obj || new _Bulk()).__init(bb.readInt32(bb.position()) + bb.position(), bb);
  }
  static getSizePrefixedRootAsBulk(bb, obj) {
    bb.setPosition(bb.position() + flatbuffers.SIZE_PREFIX_LENGTH);
    return (obj || new _Bulk()).__init(bb.readInt32(bb.position()) + bb.position(), bb);
  }
  lba() {
    const offset = this.bb.__offset(this.bb_pos, 4);
    return offset ? this.bb.readUint64(this.bb_pos + offset) : BigInt("0");
  }
  sequence() {
    const offset = this.bb.__offset(this.bb_pos, 6);
    return offset ? this.bb.readUint32(this.bb_pos + offset) : 0;
  }
  count() {
    const offset = this.bb.__offset(this.bb_pos, 8);
    return offset ? this.bb.readUint16(this.bb_pos + offset) : 0;
  }
  kind() {
    const offset = this.bb.__offset(this.bb_pos, 10);
    return offset ? this.bb.readUint8(this.bb_pos + offset) : 0 /* Read */;
  }
  data(index) {
    const offset = this.bb.__offset(this.bb_pos, 12);
    return offset ? this.bb.readUint8(this.bb.__vector(this.bb_pos + offset) + index) : 0;
  }
  dataLength() {
    const offset = this.bb.__offset(this.bb_pos, 12);
    return offset ? this.bb.__vector_len(this.bb_pos + offset) : 0;
  }
  dataArray() {
    const offset = this.bb.__offset(this.bb_pos, 12);
    return offset
      ? new Uint8Array(
          this.bb.bytes().buffer,
          this.bb.bytes().byteOffset + this.bb.__vector(this.bb_pos + offset),
          this.bb.__vector_len(this.bb_pos + offset),
        )
      : null;
  }
  static startBulk(builder) {
    builder.startObject(5);
  }
  static addLba(builder, lba) {
    builder.addFieldInt64(0, lba, BigInt("0"));
  }
  static addSequence(builder, sequence) {
    builder.addFieldInt32(1, sequence, 0);
  }
  static addCount(builder, count) {
    builder.addFieldInt16(2, count, 0);
  }
  static addKind(builder, kind) {
    builder.addFieldInt8(3, kind, 0 /* Read */);
  }
  static addData(builder, dataOffset) {
    builder.addFieldOffset(4, dataOffset, 0);
  }
  static createDataVector(builder, data) {
    builder.startVector(1, data.length, 1);
    for (let i = data.length - 1; i >= 0; i--) {
      builder.addInt8(data[i]);
    }
    return builder.endVector();
  }
  static startDataVector(builder, numElems) {
    builder.startVector(1, numElems, 1);
  }
  static endBulk(builder) {
    const offset = builder.endObject();
    return offset;
  }
  static createBulk(builder, lba, sequence, count, kind, dataOffset) {
    _Bulk.startBulk(builder);
    _Bulk.addLba(builder, lba);
    _Bulk.addSequence(builder, sequence);
    _Bulk.addCount(builder, count);
    _Bulk.addKind(builder, kind);
    _Bulk.addData(builder, dataOffset);
    return _Bulk.endBulk(builder);
  }
};

import * as flatbuffers2 from "flatbuffers";

var Medium = class _Medium {
  bb = null;
  bb_pos = 0;
  __init(i, bb) {
    this.bb_pos = i;
    this.bb = bb;
    return this;
  }
  static getRootAsMedium(bb, obj) {
    return (obj || new _Medium()).__init(bb.readInt32(bb.position()) + bb.position(), bb);
  }
  static getSizePrefixedRootAsMedium(bb, obj) {
    bb.setPosition(bb.position() + flatbuffers2.SIZE_PREFIX_LENGTH);
    return (obj || new _Medium()).__init(bb.readInt32(bb.position()) + bb.position(), bb);
  }
  id() {
    const offset = this.bb.__offset(this.bb_pos, 4);
    return offset ? this.bb.readUint64(this.bb_pos + offset) : BigInt("0");
  }
  sequence() {
    const offset = this.bb.__offset(this.bb_pos, 6);
    return offset ? this.bb.readUint32(this.bb_pos + offset) : 0;
  }
  offset() {
    const offset = this.bb.__offset(this.bb_pos, 8);
    return offset ? this.bb.readInt32(this.bb_pos + offset) : 0;
  }
  count() {
    const offset = this.bb.__offset(this.bb_pos, 10);
    return offset ? this.bb.readUint16(this.bb_pos + offset) : 0;
  }
  kind() {
    const offset = this.bb.__offset(this.bb_pos, 12);
    return offset ? this.bb.readUint8(this.bb_pos + offset) : 0 /* Read */;
  }
  urgent() {
    const offset = this.bb.__offset(this.bb_pos, 14);
    return offset ? !!this.bb.readInt8(this.bb_pos + offset) : false;
  }
  ratio() {
    const offset = this.bb.__offset(this.bb_pos, 16);
    return offset ? this.bb.readFloat64(this.bb_pos + offset) : 0;
  }
  weight() {
    const offset = this.bb.__offset(this.bb_pos, 18);
    return offset ? this.bb.readFloat32(this.bb_pos + offset) : 0;
  }
  name(optionalEncoding) {
    const offset = this.bb.__offset(this.bb_pos, 20);
    return offset ? this.bb.__string(this.bb_pos + offset, optionalEncoding) : null;
  }
  samples(index) {
    const offset = this.bb.__offset(this.bb_pos, 22);
    return offset ? this.bb.readUint32(this.bb.__vector(this.bb_pos + offset) + index * 4) : 0;
  }
  samplesLength() {
    const offset = this.bb.__offset(this.bb_pos, 22);
    return offset ? this.bb.__vector_len(this.bb_pos + offset) : 0;
  }
  samplesArray() {
    const offset = this.bb.__offset(this.bb_pos, 22);
    return offset
      ? new Uint32Array(
          this.bb.bytes().buffer,
          this.bb.bytes().byteOffset + this.bb.__vector(this.bb_pos + offset),
          this.bb.__vector_len(this.bb_pos + offset),
        )
      : null;
  }
  static startMedium(builder) {
    builder.startObject(10);
  }
  static addId(builder, id) {
    builder.addFieldInt64(0, id, BigInt("0"));
  }
  static addSequence(builder, sequence) {
    builder.addFieldInt32(1, sequence, 0);
  }
  static addOffset(builder, offset) {
    builder.addFieldInt32(2, offset, 0);
  }
  static addCount(builder, count) {
    builder.addFieldInt16(3, count, 0);
  }
  static addKind(builder, kind) {
    builder.addFieldInt8(4, kind, 0 /* Read */);
  }
  static addUrgent(builder, urgent) {
    builder.addFieldInt8(5, +urgent, 0);
  }
  static addRatio(builder, ratio) {
    builder.addFieldFloat64(6, ratio, 0);
  }
  static addWeight(builder, weight) {
    builder.addFieldFloat32(7, weight, 0);
  }
  static addName(builder, nameOffset) {
    builder.addFieldOffset(8, nameOffset, 0);
  }
  static addSamples(builder, samplesOffset) {
    builder.addFieldOffset(9, samplesOffset, 0);
  }
  static createSamplesVector(builder, data) {
    builder.startVector(4, data.length, 4);
    for (let i = data.length - 1; i >= 0; i--) {
      builder.addInt32(data[i]);
    }
    return builder.endVector();
  }
  static startSamplesVector(builder, numElems) {
    builder.startVector(4, numElems, 4);
  }
  static endMedium(builder) {
    const offset = builder.endObject();
    return offset;
  }
  static createMedium(builder, id, sequence, offset, count, kind, urgent, ratio, weight, nameOffset, samplesOffset) {
    _Medium.startMedium(builder);
    _Medium.addId(builder, id);
    _Medium.addSequence(builder, sequence);
    _Medium.addOffset(builder, offset);
    _Medium.addCount(builder, count);
    _Medium.addKind(builder, kind);
    _Medium.addUrgent(builder, urgent);
    _Medium.addRatio(builder, ratio);
    _Medium.addWeight(builder, weight);
    _Medium.addName(builder, nameOffset);
    _Medium.addSamples(builder, samplesOffset);
    return _Medium.endMedium(builder);
  }
};

import * as flatbuffers3 from "flatbuffers";

var Small = class _Small {
  bb = null;
  bb_pos = 0;
  __init(i, bb) {
    this.bb_pos = i;
    this.bb = bb;
    return this;
  }
  static getRootAsSmall(bb, obj) {
    return (obj || new _Small()).__init(bb.readInt32(bb.position()) + bb.position(), bb);
  }
  static getSizePrefixedRootAsSmall(bb, obj) {
    bb.setPosition(bb.position() + flatbuffers3.SIZE_PREFIX_LENGTH);
    return (obj || new _Small()).__init(bb.readInt32(bb.position()) + bb.position(), bb);
  }
  sequence() {
    const offset = this.bb.__offset(this.bb_pos, 4);
    return offset ? this.bb.readUint32(this.bb_pos + offset) : 0;
  }
  lba() {
    const offset = this.bb.__offset(this.bb_pos, 6);
    return offset ? this.bb.readUint64(this.bb_pos + offset) : BigInt("0");
  }
  count() {
    const offset = this.bb.__offset(this.bb_pos, 8);
    return offset ? this.bb.readUint16(this.bb_pos + offset) : 0;
  }
  kind() {
    const offset = this.bb.__offset(this.bb_pos, 10);
    return offset ? this.bb.readUint8(this.bb_pos + offset) : 0 /* Read */;
  }
  static startSmall(builder) {
    builder.startObject(4);
  }
  static addSequence(builder, sequence) {
    builder.addFieldInt32(0, sequence, 0);
  }
  static addLba(builder, lba) {
    builder.addFieldInt64(1, lba, BigInt("0"));
  }
  static addCount(builder, count) {
    builder.addFieldInt16(2, count, 0);
  }
  static addKind(builder, kind) {
    builder.addFieldInt8(3, kind, 0 /* Read */);
  }
  static endSmall(builder) {
    const offset = builder.endObject();
    return offset;
  }
  static createSmall(builder, sequence, lba, count, kind) {
    _Small.startSmall(builder);
    _Small.addSequence(builder, sequence);
    _Small.addLba(builder, lba);
    _Small.addCount(builder, count);
    _Small.addKind(builder, kind);
    return _Small.endSmall(builder);
  }
};

export { Bulk, Medium, Small };
