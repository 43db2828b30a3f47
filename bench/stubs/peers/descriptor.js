// The messages for generators that protoc would call: prints a CodeGeneratorRequest, with the parameters of the plugin
// that it is given as an argument. In the language of protoc it would read:
//
//     enum Kind { READ = 0; WRITE = 1; TRIM = 2; FLUSH = 3; }
//     message Small { uint32 sequence = 1; uint64 lba = 2; uint32 count = 3; Kind kind = 4; } …
import { create, toBinary } from "@bufbuild/protobuf";
import {
  CodeGeneratorRequestSchema,
  FileDescriptorProtoSchema,
  FieldDescriptorProto_Label as Label,
  FieldDescriptorProto_Type as Type,
} from "@bufbuild/protobuf/wkt";

const kind = [Type.ENUM, ".bench.Kind"];
const messages = {
  Small: { sequence: [Type.UINT32], lba: [Type.UINT64], count: [Type.UINT32], kind },
  Medium: {
    ...{ id: [Type.UINT64], sequence: [Type.UINT32], offset: [Type.SINT32], count: [Type.UINT32], kind },
    ...{ urgent: [Type.BOOL], ratio: [Type.DOUBLE], weight: [Type.FLOAT], name: [Type.STRING] },
    samples: [Type.UINT32, "", Label.REPEATED],
  },
  Bulk: { lba: [Type.UINT64], sequence: [Type.UINT32], count: [Type.UINT32], kind, data: [Type.BYTES] },
};

function field(name, number, [type, typeName = "", label = Label.OPTIONAL]) {
  return { name, jsonName: name, number, type, typeName, label };
}

const file = create(FileDescriptorProtoSchema, {
  name: "messages.proto",
  package: "bench",
  syntax: "proto3",
  enumType: [{ name: "Kind", value: ["READ", "WRITE", "TRIM", "FLUSH"].map((name, number) => ({ name, number })) }],
  messageType: Object.entries(messages).map(([name, fields]) => ({
    name,
    field: Object.entries(fields).map(([name, facts], index) => field(name, index + 1, facts)),
  })),
});

process.stdout.write(
  toBinary(
    CodeGeneratorRequestSchema,
    create(CodeGeneratorRequestSchema, {
      fileToGenerate: [file.name],
      parameter: process.argv[2] ?? "",
      protoFile: [file],
    }),
  ),
);
