import { fc, test as property } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { encodeTree } from "../../../src/emit/device-tree/encode-tree.ts";
import { printTree } from "../../../src/emit/device-tree/print-tree.ts";
import { cells, node, type TreeNode, type TreeProperty, texts, wide } from "../../../src/emit/device-tree/tree-node.ts";
import { dtc } from "../boot/dtc.ts";

const name = fc.stringMatching(/^[a-z][a-z0-9,._+-]{0,20}$/);
const propertyOf = (given: string): fc.Arbitrary<TreeProperty> =>
  fc.oneof(
    fc.constant({ name: given, value: { kind: "flag" as const } }),
    fc.array(fc.nat({ max: 0xffffffff }), { minLength: 1, maxLength: 5 }).map((values) => cells(given, ...values)),
    fc
      .array(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), { minLength: 1, maxLength: 4 })
      .map((values) => wide(given, ...values)),
    fc
      .array(fc.stringMatching(/^[ -~]{1,12}$/), { minLength: 1, maxLength: 3 })
      .map((values) => texts(given, ...values)),
  );
const properties = fc.uniqueArray(name, { maxLength: 4 }).chain((names) => fc.tuple(...names.map(propertyOf)));
const named = (inner: fc.Arbitrary<TreeNode>): fc.Arbitrary<readonly TreeNode[]> =>
  fc
    .uniqueArray(fc.tuple(name, inner), { maxLength: 3, selector: ([own]) => own })
    .map((children) => children.map(([own, child]) => ({ ...child, name: `node-${own}` })));
const leaf = properties.map((each) => node("", each));
const over = (inner: fc.Arbitrary<TreeNode>) =>
  fc.tuple(properties, named(inner)).map(([own, children]) => node("", own, children));
const tree = over(over(leaf));

property.prop([tree], { numRuns: 30 })("dtc reads the blob, and makes the very same of the source", (root) => {
  const blob = encodeTree(root);
  const source = printTree(root, "a tree");
  expect(dtc(dtc(source, "dts", "dtb"), "dtb", "dts").toString()).toBe(dtc(blob, "dtb", "dts").toString());
});

test("a blob says where its blocks lie and how long it is", () => {
  const blob = encodeTree(node("", [cells("#address-cells", 1), texts("compatible", "a", "b")], [node("cpus", [])]));
  const words = new DataView(blob.buffer);
  expect([words.getUint32(0), words.getUint32(4), words.getUint32(20)]).toEqual([0xd00dfeed, blob.length, 17]);
  expect(dtc(blob, "dtb", "dts").toString()).toContain(String.raw`compatible = "a\0b";`);
});
