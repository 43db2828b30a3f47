/** What the colours and abbreviations of a picture mean. */
import type { Plan } from "../../plan/plan.ts";
import type { Block } from "./block.ts";
import { domainClass } from "./draw-domains.ts";
import type { Drawing } from "./drawing.ts";
import { labelBandwidth, labelClock } from "./labels.ts";
import { shadeLabels } from "./link-use.ts";
import { element, type SvgElement } from "./svg.ts";
import { drawText, textWidth } from "./text.ts";

const size = 9;
const rowHeight = 15;
const sampleWidth = 18;
/** So many domains are named, and the others counted. */
const mostDomains = 12;

interface Entry {
  readonly label: string;
  /** Class of the sample; null for a remark. */
  readonly sample: string | null;
  readonly isLink: boolean;
  /** Class of the line itself. */
  readonly line?: string;
}

/** Only what occurs in the picture, in rows no wider than it. */
export function drawLegend(plan: Plan, drawing: Drawing, width: number): Block {
  const rows = inRows(entriesOf(plan, drawing), width);
  const widths = rows.map((row) => row.reduce((sum, entry) => sum + entryWidth(entry), 0));
  return {
    width: Math.max(0, ...widths),
    height: rows.length * rowHeight,
    draw: ({ x, y }) => rows.flatMap((row, index) => drawRow(row, x, y + index * rowHeight)),
  };
}

function entriesOf({ system }: Plan, drawing: Drawing): readonly Entry[] {
  const { machine, unit, linkClasses } = drawing;
  const box = (label: string, occurs: boolean, sample = label): readonly Entry[] =>
    occurs ? [{ label, sample, isLink: false }] : [];
  const links = [...linkClasses].map(([kind, sample]): Entry => {
    return { label: `${kind}${bandwidthOf(kind, machine.links)}`, sample: `link ${sample}`, isLink: true };
  });
  const hasTimes = [...machine.caches, ...machine.coherences, ...machine.memories, ...machine.links].some(
    ({ latency }) => latency !== null,
  );
  const times = unit.hertz === null || !hasTimes ? [] : [`cy: cycles at ${labelClock(unit.hertz)}`];
  return [
    ...box("core", machine.cores.length > 0),
    ...box("cache", machine.caches.length > 0),
    ...box("cores with coherent caches", machine.coherences.length > 0, "coherence"),
    ...box("memory", machine.memories.length > 0),
    ...box("device", machine.devices.length > 0),
    ...box("interrupt controller", machine.controllers.length > 0, "controller"),
    ...box("pluggable", machine.pluggable.length > 0, "core pluggable"),
    ...domainEntries(machine),
    ...box("service", (system?.services.length ?? 0) > 0),
    ...box("client", (system?.clients.length ?? 0) > 0),
    ...links,
    ...useEntries(drawing),
    ...times.map((label): Entry => ({ label, sample: null, isLink: false })),
  ];
}

/** The shades that occur. */
function useEntries({ linkUse }: Drawing): readonly Entry[] {
  const shades = new Set([...linkUse.values()].map(({ shade }) => shade));
  return shadeLabels.flatMap((label, shade): Entry[] =>
    shades.has(shade) ? [{ label, sample: "link", isLink: true, line: `used used${shade}` }] : [],
  );
}

function domainEntries(machine: Drawing["machine"]): readonly Entry[] {
  const entries = machine.domains.slice(0, mostDomains).map(({ kind, path }, index): Entry => {
    return { label: `${kind} domain ${path}`, sample: domainClass(machine, index), isLink: false };
  });
  const rest = machine.domains.length - entries.length;
  return rest === 0 ? entries : [...entries, { label: `${rest} more domains`, sample: null, isLink: false }];
}

/** When all links of a kind agree on one. */
function bandwidthOf(kind: string, links: Drawing["machine"]["links"]): string {
  const all = new Set(links.filter(({ interconnect }) => interconnect === kind).map(({ bandwidth }) => bandwidth));
  const [bandwidth = null] = all;
  return all.size === 1 && bandwidth !== null ? `, ${labelBandwidth(bandwidth)} each way` : "";
}

function inRows(entries: readonly Entry[], width: number): readonly (readonly Entry[])[] {
  const rows: Entry[][] = [];
  let used = Number.POSITIVE_INFINITY;
  for (const entry of entries) {
    if (used + entryWidth(entry) > width) {
      rows.push([]);
      used = 0;
    }
    rows.at(-1)?.push(entry);
    used += entryWidth(entry);
  }
  return rows;
}

function entryWidth({ label, sample }: Entry): number {
  return textWidth(label, size) + 16 + (sample === null ? 0 : sampleWidth + 5);
}

function drawRow(entries: readonly Entry[], left: number, top: number): readonly SvgElement[] {
  let x = left;
  return entries.flatMap((entry) => {
    const labelAt = { x: x + (entry.sample === null ? 0 : sampleWidth + 5), y: top + 10 };
    const drawn = [...drawSample(entry, x, top), drawText(entry.label, labelAt, { size, className: "quiet" })];
    x += entryWidth(entry);
    return drawn;
  });
}

function drawSample({ sample, isLink, line }: Entry, x: number, y: number): readonly SvgElement[] {
  if (sample === null) return [];
  const shape = isLink
    ? element("line", {
        ...(line === undefined ? {} : { class: line }),
        x1: x,
        y1: y + 7,
        x2: x + sampleWidth,
        y2: y + 7,
      })
    : element("rect", { x, y: y + 2, width: sampleWidth, height: 10, rx: 2 });
  return [element("g", { class: sample }, [shape])];
}
