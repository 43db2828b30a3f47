import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import type { Diagnostic } from "../../../src/diagnostics/diagnostic.ts";
import { emitHwloc } from "../../../src/emit/hwloc/emit-hwloc.ts";
import { translateHwloc } from "../../../src/import/hwloc/translate.ts";
import { compile } from "../../../src/pipeline.ts";
import { placeOf } from "../../../src/source/source-file.ts";
import { format } from "../../../src/syntax/format.ts";
import { textHost } from "../../plan/example-host.ts";
import { countObjects, hasLstopo, rewriteXml, synthesiseXml } from "./lstopo.ts";

const fixtures = join(import.meta.dirname, "fixtures");
const names = readdirSync(fixtures).flatMap((file) => (file.endsWith(".xml") ? [file.slice(0, -".xml".length)] : []));

const fixture = (name: string) => readFileSync(join(fixtures, `${name}.xml`), "utf8");
const translate = (text: string) => translateHwloc({ path: "machine.xml", text });

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

function compileMachine(text: string) {
  const { product, diagnostics } = compile(["machine.skerry"], textHost({ "machine.skerry": text }));
  return { plan: product.plan, diagnostics };
}

function emitXml(text: string): string {
  const { plan } = compileMachine(text);
  return plan === null ? "" : String(emitHwloc(plan)[0]?.content);
}

/** Without remarks and documentation, which the plan has no place for. */
function declarations(text: string): string {
  return text.replace(/^\s*(\/\/.*)?\n/gm, "");
}

describe.each(names)("%s", (name) => {
  test("is translated as recorded, with what is left out", () => {
    const { product, diagnostics } = translate(fixture(name));
    expectRecorded(join(fixtures, `${name}.skerry`), product ?? "");
    expectRecorded(join(fixtures, `${name}.diagnostics`), printDiagnostics(diagnostics));
  });

  test("gives canonical text that compiles", () => {
    const text = translate(fixture(name)).product ?? "";
    expect(format({ path: "machine.skerry", text })).toEqual({ product: text, diagnostics: [] });
    const { plan, diagnostics } = compileMachine(text);
    expect(diagnostics).toEqual([]);
    expect(plan?.machine?.cores.length).toBeGreaterThan(0);
  });

  test("lists each thing left out in the text and as a diagnostic", () => {
    const { product, diagnostics } = translate(fixture(name));
    const text = (product ?? "").replace(/\n\/\/ /g, " ");
    for (const { code, message } of diagnostics.filter((each) => ["SK7121", "SK7122"].includes(each.code))) {
      const what = message.replace(/^hwloc (does not tell|tells) /, "").replace(/(, for which.*|: left out)$/, "");
      expect(text, code).toContain(what);
    }
  });

  test.skipIf(!hasLstopo)("comes back from hwloc as it went there", () => {
    const text = translate(fixture(name)).product ?? "";
    const xml = emitXml(text);
    const rewritten = rewriteXml(xml);
    expect(rewritten).toBe(
      xml.replace("\n  </object>\n", '\n  </object>\n  <support name="custom.exported_support"/>\n'),
    );
    expect(declarations(translate(rewritten).product ?? "")).toBe(declarations(text));
  });

  test("keeps the number of packages, memories, caches and cores through a build", () => {
    const before = countObjects(fixture(name));
    const after = countObjects(emitXml(translate(fixture(name)).product ?? ""));
    for (const type of [
      "Package",
      "NUMANode",
      "PU",
      ...Object.keys(before).filter((each) => /^L\di?Cache$/.test(each)),
    ])
      if (!(name === "odd-numbers" && type.endsWith("Cache")))
        expect({ [type]: after[type] }).toEqual({ [type]: before[type] });
  });
});

test("version 3.0 of the same machine gives the same text", () => {
  const older = fixture("virtual-machine");
  const newer = older
    .replace('<topology version="2.0">', '<topology version="3.0">')
    .replace(/gp_index="(\d+)"/g, 'gp_index="$1" id="obj$1"')
    .replace(/(pci_type="[^"]+)"/g, '$1 00"')
    .replace(/osdev_type="2"/g, 'osdev_type="16"')
    .replace(/ {4}<info name="Architecture".*\n/, "")
    .replace("</topology>", '  <info name="Architecture" value="x86_64"/>\n</topology>');
  expect(translate(newer).product).toBe(translate(older).product);
});

test.each([
  ["Package", "x86_64", "importedMachine", "amd64"],
  ["armv7l", "armv7l", "importedMachine", "armv7l"],
  ["core", "Package", "core", "unknown"],
  ["p0", "amd64", "p0", "amd64"],
  ["machine of &quot;Ann&quot;", "a b; machine x {}", "importedMachine", "unknown"],
])("a machine named %s of architecture %s is %s, of %s", (name, architecture, machine, isa) => {
  const text = fixture("clusters-armv7").replace('gp_index="1"', `gp_index="1" name="${name}"`);
  const { product } = translate(text.replace('value="armv7l"', `value="${architecture}"`));
  const { plan, diagnostics } = compileMachine(product ?? "");
  expect(diagnostics).toEqual([]);
  expect([plan?.machine?.name, plan?.machine?.cores[0]?.isa.name]).toEqual([machine, isa]);
});

// ───────────────────────────── what is refused ─────────────────────────────

const whole = fixture("synthetic-one-pu");

function refusal(text: string): string {
  const { product, diagnostics } = translate(text);
  expect(product).toBeNull();
  return printDiagnostics(diagnostics);
}

/** The smallest topology, one thing in it said otherwise. */
function said(before: string, after: string): string {
  expect(whole).toContain(before);
  return whole.replace(before, after);
}

const pu =
  '<object type="PU" os_index="0" cpuset="0x00000001" complete_cpuset="0x00000001" nodeset="0x00000001" complete_nodeset="0x00000001" gp_index="2"/>';

describe("refuses", () => {
  test.each([
    [
      "what is no XML",
      "Machine (4 GiB)",
      "1:1 error SK7101 text stands before the first element, so the file is no XML",
    ],
    [
      "what is cut off",
      whole.slice(0, whole.indexOf("gp_index")),
      "4:3 error SK7101 the file ends inside the tag <object",
    ],
    ["other XML", "<svg/>", "1:1 error SK7110 the root element is <svg>, so this is not hwloc's XML"],
    [
      "no Machine",
      '<topology version="2.0"/>',
      "1:1 error SK7110 the topology holds no object, so this is not hwloc's XML",
    ],
    [
      "version 1",
      said(' version="2.0"', ""),
      "3:1 error SK7111 the topology has no version, as hwloc 1 wrote it; versions 2.0 and 3.0 are known",
    ],
    [
      "version 4.0",
      said('"2.0"', '"4.0"'),
      '3:1 error SK7111 the topology has version "4.0"; versions 2.0 and 3.0 are known',
    ],
    [
      "entities",
      said('"hwloc2.dtd"', '"hwloc2.dtd" [<!ENTITY a "&a;&a;">]'),
      "2:1 error SK7102 the document type declares something of its own, which is refused",
    ],
    [
      "nesting without end",
      said(pu, "<object>".repeat(1000)),
      "10:1589 error SK7103 there are more than 200 elements within each other, which no description of a machine needs",
    ],
    [
      "a size that is no number",
      said('local_memory="1073741824"', 'local_memory="NaN"'),
      '7:169 error SK7113 the local_memory of NUMANode 0 should be a whole number below 2^53 but is "NaN"',
    ],
    [
      "a size beyond all numbers",
      said('local_memory="1073741824"', 'local_memory="18446744073709551615"'),
      '7:169 error SK7113 the local_memory of NUMANode 0 should be a whole number below 2^53 but is "18446744073709551615"',
    ],
    [
      "a set that is none",
      said(
        'os_index="0" cpuset="0x00000001" complete_cpuset="0x00000001" nodeset="0x00000001" complete_nodeset="0x00000001" gp_index="2"',
        'os_index="0" cpuset="0-3" complete_cpuset="0x00000001" nodeset="0x00000001" complete_nodeset="0x00000001" gp_index="2"',
      ),
      '10:44 error SK7113 the cpuset of PU 0 should be a set such as 0x0000000f but is "0-3"',
    ],
    [
      "a number twice",
      said('gp_index="2"', 'gp_index="1"'),
      "10:5 error SK7114 PU 0 has the gp_index 1 that Machine 0 has already",
    ],
    [
      "a CPU outside of its machine",
      said(pu, pu.replaceAll('os_index="0" cpuset="0x00000001"', 'os_index="33" cpuset="0x00000002,0x0"')),
      "10:5 error SK7115 the cpuset of PU 33 holds 33, which that of Machine 0 around it does not",
    ],
    [
      "a PU with another bit",
      said(pu, pu.replace('os_index="0"', 'os_index="3"')),
      "10:5 error SK7117 the cpuset of PU 3 should hold 3 and nothing else",
    ],
    [
      "a core in a PU",
      said(pu, `${pu.slice(0, -2)}><object type="Core" cpuset="0x1" nodeset="0x1"/></object>`),
      "10:149 error SK7116 Core cannot stand in PU 0",
    ],
    [
      "a machine without PUs",
      said(pu, ""),
      "4:3 error SK7118 the topology holds no PU, so there is no machine to describe",
    ],
    [
      "CPUs that no PU stands for",
      said(
        'cpuset="0x00000001" complete_cpuset="0x00000001" allowed',
        'cpuset="0x00000003" complete_cpuset="0x00000003" allowed',
      ),
      "4:3 error SK7123 the cpuset of Machine 0 holds 1, but no PU in it has that number",
    ],
    ["a PU without a number", said('"PU" os_index="0"', '"PU"'), "10:5 error SK7112 the os_index of the PU is missing"],
    [
      "distances of another number of nodes",
      said(
        "</topology>",
        '<distances2 type="NUMANode" nbobjs="2" kind="5" name="NUMALatency" indexing="os"><indexes length="4">0 1 </indexes><u64values length="3">10 </u64values></distances2></topology>',
      ),
      "16:1 error SK7124 the matrix holds 1 distances between 2 objects",
    ],
  ])("%s", (_, text, expected) => {
    expect(refusal(text)).toBe(`machine.xml:${expected}\n`);
  });

  test("all that is wrong in one run", () => {
    const text = fixture("hybrid")
      .replaceAll('cache_type="2"', 'cache_type="x"')
      .replace('size="12582912"', 'size="-1"');
    expect(refusal(text).match(/SK7113/g)).toHaveLength(7);
  });
});

property.prop([
  fc.constantFrom(...names),
  fc.nat(),
  fc.constantFrom("", "0", "-1", '"', "<", "0xffffffff", "PU", "NaN", ">"),
  fc.nat({ max: 30 }),
])("damaged XML never throws, and what is described compiles", (name, at, text, length) => {
  const before = fixture(name);
  const place = at % before.length;
  const { product, diagnostics } = translate(before.slice(0, place) + text + before.slice(place + length));
  if (product === null) expect(diagnostics.map(({ severity }) => severity)).toContain("error");
  else {
    expect(format({ path: "machine.skerry", text: product }).product).toBe(product);
    expect(compileMachine(product).diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  }
});

/** Levels of a made-up machine, outer before inner, each with how many lie in the one around it. */
const levels = fc
  .tuple(
    fc.subarray(["group", "pack", "die", "numa", "l3", "l2", "l1", "core"]),
    fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 9, maxLength: 9 }),
  )
  .map(([kinds, counts]) => [...kinds, "pu"].map((kind, index) => `${kind}:${counts[index]}`).join(" "))
  .filter(
    (text) => [...text.matchAll(/\d/g)].slice(0, -1).reduce((product, [count]) => product * Number(count), 1) <= 64,
  );

describe.skipIf(!hasLstopo)("machines that hwloc makes up", () => {
  property.prop([levels], { numRuns: 25 })("come back through a build as they were", (description) => {
    const before = synthesiseXml(description);
    const text = translate(before).product ?? "";
    const rewritten = rewriteXml(emitXml(text));
    expect(declarations(translate(rewritten).product ?? "")).toBe(declarations(text));
    const [old, made] = [countObjects(before), countObjects(rewritten)];
    for (const type of ["Package", "NUMANode", "L3Cache", "L2Cache", "L1Cache", "PU"])
      expect({ [type]: made[type] }).toEqual({ [type]: old[type] });
  });
});
