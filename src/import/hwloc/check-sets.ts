/** Whether the sets of the objects say what their tree says. */
import { importDiagnostics } from "../../diagnostics/catalogue/import.ts";
import { printCpuList } from "../description/cpu-list.ts";
import { type Bits, bitsOf, isEmpty, isJust, isWithin, numbersOf, without } from "./bits.ts";
import { findPus } from "./pus-within.ts";
import type { Reading } from "./reading.ts";
import { type HwlocObject, naming, type Sets, setNames } from "./topology.ts";

/** The most CPUs that Linux can be configured for. */
const mostPus = 8192;

/** Reports every object whose sets contradict its own number, the object around it, or the PUs in it. */
export function checkSets(objects: readonly HwlocObject[], reading: Reading): void {
  const pus = objects.filter(({ type }) => type === "PU");
  const [machine] = objects;
  if (machine !== undefined && pus.length === 0) reading.report(importDiagnostics.noPus, machine.element, {});
  if (machine !== undefined && pus.length > mostPus)
    reading.report(importDiagnostics.tooManyPus, machine.element, { count: pus.length, most: mostPus });
  if (!reading.isGood) return;
  for (const object of objects) checkOwn(object, reading);
  if (reading.isGood) checkPus(objects, reading);
}

function checkOwn(object: HwlocObject, reading: Reading): void {
  const { type, osIndex, sets, parent } = object;
  if (sets === null) return;
  const own = type === "PU" ? "cpuset" : type === "NUMANode" ? "nodeset" : null;
  if (own !== null && osIndex !== null && !isJust(sets[own], osIndex))
    reading.report(importDiagnostics.wrongBit, object.element, { object: naming(object), set: own, number: osIndex });
  const around = parent?.sets ?? null;
  const outside = around === null ? undefined : setNames.find((name) => !isWithin(sets[name], around[name]));
  if (outside !== undefined) reportOutside(object, outside, reading);
}

function reportOutside(object: HwlocObject, set: keyof Sets, reading: Reading): void {
  const { parent, sets } = object;
  if (parent === null || parent.sets === null || sets === null) return;
  const related = [{ span: reading.spanOf(parent.element), message: `${naming(parent)} is here` }];
  const numbers = shown(without(sets[set], parent.sets[set]));
  const facts = { object: naming(object), set, numbers, parent: naming(parent) };
  reading.report(importDiagnostics.setOutsideParent, object.element, facts, { related });
}

/** Every CPU in the cpuset of an object is a PU somewhere in it, and the other way round by what is checked above. */
function checkPus(objects: readonly HwlocObject[], reading: Reading): void {
  const inside = findPus(objects);
  for (const object of objects) {
    if (object.family !== "normal" || object.type === "PU" || object.sets === null) continue;
    const missing = without(object.sets.cpuset, bitsOf(inside.get(object) ?? []));
    if (!isEmpty(missing))
      reading.report(importDiagnostics.setWithoutPus, object.element, {
        object: naming(object),
        numbers: shown(missing),
      });
  }
}

function shown(bits: Bits): string {
  const list = printCpuList(numbersOf(bits));
  return bits.infinite ? `${list === "" ? "" : `${list},`}and all above` : list;
}
