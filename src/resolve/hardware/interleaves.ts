/** Maps whose addresses alternate between memories: `map 0 over p[*].dram by 4 KiB`. */
import { addressDiagnostics } from "../../diagnostics/catalogue/resolve/addresses.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { MapTarget } from "../../model/address-space.ts";
import { sizeOfInterleave } from "../../model/interleave.ts";
import type { Memory } from "../../model/machine.ts";
import type { Span } from "../../source/source-file.ts";
import type { Expression, MapItem } from "../../syntax/ast.ts";
import { expectSize } from "../expect.ts";
import { reportWrongElement } from "../selected.ts";
import { choose, type Site } from "./building.ts";

/** Null after a report. */
export function readInterleave(item: MapItem, granule: Expression, site: Site): MapTarget | null {
  const memories = chooseMemories(item, site);
  const bytes = expectSize(granule, "the granule of a map", site.context, { least: 1 });
  if (memories === null || bytes === null) return null;
  const [first] = memories;
  if (first === undefined || memories.length === 1) {
    const facts = { memory: first?.path ?? "" };
    site.context.report(diagnose(addressDiagnostics.interleaveOfOne, spanOfTargets(item), facts));
    return null;
  }
  const interleave = { memories, granule: BigInt(bytes) };
  if (sizeOfInterleave(interleave) > 0n) return { kind: "interleave", interleave };
  return reportTooCoarse(memories, bytes, granule.span, site);
}

function chooseMemories({ targets }: MapItem, site: Site): readonly Memory[] | null {
  const memories: Memory[] = [];
  const [path] = targets;
  const elements = choose.all(targets, site);
  if (elements === null || path === undefined) return null;
  for (const element of elements) {
    if (element.kind !== "memory") {
      reportWrongElement(path, element, "what addresses alternate between", "a memory", site.context);
      return null;
    }
    memories.push(element.memory);
  }
  return memories;
}

function reportTooCoarse(memories: readonly Memory[], granule: number, span: Span, site: Site): null {
  const [least] = memories.toSorted((left, right) => left.size - right.size);
  // An empty memory is reported where it is declared.
  if (least === undefined || least.size === 0) return null;
  const facts = { granule, memory: least.path, size: least.size };
  const related = [{ span: least.span, message: `\`${least.path}\` is declared here` }];
  site.context.report(diagnose(addressDiagnostics.granuleTooLarge, span, facts, { related }));
  return null;
}

export function spanOfTargets({ targets, span }: MapItem): Span {
  const [first, last] = [targets[0], targets.at(-1)];
  return first === undefined || last === undefined ? span : { ...first.span, end: last.span.end };
}
