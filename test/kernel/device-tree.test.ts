/** What the kernel's own code reads of a device tree, whole or damaged. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { encodeTree } from "../../src/emit/device-tree/encode-tree.ts";
import { cells, node, texts, wide } from "../../src/emit/device-tree/tree-node.ts";
import { kernelFolder } from "./sources.ts";

const harness = fileURLToPath(new URL("./fixtures/damage-tree.c", import.meta.url));
const source = path.join(kernelFolder, "boards", "device_tree.c");
const sanitizers = ["-fsanitize=address,undefined", "-fno-sanitize=alignment", "-fno-sanitize-recover=all"];

const core = (id: number, domain: number) =>
  node(`cpu@${id}`, [texts("device_type", "cpu"), cells("reg", id), cells("numa-node-id", domain)]);
const tree = node(
  "",
  [cells("#address-cells", 2), cells("#size-cells", 2)],
  [
    node("psci", [texts("method", "hvc")]),
    node("cpus", [cells("#address-cells", 1), cells("#size-cells", 0)], [core(0, 0), core(3, 1)]),
    node("memory@80000000", [
      texts("device_type", "memory"),
      wide("reg", 0x8000_0000, 0x1000_0000),
      cells("numa-node-id", 1),
    ]),
    node("distance-map", [cells("distance-matrix", 0, 1, 20)]),
  ],
);

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "skerry-tree-"));
  writeFileSync(path.join(folder, "tree.dtb"), encodeTree(tree));
  // The test machine's own memset and the like stay what they are.
  const renamed = ["memset", "memcpy", "memmove", "memcmp"].map((name) => `-D${name}=skerry_${name}`);
  compile([
    "-fno-builtin",
    ...renamed,
    "-c",
    path.join(kernelFolder, "boards", "line.c"),
    "-o",
    path.join(folder, "line.o"),
  ]);
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function compile(words: readonly string[]): void {
  const { status, stderr } = spawnSync("cc", ["-std=gnu11", "-O1", "-I", kernelFolder, ...words], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
}

function read(file: string): { readonly status: number | null; readonly out: string } {
  const program = path.join(folder, "read");
  const beside = ["-I", path.join(kernelFolder, "boards")];
  compile([...sanitizers, ...beside, file, harness, path.join(folder, "line.o"), "-o", program]);
  const { status, stdout } = spawnSync(program, [path.join(folder, "tree.dtb")], { encoding: "utf8" });
  return { status, out: stdout };
}

test("cores, memories and distances are found, and nothing outside a tree is read, whatever is damaged", () => {
  const { status, out } = read(source);
  const [hvc, first, second, memory, distance, damaged] = out.split("\n");
  expect(hvc).toBe("4 0 0 0 0 0");
  expect([first, second]).toEqual(["0 0 0 0 0 0", "0 3 0 1 0 0"]);
  expect(memory).toBe("1 80000000 10000000 1 0 0");
  expect(distance).toBe("2 0 0 0 1 20");
  expect(damaged).toMatch(/^\d{4,} damaged trees, something found in them$/);
  expect(status).toBe(0);
}, 60_000);

describe("it is caught outside of a tree", () => {
  test.each([
    ["names of properties", "name >= tree->strings_bytes || "],
    [
      "where its parts lie",
      "if (!lies_within(structure, structure_bytes, total) || !lies_within(strings, strings_bytes, total)) return false;",
    ],
  ])(
    "without its check of %s",
    (_, check) => {
      const text = readFileSync(source, "utf8");
      expect(text).toContain(check);
      const mutant = path.join(folder, "mutant.c");
      writeFileSync(mutant, text.replace(check, ""));
      expect(read(mutant).status).not.toBe(0);
    },
    60_000,
  );
});
