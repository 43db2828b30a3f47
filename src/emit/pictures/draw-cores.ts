/** Cores with their own caches and the programs placed on them, and grids of cores over the caches they share. */
import type { PlanMachine } from "../../plan/plan.ts";
import { type Block, beside, stack } from "./block.ts";
import { barHeight, barWidth, cacheBar, drawBar } from "./draw-bar.ts";
import { drawFrames, pluggableWords } from "./draw-domains.ts";
import { type Drawing, lastStep, type PlacedProgram, programClass } from "./drawing.ts";
import { counted, labelClock } from "./labels.ts";
import { element, type ScenePart, type SvgElement, titled } from "./svg.ts";
import { drawText, fitText, textWidth } from "./text.ts";

type Cache = PlanMachine["caches"][number];

const nameSize = 9.5;
const smallSize = 8;
const padding = 5;
const gap = 2;
const coreGap = 6;
/** Of a core with its name alone. */
const leanWidth = 44;

/** What is the same for the cores of one grid, so that they line up. */
interface CoreShape {
  readonly width: number;
  readonly caches: number;
  readonly programs: number;
  readonly details: boolean;
}

/** Cores that share nothing, or only what all of them share. */
interface Bunch {
  readonly cores: readonly number[];
  readonly bunches: readonly Bunch[];
  /** Shared by all cores of the bunch. */
  readonly caches: readonly Cache[];
}

/** The cores of one part in rows, over the caches they share. `shared` are the part's caches. */
export function drawCores(cores: readonly number[], shared: readonly Cache[], drawing: Drawing): Block {
  const shape = shapeOf(cores, drawing);
  return drawBunch(bunchOf(cores, shared), shape, drawing);
}

export function drawSingleCore(core: number, drawing: Drawing): Block {
  return drawCore(core, shapeOf([core], drawing), drawing);
}

/** Caches that can stand under just those of the cores that share them; the others belong under the whole part. */
export function fittingCaches(cores: readonly number[], caches: readonly Cache[]): readonly Cache[] {
  const inside = caches.filter(({ sharedBy }) => sharedBy.length > 1 && sharedBy.every((core) => cores.includes(core)));
  return inside.filter((cache) => inside.every((other) => isNested(cache, other)));
}

function isNested(one: Cache, other: Cache): boolean {
  const common = one.sharedBy.filter((core) => other.sharedBy.includes(core)).length;
  return common === 0 || common === one.sharedBy.length || common === other.sharedBy.length;
}

function bunchOf(cores: readonly number[], caches: readonly Cache[]): Bunch {
  const whole = caches.filter(({ sharedBy }) => sharedBy.length === cores.length);
  const parts = caches.filter(({ sharedBy }) => sharedBy.length < cores.length);
  const largest = [...parts].sort((a, b) => b.sharedBy.length - a.sharedBy.length);
  const outer = largest.filter((cache, index) => !largest.slice(0, index).some((before) => holds(before, cache)));
  const bunches = outer
    .map(({ sharedBy }) =>
      bunchOf(
        [...sharedBy],
        parts.filter((cache) => sharedBy.includes(cache.sharedBy[0] ?? -1)),
      ),
    )
    .sort((a, b) => (a.cores[0] ?? 0) - (b.cores[0] ?? 0));
  const loose = cores.filter((core) => !bunches.some((bunch) => bunch.cores.includes(core)));
  return { cores: loose, bunches, caches: whole };
}

function holds(outer: Cache, inner: Cache): boolean {
  return inner.sharedBy.every((core) => outer.sharedBy.includes(core));
}

function drawBunch({ cores, bunches, caches }: Bunch, shape: CoreShape, drawing: Drawing): Block {
  const inner = bunches.map((bunch) => drawBunch(bunch, shape, drawing));
  const blocks = [inGrid(cores.map((core) => drawCore(core, shape, drawing))), inGrid(inner)].filter(
    ({ height }) => height > 0,
  );
  const upper = stack(blocks, coreGap);
  const bars = caches.map((cache) => cacheBar(cache, drawing));
  const width = Math.max(upper.width, ...bars.map((bar) => barWidth(bar)));
  return stack([upper, ...bars.map((bar) => drawBar(bar, width))], 3);
}

/** Rows as long as makes the whole a bit wider than high; every row but the last one full. */
export function inGrid(blocks: readonly Block[]): Block {
  const columns = columnsFor(blocks);
  const rows = Array.from({ length: Math.ceil(blocks.length / columns) }, (_, row) =>
    beside(blocks.slice(row * columns, (row + 1) * columns), coreGap),
  );
  return stack(rows, coreGap);
}

function columnsFor(blocks: readonly Block[]): number {
  const [{ width, height } = { width: 1, height: 1 }] = blocks;
  const ideal = Math.max(1, Math.round(Math.sqrt((blocks.length * height * 1.3) / width)));
  const even = [ideal, ideal + 1, ideal - 1].find((columns) => columns > 0 && blocks.length % columns === 0);
  return even ?? ideal;
}

function shapeOf(cores: readonly number[], drawing: Drawing): CoreShape {
  const ownCaches = cores.map((core) => cachesOf(core, drawing));
  const bars = ownCaches.flat().map((cache) => barWidth(cacheBar(cache, drawing)) + 2 * padding);
  const heads = cores.map((core) => headWidth(core, drawing));
  const isLean = drawing.look.detail === "lean";
  const reserved = drawing.programs.size > 0 && !isLean ? 1 : 0;
  const pills = cores.map((core) => Math.max(0, ...(drawing.programs.get(core) ?? []).map(pillWidth)));
  return {
    width: Math.min(150, Math.max(isLean ? leanWidth : 72, ...bars, ...heads, ...(isLean ? pills : []))),
    caches: Math.max(0, ...ownCaches.map(({ length }) => length)),
    programs: Math.max(reserved, ...cores.map((core) => drawing.programs.get(core)?.length ?? 0)),
    details: cores.some((core) => detailsOf(core, drawing) !== ""),
  };
}

function headWidth(core: number, drawing: Drawing): number {
  const { path = "" } = drawing.machine.cores[core] ?? {};
  const clock = textWidth(clockOf(core, drawing), smallSize);
  const head = 1.08 * textWidth(lastStep(path), nameSize) + (clock === 0 ? 0 : clock + padding) + 2 * padding;
  return Math.max(head, textWidth(detailsOf(core, drawing), smallSize) + 2 * padding);
}

function cachesOf(core: number, { ownCaches, look }: Drawing): readonly Cache[] {
  return look.detail === "lean" ? [] : (ownCaches.get(core) ?? []);
}

function clockOf(core: number, { machine, look }: Drawing): string {
  return look.detail === "lean" ? "" : labelClock(machine.cores[core]?.clock ?? 0);
}

/** `2 threads · performance` */
function detailsOf(core: number, { machine, look }: Drawing): string {
  if (look.detail === "lean") return "";
  const { threads = 1, kind = null, online = true } = machine.cores[core] ?? {};
  const details = [threads > 1 ? counted(threads, "thread") : null, kind, online ? null : "offline"];
  return details.filter((detail) => detail !== null).join(" · ");
}

function drawCore(index: number, shape: CoreShape, drawing: Drawing): Block {
  const { width } = shape;
  const core = drawing.machine.cores[index];
  const caches = cachesOf(index, drawing).map((cache) => drawBar(cacheBar(cache, drawing), width - 2 * padding));
  const programs = (drawing.programs.get(index) ?? []).map((program) =>
    drawProgram(program, width - 2 * padding, drawing),
  );
  const head = padding + nameSize + 3 + (shape.details ? smallSize + 3 : 0);
  const cacheRows = shape.caches * (barHeight + gap);
  const height = head + cacheRows + shape.programs * (barHeight + gap) + padding - gap;
  if (core === undefined) return { width, height, draw: () => [] };
  const plug = pluggableWords(`core ${index}`, drawing.marks);
  const clock = clockOf(index, drawing);
  const details = detailsOf(index, drawing);
  const kind = core.clock === 0 ? core.isa.name : `${core.isa.name} at ${labelClock(core.clock)}`;
  const title = [`core ${core.path}: ${kind}`, details].filter((part) => part !== "").join(" · ");
  return {
    width,
    height,
    draw: ({ x, y }) => {
      const children: SvgElement[] = [
        element("rect", { x, y, width, height, rx: 3 }),
        ...drawHead(
          lastStep(core.path),
          clock,
          shape.details ? details : "",
          { x: x + padding, y: y + padding },
          width,
        ),
        ...stack(caches, gap).draw({ x: x + padding, y: y + head }),
        ...stack(programs, gap).draw({ x: x + padding, y: y + head + cacheRows }),
      ];
      const shows: ScenePart = { part: "core", index, name: core.path, box: { x, y, width, height } };
      const className = `core${core.online ? "" : " offline"}${plug.className}`;
      return [
        titled(title + plug.title, className, children, { shows, role: "group" }),
        ...drawFrames(`core ${index}`, { x, y, width, height }, 3, drawing.marks, drawing.machine),
      ];
    },
  };
}

function drawHead(
  name: string,
  clock: string,
  details: string,
  { x, y }: { x: number; y: number },
  width: number,
): SvgElement[] {
  const baseline = y + nameSize - 1;
  const right = x + width - 2 * padding;
  const room = width - (clock === "" ? 2 : 3) * padding - textWidth(clock, smallSize);
  const lines = [
    drawText(fitText(name, nameSize, room), { x, y: baseline }, { size: nameSize, className: "ink strong" }),
    ...(clock === ""
      ? []
      : [drawText(clock, { x: right, y: baseline }, { size: smallSize, className: "quiet", anchor: "end" })]),
  ];
  const below = { x, y: baseline + smallSize + 3 };
  const shown = fitText(details, smallSize, width - 2 * padding);
  return details === "" ? lines : [...lines, drawText(shown, below, { size: smallSize, className: "quiet" })];
}

function pillWidth({ name }: PlacedProgram): number {
  return textWidth(name, smallSize) + 2 * padding + 8;
}

function drawProgram(program: PlacedProgram, width: number, { look }: Drawing): Block {
  const { name, kind, index, title } = program;
  const ink = { service: "onService", client: "onClient", state: "onState" }[kind];
  const colour = look.programs === "placed" ? ` ${programClass(program)}` : "";
  return {
    width,
    height: barHeight,
    draw: ({ x, y }) => {
      const text = fitText(name, smallSize, width - 8);
      const at = { x: x + width / 2, y: y + barHeight / 2 + smallSize * 0.36 };
      const children = [
        element("rect", { x, y, width, height: barHeight, rx: 6 }),
        drawText(text, at, { size: smallSize, className: `${ink} strong`, anchor: "middle" }),
      ];
      return [
        titled(title, kind + colour, children, {
          shows: { part: kind, index, name, box: { x, y, width, height: barHeight } },
        }),
      ];
    },
  };
}
