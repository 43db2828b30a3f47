// Writes the files of a CodeGeneratorResponse on stdin into a folder.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fromBinary } from "@bufbuild/protobuf";
import { CodeGeneratorResponseSchema } from "@bufbuild/protobuf/wkt";

const [folder = "."] = process.argv.slice(2);
const { error, file } = fromBinary(CodeGeneratorResponseSchema, readFileSync(0));
if (error !== "") throw new Error(error);
mkdirSync(folder, { recursive: true });
for (const { name, content } of file) writeFileSync(path.join(folder, name), content);
