/** Devices: chips in rows beside the part that they hang on. */
import { drawFrames, pluggableWords } from "./draw-domains.ts";
import { type BoxKey, type Drawing, lastStep } from "./drawing.ts";
import type { Rectangle } from "./geometry.ts";
import { labelBandwidth } from "./labels.ts";
import { element, type SvgElement, titled } from "./svg.ts";
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
export function chipWidth(devices: readonly number[], { machine }: Drawing): number {
  const texts = devices.map((index) => {
    const { path = "", type = "" } = machine.devices[index] ?? {};
    return Math.max(textWidth(lastStep(path), nameSize), textWidth(type, kindSize)) + 2 * padding;
  });
  return Math.min(widest, Math.max(narrowest, ...texts));
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

export function drawChip(
  index: number,
  { x, y, width, height }: Rectangle,
  { machine, marks }: Drawing,
): readonly SvgElement[] {
  const plug = pluggableWords(`device ${index}`, marks);
  const device = machine.devices[index];
  if (device === undefined) return [];
  const bandwidth = device.bandwidth === null ? "" : `, ${labelBandwidth(device.bandwidth)}`;
  const address = device.address === null ? "" : `, at ${device.address}`;
  const name = fitText(lastStep(device.path), nameSize, width - 2 * padding);
  const kind = fitText(device.type, kindSize, width - 2 * padding);
  return [
    titled(
      `device ${device.path}: ${device.type}${bandwidth}${address}${plug.title}`,
      `device${plug.className}`,
      [
        element("rect", { x, y, width, height, rx: 3 }),
        drawText(name, { x: x + padding, y: y + 11 }, { size: nameSize, className: "ink strong" }),
        drawText(kind, { x: x + padding, y: y + 21.5 }, { size: kindSize, className: "quiet" }),
      ],
      { shows: { part: "device", index, name: device.path, box: { x, y, width, height } } },
    ),
    ...drawFrames(`device ${index}`, { x, y, width, height }, 3, marks, machine),
  ];
}
