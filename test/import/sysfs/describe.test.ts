import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fc, test as property } from "@fast-check/vitest";
import { expect, describe as suite, test } from "vitest";
import type { Diagnostic } from "../../../src/diagnostics/diagnostic.ts";
import { lineBytesOf } from "../../../src/import/description/line-bytes.ts";
import { pciKinds } from "../../../src/import/description/pci-classes.ts";
import { describe } from "../../../src/import/sysfs/describe.ts";
import { compile } from "../../../src/pipeline.ts";
import { placeOf } from "../../../src/source/source-file.ts";
import { format } from "../../../src/syntax/format.ts";
import { textHost } from "../../plan/example-host.ts";
import { filesFromText, treeFromFiles, treeFromText } from "./tree-from-text.ts";

const fixtures = join(import.meta.dirname, "fixtures");

/** With SKERRY_RECORD=1 the expectation is written instead of compared. */
function expectRecorded(file: string, text: string): void {
  const { SKERRY_RECORD } = process.env;
  if (SKERRY_RECORD === "1") writeFileSync(file, text);
  expect(existsSync(file) ? readFileSync(file, "utf8") : null).toBe(text);
}

function printDiagnostics(diagnostics: readonly Diagnostic[]): string {
  return diagnostics
    .map(({ span, code, severity, message }) => `${placeOf(span)} ${severity} ${code} ${message}\n`)
    .join("");
}

suite("every description", () => {
  for (const name of readdirSync(fixtures).filter((fixture) => fixture !== "not-linux"))
    test(`of ${name} is canonical and compiles to a plan that boots every core`, () => {
      const text = readFileSync(join(fixtures, name, "expected.skerry"), "utf8");
      expect(format({ path: "machine.skerry", text })).toEqual({ product: text, diagnostics: [] });
      const { product, diagnostics } = compile(["machine.skerry"], textHost({ "machine.skerry": text }));
      expect(diagnostics).toEqual([]);
      const { machine, boot } = product.plan ?? {};
      expect([...(boot?.order ?? [])].sort((a, b) => a - b)).toEqual(machine?.cores.map((_, index) => index));
      expect(new Set(machine?.cores.map(({ osIndex }) => osIndex)).size).toBe(machine?.cores.length);
    });

  test("of a machine with measured latencies is canonical and compiles", () => {
    const tree = treeFromText(readFileSync(join(fixtures, "two-sockets", "tree.txt"), "utf8"));
    const source = "skerry probe, 2026-11-22, half a round trip of 246 ns, both threads pinned";
    const { product } = describe(tree, [{ from: 0, to: 12, nanoseconds: 123.5, source }]);
    const text = product ?? "";
    expect(format({ path: "machine.skerry", text }).product).toBe(text);
    const compiled = compile(["machine.skerry"], textHost({ "machine.skerry": text }));
    expect(compiled.diagnostics).toEqual([]);
    expect(compiled.product.plan?.machine?.measurements).toMatchObject([{ time: 123_500, to: { core: 4 }, source }]);
  });
});

test("prelude/pci declares every kind of device that a probe can find", () => {
  const machine = pciKinds.map((kind, index) => `device d${index}: ${kind} at cpu`).join("\n");
  const text = `use "prelude/amd64"\nuse "prelude/pci"\nmachine all { core cpu: amd64 @ 1 GHz\n${machine}\n}\n`;
  expect(compile(["machine.skerry"], textHost({ "machine.skerry": text })).diagnostics).toEqual([]);
});

for (const isa of ["amd64", "arm64", "riscv64", "ppc64le", "s390x", "loongarch64"])
  test(`prelude/${isa} declares the lines that a probe leaves out`, () => {
    const text = `use "prelude/${isa}"\nmachine one { core cpu: ${isa} @ 1 GHz }\n`;
    const { product } = compile(["machine.skerry"], textHost({ "machine.skerry": text }));
    expect(product.plan?.machine?.cores[0]?.isa).toMatchObject({ name: isa, lineBytes: lineBytesOf(isa) });
  });

/** Whatever a file of /sys holds, the answer is a description, possibly a poor one, or a diagnostic. */
const damage = fc.record({
  file: fc.nat(),
  text: fc.oneof(fc.string(), fc.constantFrom("", "-1", "0-", "4-2", "99999999999", "0x", "٣")),
});

property.prop([fc.constantFrom(...readdirSync(fixtures)), fc.array(damage, { minLength: 1, maxLength: 6 })])(
  "damaged trees never throw, and what is described compiles",
  (name, damages) => {
    const files = new Map(filesFromText(readFileSync(join(fixtures, name, "tree.txt"), "utf8")));
    const paths = [...files.keys()];
    for (const { file, text } of damages) files.set(paths[file % paths.length] ?? "", text);
    const { product, diagnostics } = describe(treeFromFiles(files));
    if (product === null) expect(diagnostics.map(({ severity }) => severity)).toContain("error");
    else {
      expect(format({ path: "machine.skerry", text: product }).product).toBe(product);
      const compiled = compile(["machine.skerry"], textHost({ "machine.skerry": product }));
      expect(compiled.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    }
  },
);

suite("recorded trees", () => {
  for (const name of readdirSync(fixtures).sort())
    test(name, () => {
      const folder = join(fixtures, name);
      const { product, diagnostics } = describe(treeFromText(readFileSync(join(folder, "tree.txt"), "utf8")));
      expectRecorded(join(folder, "expected.skerry"), product ?? "");
      expectRecorded(join(folder, "diagnostics.txt"), printDiagnostics(diagnostics));
    });
});
