/** Draws what is in sight: what is too small to be read is left out, what is alike is drawn at once. */
import type { ViewBox } from "../emit/view/view-data.ts";
import { nearnessOf, stateColour } from "./colours.ts";
import { paintCoreTexts, programColour } from "./paint-cores.ts";
import { paintLinks } from "./paint-links.ts";
import { lastStep, text } from "./paint-text.ts";
import { isInSight, type Painting } from "./painting.ts";

export function paint(painting: Painting, pixelRatio: number): void {
  const { context, camera, seen, colours } = painting;
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  context.fillStyle = colours.paper;
  context.fillRect(0, 0, seen.width, seen.height);
  const scale = camera.scale * pixelRatio;
  context.setTransform(scale, 0, 0, scale, -camera.x * scale, -camera.y * scale);
  paintParts(painting);
  paintLinks(painting, false);
  paintBars(painting);
  paintCores(painting);
  paintDevices(painting);
  paintLinks(painting, true);
  paintChosen(painting);
}

/** All boxes of one look at once. */
function paintBoxes(
  painting: Painting,
  boxes: readonly ViewBox[],
  fill: string,
  stroke: string | null,
  radius: number,
): void {
  const { context, camera } = painting;
  if (boxes.length === 0) return;
  const round = radius * camera.scale >= 1.5;
  context.beginPath();
  for (const [x, y, width, height] of boxes) {
    if (round) context.roundRect(x, y, width, height, radius);
    else context.rect(x, y, width, height);
  }
  context.fillStyle = fill;
  context.fill();
  if (stroke === null || camera.scale < 0.12) return;
  context.strokeStyle = stroke;
  context.lineWidth = 1;
  context.stroke();
}

function paintParts(painting: Painting): void {
  const { scene, colours, camera } = painting;
  const { parts } = scene.data;
  for (const [depth, indices] of scene.levels.entries()) {
    const boxes: ViewBox[] = [];
    for (const index of indices) {
      const box = parts[index]?.box;
      if (box !== undefined && isInSight(box, painting)) boxes.push(box);
    }
    const [fill, stroke] = depth === 0 ? (["group", "group-line"] as const) : (["inner", "inner-line"] as const);
    paintBoxes(painting, boxes, colours[fill], colours[stroke], 6);
  }
  paintLabels(painting);
  if (camera.scale >= 0.3) for (const index of scene.levels.flat()) paintHead(painting, index);
}

function paintHead(painting: Painting, index: number): void {
  const { scene, colours, context } = painting;
  const { box, path, type } = scene.data.parts[index] ?? {};
  if (box === undefined || path === undefined || type === undefined || !isInSight(box, painting)) return;
  const [x, y, width] = box;
  text(context, lastStep(path), x + 10, y + 16, "600 12px", colours.ink, width - 20);
  const used = Math.min(context.measureText(lastStep(path)).width, width - 20);
  if (width - used > 60) text(context, type, x + width - 10, y + 16, "10px", colours.quiet, width - used - 30, "right");
}

/** Of slices of long arrays: as large as they are written in the picture, and never larger than is needed to read them. */
function paintLabels({ scene, camera, context, colours }: Painting): void {
  const size = Math.min(100, 22 / camera.scale);
  for (const [words, x, y] of scene.data.labels) {
    text(context, words, x, y + 106, `600 ${Math.round(size)}px`, colours.quiet, 2000);
  }
}

function paintBars(painting: Painting): void {
  const { scene, colours, camera, context } = painting;
  if (camera.scale < 0.15) return;
  const bars = scene.data.bars.filter(({ box }) => isInSight(box, painting));
  const look = {
    memory: [colours.memory, colours["memory-line"]],
    cache: [colours.cache, null],
    coherence: [colours.paper, colours["coherence-line"]],
  } as const;
  for (const kind of ["memory", "cache", "coherence"] as const) {
    const boxes = bars.filter((bar) => bar.kind === kind).map(({ box }) => box);
    const [fill, stroke] = look[kind];
    paintBoxes(painting, boxes, fill, stroke, 4);
  }
  if (camera.scale < 0.45) return;
  for (const { kind, path, label, box } of bars) {
    const [x, y, width] = box;
    const name = kind === "coherence" ? "coherent" : lastStep(path);
    text(context, label, x + width - 8, y + 13, "10px", colours.quiet, width / 2, "right");
    const used = Math.min(width / 2, context.measureText(label).width);
    text(context, name, x + 8, y + 13, "10px", colours.ink, width - used - 22);
  }
}

function paintCores(painting: Painting): void {
  const { scene } = painting;
  const looks = new Map<string, ViewBox[]>();
  const seenCores: number[] = [];
  for (const [core, { box }] of scene.data.cores.entries()) {
    if (!isInSight(box, painting)) continue;
    seenCores.push(core);
    const colour = coreColour(core, painting);
    const known = looks.get(colour);
    if (known === undefined) looks.set(colour, [box]);
    else known.push(box);
  }
  for (const [fill, boxes] of looks) paintBoxes(painting, boxes, fill, painting.colours["core-line"], 4);
  paintCoreTexts(painting, seenCores);
}

function coreColour(core: number, painting: Painting): string {
  const { colours, shown, ways, camera, scene } = painting;
  if (shown.live !== null) return stateColour(shown.live.kernels.get(core)?.state ?? "absent", colours);
  if (shown.distancesFrom !== null) {
    const latency = ways.latency(shown.distancesFrom, core);
    return latency < 0
      ? colours.off
      : nearnessOf(latency / Math.max(1, ways.farthest(shown.distancesFrom)) - 0.001, colours);
  }
  if (scene.data.cores[core]?.online === false) return colours.off;
  return camera.scale < 0.45 ? (programColour(core, painting) ?? colours.core) : colours.core;
}

function paintDevices(painting: Painting): void {
  const { scene, colours, context, camera } = painting;
  const devices = scene.data.devices.filter(({ box }) => isInSight(box, painting));
  paintStubs(painting);
  paintBoxes(
    painting,
    devices.map(({ box }) => box),
    colours.device,
    colours["device-line"],
    4,
  );
  if (camera.scale < 0.45) return;
  for (const { path, type, box } of devices) {
    const [x, y, width] = box;
    text(context, lastStep(path), x + 7, y + 12, "600 10px", colours.ink, width - 14);
    text(context, type, x + 7, y + 23, "9px", colours.quiet, width - 14);
  }
}

/** From devices to the parts that they hang on. */
function paintStubs({ scene, colours, context }: Painting): void {
  context.beginPath();
  for (const { box, part } of scene.data.devices) {
    const [x, y, width, height] = box;
    const [partX, partY, partWidth, partHeight] = scene.data.parts[part]?.box ?? box;
    if (part === 0) continue;
    const at = Math.min(Math.max(x + width / 2, partX), partX + partWidth);
    const isAbove = y + height <= partY;
    context.moveTo(x + width / 2, isAbove ? y + height : y);
    context.lineTo(at, isAbove ? partY : partY + partHeight);
  }
  context.strokeStyle = colours["device-line"];
  context.lineWidth = 1.5;
  context.stroke();
}

function paintChosen(painting: Painting): void {
  const { context, scene, shown, colours, camera } = painting;
  const { data } = scene;
  const outline = (box: ViewBox | undefined, colour: string, width: number): void => {
    if (box === undefined) return;
    context.beginPath();
    context.roundRect(box[0] - 2, box[1] - 2, box[2] + 4, box[3] + 4, 6);
    context.strokeStyle = colour;
    context.lineWidth = width / camera.scale;
    context.stroke();
  };
  for (const core of shown.way?.cores ?? []) outline(data.cores[core]?.box, colours.accent, 2);
  for (const [name, width] of [
    [shown.hovered, 1.5],
    [shown.selected, 3.5],
  ] as const) {
    for (const box of boxesOf(name, painting)) outline(box, colours.accent, width);
  }
}

function boxesOf(name: string | null, { scene }: Painting): readonly (ViewBox | undefined)[] {
  const [kind, text = ""] = (name ?? "").split(" ");
  const index = Number(text);
  const { data } = scene;
  switch (kind) {
    case "core":
      return [data.cores[index]?.box];
    case "part":
      return index === 0 ? [] : [data.parts[index]?.box];
    case "bar":
      return [data.bars[index]?.box];
    case "device":
      return [data.devices[index]?.box];
    case "program":
      return (data.programs[index]?.instances ?? []).map(({ core }) => data.cores[core]?.box);
    case "state":
      return (data.states[index]?.replicas ?? []).map((core) => data.cores[core]?.box);
    default:
      return [];
  }
}
