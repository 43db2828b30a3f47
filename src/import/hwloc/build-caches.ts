/** From objects to caches. */
import { importDiagnostics } from "../../diagnostics/catalogue/import.ts";
import type { CacheFacts } from "../description/facts.ts";
import { around } from "./build-cores.ts";
import { counted, type LeftOut } from "./left-out.ts";
import type { PusWithin } from "./pus-within.ts";
import type { Reading } from "./reading.ts";
import { type HwlocObject, naming } from "./topology.ts";

const types = ["unified", "data", "instruction"] as const;

/** In order of level, type and first PU. */
export function buildCaches(
  objects: readonly HwlocObject[],
  pus: PusWithin,
  reading: Reading,
  leftOut: LeftOut,
): readonly CacheFacts[] {
  const all = objects.filter(({ type }) => /^L\di?Cache$/.test(type));
  const torn = all.filter((cache) => isTorn(cache, pus));
  leftOut.notSayableAll(elementsOf(torn), (count) => `${counted(count, "cache")} of single hardware threads`);
  const whole = all.filter((cache) => !torn.includes(cache));
  reportAssociativity(whole, reading, leftOut);
  const caches = whole.map((cache) => buildCache(cache, pus.get(cache) ?? [], reading, leftOut));
  return caches
    .filter((cache) => cache !== null)
    .sort((a, b) => a.level - b.level || order(a) - order(b) || (a.cpus[0] ?? 0) - (b.cpus[0] ?? 0));
}

function order({ type }: CacheFacts): number {
  return ["data", "instruction", "unified"].indexOf(type);
}

/** A cache within a core belongs to the core when all of its threads have it. */
function isTorn(cache: HwlocObject, pus: PusWithin): boolean {
  const core = around("Core", cache);
  return core !== null && pus.get(core)?.length !== pus.get(cache)?.length;
}

function reportAssociativity(caches: readonly HwlocObject[], reading: Reading, leftOut: LeftOut): void {
  const told = caches.filter(({ element }) => !["0", null].includes(reading.text(element, "cache_associativity")));
  leftOut.notSayableAll(elementsOf(told), (count) => `the associativity of ${counted(count, "cache")}`);
}

function elementsOf(objects: readonly HwlocObject[]) {
  return objects.map(({ element }) => element);
}

function buildCache(
  object: HwlocObject,
  cpus: readonly number[],
  reading: Reading,
  leftOut: LeftOut,
): CacheFacts | null {
  const { element } = object;
  const level = Number(object.type[1]);
  const size = reading.number(element, "cache_size") ?? 0;
  const type = typeOf(object, reading);
  checkLevel(object, level, reading);
  if (type === null || cpus.length === 0) return null;
  if (size > 0) return { level, type, size, lineBytes: lineOf(object, reading), cpus };
  leftOut.notTold(`the size of an ${object.type}`);
  return null;
}

function checkLevel({ element, ...object }: HwlocObject, level: number, reading: Reading): void {
  const depth = reading.number(element, "depth");
  if (depth === null || depth === level) return;
  const facts = {
    element: naming(object),
    attribute: "depth",
    text: `${depth}`,
    expected: `${level}, as its type says`,
  };
  reading.report(importDiagnostics.attributeGarbled, element, facts);
}

/** As its number says, which must fit its name: `L1iCache` is an instruction cache. */
function typeOf({ type, element }: HwlocObject, reading: Reading): CacheFacts["type"] | null {
  const isInstruction = type.endsWith("iCache");
  const expected = isInstruction ? "2, as its type says" : "0 or 1, as its type says";
  return reading.required(element, "cache_type", (from, name) =>
    reading.value(from, name, expected, (text) => {
      const found = types[/^[012]$/.test(text) ? Number(text) : -1] ?? null;
      return (found === "instruction") === isInstruction ? found : null;
    }),
  );
}

/** Null when it is none: 0 is hwloc's word for "not known". */
function lineOf({ element }: HwlocObject, reading: Reading): number | null {
  const bytes = reading.number(element, "cache_linesize") ?? 0;
  return bytes > 0 && bytes <= 65536 && Number.isInteger(Math.log2(bytes)) ? bytes : null;
}
