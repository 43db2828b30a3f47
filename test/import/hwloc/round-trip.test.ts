import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { emitHwloc } from "../../../src/emit/hwloc/emit-hwloc.ts";
import { translateHwloc } from "../../../src/import/hwloc/translate.ts";
import { compile } from "../../../src/pipeline.ts";
import { textHost } from "../../plan/example-host.ts";
import { countObjects, hasLstopo, rewriteXml, synthesiseXml } from "./lstopo.ts";

/** The types of objects of which there are more or fewer, and what the import says that it leaves out or takes for another. */
function roundTrip(before: string) {
  const { product, diagnostics } = translateHwloc({ path: "machine.xml", text: before });
  const { plan } = compile(["machine.skerry"], textHost({ "machine.skerry": product ?? "" })).product;
  const xml = plan === null ? "" : String(emitHwloc(plan)[0]?.content);
  const [old, made] = [countObjects(before), countObjects(rewriteXml(xml))];
  const types = [...new Set([...Object.keys(old), ...Object.keys(made)])].sort();
  const changed = types.filter((type) => old[type] !== made[type]);
  const notes = diagnostics.map(({ message }) => message).join("\n");
  return { changed, notes };
}

/** What the notes say of objects of a type that come back in another number. */
const noteOf: Readonly<Record<string, RegExp>> = {
  Bridge: /\d+ bridges? above the devices/,
  PCIDev: /functions? of the chipset|tells no place/,
  OSDev: /devices? of the operating system alone|tells no place/,
  Misc: /objects? of type Misc/,
  MemCache: /memory-side caches?/,
  NUMANode: /a node without memory is not described/,
  L1Cache: /caches? of single hardware threads/,
  L2Cache: /the size of an L2Cache/,
  Core: /each stands as a core of its own/,
};

const nothing = /$^/;

const synthetic = [
  "pu:1",
  "core:4 pu:2",
  "pack:2 core:4 pu:2",
  "pack:2 numa:2 l3:1 core:4 pu:2",
  "numa:4 core:2 pu:1",
  "pack:2 die:2 l3:2 l2:1 l1:1 l1i:1 core:2 pu:2",
  "group:2 pack:2 core:2 pu:1",
  "pack:2 [numa(memory=16GB)] [numa] core:2 pu:1",
  "pack:2 [numa] l3:1 core:3 [numa(memory=0)] pu:1",
  "[numa(memory=4GB)] [numa(memory=8GB)] pack:2 [numa] l3:1 core:3 pu:1",
];

const fixtures = join(import.meta.dirname, "fixtures");
const inputs = [
  ...synthetic.map((text) => ({ name: text, read: () => synthesiseXml(text) })),
  ...readdirSync(fixtures)
    .filter((file) => file.endsWith(".xml"))
    .map((file) => ({ name: file, read: () => readFileSync(join(fixtures, file), "utf8") })),
];

describe.skipIf(!hasLstopo)("every object comes back, or is in the notes", () => {
  test.each(inputs)("$name", ({ read }) => {
    const { changed, notes } = roundTrip(read());
    for (const type of changed) expect(notes, type).toMatch(noteOf[type] ?? nothing);
  });

  test("the machine this runs on, with the names of its devices", () => {
    const { stdout } = spawnSync("lstopo-no-graphics", ["--of", "xml", "-"], { encoding: "utf8" });
    const { changed, notes } = roundTrip(stdout);
    for (const type of changed) expect(notes, type).toMatch(noteOf[type] ?? nothing);
  });
});
