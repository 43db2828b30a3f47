import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  blobSections,
  blobVersion,
  headerBytes,
  headerField,
  mostBlobBytes,
} from "../../src/emit/boot/qemu/blob-format.ts";
import { blobOfQuad } from "../emit/boot/qemu/quad.ts";
import { run } from "./run.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const kernel = path.join(root, "src", "kernel");
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "skerry-blob-"));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the kernel refuses a blob with any byte changed, and reads no further than one that was forged", () => {
  const judge = path.join(folder, "judge");
  const sources = ["blob.c", "routes.c"].map((name) => path.join(kernel, "blob", name));
  const harness = path.join(root, "test", "kernel", "fixtures", "judge-blob.c");
  const sanitizers = ["-fsanitize=undefined", "-fno-sanitize-recover=all"];
  run("cc", ["-std=gnu11", "-O1", "-Wall", ...sanitizers, "-I", kernel, ...sources, harness, "-o", judge]);
  const blob = path.join(folder, "blob.bin");
  writeFileSync(blob, blobOfQuad({ "replicas on west.hart[0], east.hart[0]": "replicas one per package" }));
  const lines = run(judge, [blob]).trim().split("\n");
  expect(lines.slice(0, 2)).toEqual(["as it is: good", "accepted: 0"]);
  // Names, sizes and the like can be forged; what refers to something that is not there cannot.
  expect(lines[2]).toMatch(/^forged: \d+$/);
});

test("the kernel and the compiler mean the same by a blob", () => {
  const text = readFileSync(path.join(kernel, "blob", "blob.h"), "utf8");
  expect(text).toContain(`BLOB_VERSION = ${blobVersion}, BLOB_HEADER_BYTES = ${headerBytes}`);
  expect(mostBlobBytes).toBe(4 << 20);
  const sections = /enum \{ (CORES, .*), SECTIONS \};/.exec(text)?.[1]?.split(", ") ?? [];
  expect(sections.map((name) => name.toLowerCase())).toEqual(blobSections.map(({ name }) => name));
  const check = [
    '#include "blob/blob.h"',
    ...Object.entries({
      ...{ magic: "magic", version: "version", headerBytes: "header_bytes", bytes: "bytes", checksum: "checksum" },
      ...{ platform: "platform", bootCore: "boot_core", virtualChannels: "virtual_channels", address: "address" },
      ...{ window: "window", name: "name", nodes: "nodes", sections: "section_count" },
    } satisfies Record<keyof typeof headerField, string>).map(
      ([field, name]) =>
        `_Static_assert(offsetof(struct blob, ${name}) == ${headerField[field as keyof typeof headerField]}, "${name}");`,
    ),
    "",
  ];
  const file = path.join(folder, "check.c");
  writeFileSync(file, check.join("\n"));
  run("cc", ["-std=gnu11", "-fsyntax-only", "-I", kernel, file]);
});
