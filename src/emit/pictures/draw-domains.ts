/** What fails or is switched off together wears a frame of one colour; what is pluggable has a dashed one of its own. */
import type { PlanElement, PlanMachine } from "../../plan/plan.ts";
import type { Rectangle } from "./geometry.ts";
import { grow } from "./geometry.ts";
import { domainColours } from "./style-sheet.ts";
import { element, type SvgElement } from "./svg.ts";

/** `core 3`, `part 1`: what is drawn, by its index in the plan. */
export type ElementKey = `${"part" | "core" | "memory" | "device" | "controller" | "link" | "port"} ${number}`;

export interface Marks {
  /** Domains of each element, by index. */
  readonly domains: ReadonlyMap<ElementKey, readonly number[]>;
  readonly pluggable: ReadonlySet<ElementKey>;
}

export function gatherMarks({ domains, pluggable }: PlanMachine): Marks {
  const marked = new Map<ElementKey, number[]>();
  for (const [index, { members }] of domains.entries()) {
    for (const key of members.map(keyOf)) marked.set(key, [...(marked.get(key) ?? []), index]);
  }
  return { domains: marked, pluggable: new Set(pluggable.map(keyOf)) };
}

function keyOf(named: PlanElement): ElementKey {
  if ("part" in named) return `part ${named.part}`;
  if ("core" in named) return `core ${named.core}`;
  if ("memory" in named) return `memory ${named.memory}`;
  if ("port" in named) return `port ${named.port}`;
  if ("device" in named) return `device ${named.device}`;
  return "controller" in named ? `controller ${named.controller}` : `link ${named.link}`;
}

/** The class of a domain's frames and of its sample in the legend. */
export function domainClass({ domains }: PlanMachine, index: number): string {
  const kind = domains[index]?.kind ?? "failure";
  return `domain domain${index % domainColours} ${kind}`;
}

/** Frames around what is drawn in `box`, the first domain's innermost. `room` is what lies free around it. */
export function drawFrames(
  key: ElementKey,
  box: Rectangle,
  room: number,
  marks: Marks,
  machine: PlanMachine,
): readonly SvgElement[] {
  const own = marks.domains.get(key) ?? [];
  return own.map((domain, index) => {
    const { x, y, width, height } = grow(box, (room * (index + 1)) / (own.length + 1));
    return element("g", { class: domainClass(machine, domain) }, [element("rect", { x, y, width, height, rx: 4 })]);
  });
}

/** ` pluggable` behind a class, and `, pluggable` behind a title. */
export function pluggableWords(
  key: ElementKey,
  { pluggable }: Marks,
): { readonly className: string; readonly title: string } {
  return pluggable.has(key) ? { className: " pluggable", title: ", pluggable" } : { className: "", title: "" };
}
