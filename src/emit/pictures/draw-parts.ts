/** Parts as boxes within boxes, and the links between those of one level. */
import { areaOf, type Block, stack } from "./block.ts";
import {
  type Bar,
  barWidth,
  cacheBar,
  coherenceBar,
  controllerBar,
  drawBar,
  joinAlike,
  memoryBar,
} from "./draw-bar.ts";
import { drawCores, drawSingleCore, fittingCaches } from "./draw-cores.ts";
import { type Crowd, crowdsIn, drawCrowd, keyOfMember } from "./draw-crowd.ts";
import { chipHeight, chipWidth, drawChip, stripDistance } from "./draw-devices.ts";
import { drawFrames, type ElementKey, pluggableWords } from "./draw-domains.ts";
import { drawLink, extentOf, placeLabels } from "./draw-links.ts";
import { type BoxKey, boxesTo, type Drawing, hostOf, lastStep } from "./drawing.ts";
import { middleOf, type Point, type Rectangle, shiftRectangle } from "./geometry.ts";
import type { Joint } from "./joint.ts";
import { type Child, type Layout, layOutLevel } from "./lay-out-level.ts";
import { routeLinks } from "./route-links.ts";
import { element, type ScenePart, type SvgElement, titled } from "./svg.ts";
import { drawText, fitText, textWidth } from "./text.ts";

const framePadding = 8;
const headHeight = 17;
const nameSize = 10.5;
const typeSize = 8.5;
/** Bars of the machine itself needn't be as wide as the whole picture. */
const widestRootBar = 260;

/** What lies in a part: its boxes and links, and below them what its cores share. */
export async function drawContents(part: number, drawing: Drawing): Promise<Block> {
  const all = jointsOf(part, drawing);
  const crowds = crowdsIn(part, drawing);
  const joints = withoutCrowds(all, crowds);
  const separate = joints.some(({ from, to }) => from.startsWith("core") || to.startsWith("core"));
  const children = await childrenOf(part, joints, separate, drawing);
  const maps = await Promise.all(
    crowds.map(async (crowd) => drawCrowd(crowd, await drawExample(crowd, drawing), all, drawing)),
  );
  const level = await drawLevel(children, joints, drawing);
  const bars = barsOf(part, separate, drawing);
  const needed = Math.max(...[level, ...maps].map(({ width }) => width), ...bars.map((bar) => barWidth(bar)));
  const width = part === 0 ? Math.min(needed, widestRootBar) : needed;
  const boxes = [level, ...maps].filter(({ height }) => height > 0);
  return stack([...boxes, ...bars.map((bar) => drawBar(bar, width))], part === 0 ? 14 : 4);
}

/** Links of long arrays are counted, not drawn. */
function withoutCrowds(joints: readonly Joint[], crowds: readonly Crowd[]): readonly Joint[] {
  if (crowds.length === 0) return joints;
  const members = new Set(crowds.flatMap((crowd) => crowd.members.map((member) => keyOfMember(crowd, member))));
  return joints.filter(({ from, to }) => !members.has(from) && !members.has(to));
}

async function drawExample({ kind, members: [first] }: Crowd, drawing: Drawing): Promise<Block> {
  return kind === "core" ? drawSingleCore(first, drawing) : await drawPart(first, drawing);
}

async function drawPart(part: number, drawing: Drawing): Promise<Block> {
  const { path = "", type = "", level = "" } = drawing.machine.parts[part] ?? {};
  const contents = await drawContents(part, drawing);
  const headWidth = textWidth(lastStep(path), nameSize) + textWidth(type, typeSize) + 10;
  const width = Math.max(contents.width, Math.min(headWidth, 220)) + 2 * framePadding;
  const height = contents.height + headHeight + framePadding + 4;
  const depth = path.includes(".") ? "inner" : "group";
  const key: ElementKey = `part ${part}`;
  const plug = pluggableWords(key, drawing.marks);
  return {
    width,
    height,
    draw: ({ x, y }) => {
      const name = lastStep(path);
      const room = width - 2 * framePadding - textWidth(name, nameSize) - 8;
      const right = { x: x + width - framePadding, y: y + headHeight - 4 };
      const shows: ScenePart = { part: "part", index: part, name: path, box: { x, y, width, height } };
      const children = [
        element("rect", { x, y, width, height, rx: 5 }),
        drawText(name, { x: x + framePadding, y: right.y }, { size: nameSize, className: "ink strong" }),
        drawText(fitText(type, typeSize, room), right, { size: typeSize, className: "quiet", anchor: "end" }),
        ...contents.draw({ x: x + (width - contents.width) / 2, y: y + headHeight + 4 }),
      ];
      return [
        titled(`${level} ${path}: ${type}${plug.title}`, depth + plug.className, children, { shows, role: "group" }),
        ...drawFrames(key, { x, y, width, height }, 5, drawing.marks, drawing.machine),
      ];
    },
  };
}

/** Links whose ends lie in two different boxes of this part. */
function jointsOf(part: number, { machine }: Drawing): readonly Joint[] {
  return machine.links.flatMap((link, index): readonly Joint[] => {
    const from = boxesTo(machine, link.from);
    const to = boxesTo(machine, link.to);
    const depth = from.findIndex((key, level) => key !== to[level]);
    const parting = depth === -1 ? from.length : depth;
    if (from[parting - 1] !== `part ${part}`) return [];
    return [{ link: index, from: from[parting] ?? `part ${part}`, to: to[parting] ?? `part ${part}` }];
  });
}

async function childrenOf(
  part: number,
  joints: readonly Joint[],
  separate: boolean,
  drawing: Drawing,
): Promise<readonly Child[]> {
  const { machine } = drawing;
  const crowds = crowdsIn(part, drawing);
  const crowded = new Set(crowds.flatMap((crowd) => crowd.members.map((member) => keyOfMember(crowd, member))));
  const cores = coresOf(part, drawing).filter((core) => !crowded.has(`core ${core}`));
  const parts = machine.parts.flatMap(({ parent }, index) =>
    parent === part && !crowded.has(`part ${index}`) ? [index] : [],
  );
  const groups = await Promise.all(
    parts.map(async (inner): Promise<Child> => {
      const devices = devicesOf(inner, drawing);
      const block = await drawPart(inner, drawing);
      return { key: `part ${inner}`, block, devices, chipWidth: chipWidth(devices, drawing) };
    }),
  );
  return [
    ...ownPorts(part, joints, drawing),
    ...(separate ? cores.map((core) => singleCore(core, drawing)) : coreGrid(part, cores, drawing)),
    ...groups,
    ...(part === 0 ? devicesOf(0, drawing).map((device) => singleDevice(device, drawing)) : []),
  ];
}

function coresOf(part: number, { coresIn }: Drawing): readonly number[] {
  return coresIn.get(part) ?? [];
}

/** Of those that are drawn as one, the first. */
function devicesOf(part: number, { machine, alike }: Drawing): readonly number[] {
  return machine.devices.flatMap((_, index) => {
    const [first = index] = alike.get(index) ?? [];
    return first === index && hostOf(machine, index) === part ? [index] : [];
  });
}

/** A port of the part itself that is linked to something within it stands among its boxes. */
function ownPorts(part: number, joints: readonly Joint[], { machine }: Drawing): readonly Child[] {
  const key: BoxKey = `part ${part}`;
  if (!joints.some(({ from, to }) => from === key || to === key)) return [];
  const label = part === 0 ? "ports" : `ports of ${lastStep(machine.parts[part]?.path ?? "")}`;
  const bar = { className: "inner", name: label, value: "", title: label };
  return [{ key, block: drawBar(bar, barWidth(bar), 20), devices: [], chipWidth: 0 }];
}

function singleCore(core: number, drawing: Drawing): Child {
  return { key: `core ${core}`, block: drawSingleCore(core, drawing), devices: [], chipWidth: 0 };
}

function coreGrid(part: number, cores: readonly number[], drawing: Drawing): readonly Child[] {
  if (cores.length === 0) return [];
  const caches = fittingCaches(cores, sharedCaches(part, drawing)).filter(
    ({ sharedBy }) => sharedBy.length < cores.length,
  );
  return [{ key: `core ${cores[0] ?? 0}`, block: drawCores(cores, caches, drawing), devices: [], chipWidth: 0 }];
}

function singleDevice(device: number, drawing: Drawing): Child {
  const [width, height] = [chipWidth([device], drawing), chipHeight];
  const draw: Block["draw"] = (at) => drawChip(device, { ...at, width, height }, drawing);
  return { key: `device ${device}`, block: { width, height, draw }, devices: [], chipWidth: 0 };
}

function sharedCaches(part: number, { machine }: Drawing) {
  return machine.caches.filter((cache) => cache.part === part && cache.sharedBy.length !== 1);
}

/** Coherence, caches that no single bunch of cores has to itself, memories and controllers; of crowds once for all. */
function barsOf(part: number, separate: boolean, drawing: Drawing): readonly Bar[] {
  const { machine, look } = drawing;
  const cores = coresOf(part, drawing);
  const shared = sharedCaches(part, drawing);
  const isCrowded = crowdsIn(part, drawing).some(({ kind }) => kind === "core");
  const underCores = isCrowded || separate ? [] : fittingCaches(cores, shared);
  const isUnder = (cache: (typeof shared)[number]) =>
    underCores.includes(cache) && cache.sharedBy.length < cores.length;
  const memories = machine.memories.filter((memory) => memory.part === part).map((one) => memoryBar(one, drawing));
  if (look.detail === "lean") return joinAlike(memories);
  const bars = [
    ...machine.coherences.filter((domain) => domain.part === part).map((domain) => coherenceBar(domain, drawing)),
    ...shared.filter((cache) => !isUnder(cache)).map((cache) => cacheBar(cache, drawing)),
    ...memories,
    ...machine.controllers.filter((one) => one.part === part).map((one) => controllerBar(one, drawing)),
  ];
  return joinAlike(bars);
}

async function drawLevel(children: readonly Child[], joints: readonly Joint[], drawing: Drawing): Promise<Block> {
  const numberOf = new Map(children.map(({ key }, index) => [key, index]));
  const pairs = joints.flatMap(({ from, to }) => {
    const [a, b] = [numberOf.get(from), numberOf.get(to)];
    return a === undefined || b === undefined || a === b ? [] : [[a, b] as const];
  });
  const layout = layOutLevel(children, pairs);
  const routes = await routeLinks(joints, layout);
  const links = placeLabels(routes, [...layout.boxes.values()], drawing);
  const extent = extentOf(links, layout);
  return {
    width: extent.width,
    height: extent.height,
    draw: (corner) => {
      const at = { x: corner.x - extent.x, y: corner.y - extent.y };
      return [
        ...children.flatMap((child) => drawStubs(child, layout, at)),
        ...children.flatMap(({ key, block }) => block.draw(boxAt(layout, key, at))),
        ...children.flatMap(({ devices }) =>
          devices.flatMap((device) => drawChip(device, boxAt(layout, `device ${device}`, at), drawing)),
        ),
        ...links.flatMap((link) => drawLink(link, at, drawing)),
      ];
    },
  };
}

function boxAt(layout: Layout, key: BoxKey, by: { readonly x: number; readonly y: number }): Rectangle {
  return shiftRectangle(layout.boxes.get(key) ?? { x: 0, y: 0, width: 0, height: 0 }, by);
}

/** From a part to its devices: a trunk, a bar across, and down every column behind the devices that lie between. */
function drawStubs({ key, block, devices }: Child, layout: Layout, at: Point): readonly SvgElement[] {
  const box = areaOf(block, boxAt(layout, key, at));
  const chips = devices.map((device) => middleOf(boxAt(layout, `device ${device}`, at)));
  const [nearest] = chips;
  if (nearest === undefined) return [];
  const trunk = middleOf(box).x;
  const above = nearest.y < box.y;
  const edge = above ? box.y : box.y + box.height;
  const across = edge + (above ? -1 : 1) * (stripDistance / 2);
  const columns = [...new Set(chips.map(({ x }) => x))];
  const farthest = (x: number): number => {
    const heights = chips.filter((chip) => chip.x === x).map(({ y }) => y);
    return above ? Math.min(...heights) : Math.max(...heights);
  };
  const line = (x1: number, y1: number, x2: number, y2: number) => element("line", { class: "stub", x1, y1, x2, y2 });
  return [
    line(trunk, edge, trunk, across),
    line(Math.min(trunk, ...columns), across, Math.max(trunk, ...columns), across),
    ...columns.map((x) => line(x, across, x, farthest(x))),
  ];
}
