/** Devices: chips in rows beside the part that they hang on. */
import type { PlanMachine } from "../../plan/plan.ts";
import { drawFrames, pluggableWords } from "./draw-domains.ts";
import { type BoxKey, type Drawing, lastStep } from "./drawing.ts";
import type { Rectangle } from "./geometry.ts";
import { labelBandwidth } from "./labels.ts";
import { element, type ScenePart, type SvgElement, titled } from "./svg.ts";
import { drawText, fitText, textWidth } from "./text.ts";

const narrowest = 84;
const widest = 150;
/** Rows, before a strip becomes wider than its part. */
const mostRows = 4;
export const chipHeight = 27;
const padding = 5;
const nameSize = 9;
const kindSize = 7.5;
const chipGap = 6;
/** Between the part and the first row. */
export const stripDistance = 12;

/** Chips in place, seen from the upper left corner of their strip, and the height of the strip with its distance. */
export interface Strip {
  readonly width: number;
  readonly height: number;
  readonly chips: ReadonlyMap<BoxKey, Rectangle>;
}

/** So wide that name and kind fit. */
export function chipWidth(devices: readonly number[], drawing: Drawing): number {
  const texts = devices.map((index) => {
    const { name, kind } = wordsOf(index, drawing);
    // Bold letters are wider.
    return Math.max(1.08 * textWidth(name, nameSize), textWidth(kind, kindSize)) + 2 * padding;
  });
  return Math.min(widest, Math.max(narrowest, ...texts));
}

/** What a chip says: of many that are alike the first and the last, and how many there are. */
function wordsOf(index: number, { machine, alike }: Drawing): { readonly name: string; readonly kind: string } {
  const group = alike.get(index) ?? [index];
  const names = group.map((device) => lastStep(machine.devices[device]?.path ?? ""));
  const { type = "" } = machine.devices[index] ?? {};
  const [first = "", last = first] = [names[0], names.at(-1)];
  return group.length === 1
    ? { name: first, kind: type }
    : { name: `${first} … ${last}`, kind: `${group.length} ${type}` };
}

/** `above`: the strip lies above its part, the row that is filled first next to it. */
export function layoutStrip(devices: readonly number[], width: number, partWidth: number, above: boolean): Strip {
  if (devices.length === 0) return { width: partWidth, height: 0, chips: new Map() };
  const fitting = Math.max(1, Math.floor((partWidth + chipGap) / (width + chipGap)));
  const columns = Math.min(devices.length, Math.max(fitting, Math.ceil(devices.length / mostRows)));
  const rows = Math.ceil(devices.length / columns);
  const chips = devices.map((device, index): readonly [BoxKey, Rectangle] => {
    const row = Math.floor(index / columns);
    const x = (index % columns) * (width + chipGap);
    const y = above ? (rows - 1 - row) * (chipHeight + chipGap) : stripDistance + row * (chipHeight + chipGap);
    return [`device ${device}`, { x, y, width, height: chipHeight }];
  });
  const needed = columns * (width + chipGap) - chipGap;
  return {
    width: Math.max(partWidth, needed),
    height: stripDistance + rows * (chipHeight + chipGap) - chipGap,
    chips: new Map(chips),
  };
}

export function drawChip(index: number, box: Rectangle, drawing: Drawing): readonly SvgElement[] {
  const { machine, marks, alike } = drawing;
  const device = machine.devices[index];
  if (device === undefined) return [];
  const plug = pluggableWords(`device ${index}`, marks);
  const { x, y, width, height } = box;
  const words = wordsOf(index, drawing);
  const name = fitText(words.name, nameSize * 1.08, width - 2 * padding);
  const kind = fitText(words.kind, kindSize, width - 2 * padding);
  const group = alike.get(index) ?? [index];
  const [shows, ...others] = group.map((each): ScenePart => {
    return { part: "device", index: each, name: machine.devices[each]?.path ?? "", box };
  });
  const title = group.length === 1 ? titleOf(device) : `${words.kind}: ${namesOf(group, machine)}`;
  return [
    titled(
      title + plug.title,
      `device${plug.className}`,
      [
        element("rect", { x, y, width, height, rx: 3 }),
        drawText(name, { x: x + padding, y: y + 11 }, { size: nameSize, className: "ink strong" }),
        drawText(kind, { x: x + padding, y: y + 21.5 }, { size: kindSize, className: "quiet" }),
      ],
      { ...(shows === undefined ? {} : { shows }), others },
    ),
    ...drawFrames(`device ${index}`, box, 3, marks, machine),
  ];
}

function titleOf({ path, type, bandwidth, address }: PlanMachine["devices"][number]): string {
  const speed = bandwidth === null ? "" : `, ${labelBandwidth(bandwidth)}`;
  return `device ${path}: ${type}${speed}${address === null ? "" : `, at ${address}`}`;
}

function namesOf(devices: readonly number[], machine: PlanMachine): string {
  return devices.map((device) => machine.devices[device]?.path ?? "").join(", ");
}
