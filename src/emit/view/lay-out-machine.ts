/** Where everything lies: boxes within boxes, links between those of one level. */
import type { Plan, PlanMachine } from "../../plan/plan.ts";
import { type BoxKey, lastStep } from "../pictures/drawing.ts";
import { type Point, shiftPoint, shiftRectangle } from "../pictures/geometry.ts";
import type { Joint, Route } from "../pictures/joint.ts";
import { type Child, layOutLevel } from "../pictures/lay-out-level.ts";
import { routeLinks } from "../pictures/route-links.ts";
import { textWidth } from "../pictures/text.ts";
import { arrayName, isFar, layOutCrowd, longArrays, type Member } from "./crowds.ts";
import type { MachineIndex } from "./machine-index.ts";
import { box, frame, grid, type Piece, type Places, pile } from "./piece.ts";

const coreWidth = 104;
const coreHead = 36;
const programHeight = 17;
const barHeight = 18;
const partHead = 24;
const padding = 10;
const coreGap = 8;
const chipWidth = 118;
const chipHeight = 27;
const margin = 40;

export interface Placement extends Places {
  /** Links that lead past others: too many of them to be shown at once. */
  readonly far: ReadonlySet<number>;
  readonly width: number;
  readonly height: number;
}

export async function layOutMachine(plan: Plan, machine: PlanMachine, index: MachineIndex): Promise<Placement> {
  const layouter = new Layouter(machine, index, programsByCore(plan));
  const piece = await layouter.contents(0);
  const places: Places = { boxes: new Map(), lines: new Map(), labels: [] };
  const size = { width: piece.width + 2 * margin, height: piece.height + 2 * margin };
  places.boxes.set("part 0", { x: 0, y: 0, ...size });
  piece.put({ x: margin, y: margin }, places);
  return { ...places, ...size, far: layouter.far };
}

function programsByCore({ system }: Plan): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { instances } of [...(system?.services ?? []), ...(system?.clients ?? [])])
    for (const { core } of instances) counts.set(core, (counts.get(core) ?? 0) + 1);
  return counts;
}

interface Alike {
  /** Of programs in its cores. */
  readonly rows: number;
  /** Pixels across. */
  readonly least: number;
}

class Layouter {
  readonly #machine: PlanMachine;
  readonly #index: MachineIndex;
  readonly #programs: ReadonlyMap<number, number>;
  readonly far = new Set<number>();
  /** By part of a crowd: what all of its members have in common, so that they are alike. */
  readonly #alike = new Map<number, Alike>();

  constructor(machine: PlanMachine, index: MachineIndex, programs: ReadonlyMap<number, number>) {
    this.#machine = machine;
    this.#index = index;
    this.#programs = programs;
  }

  /** What lies in a part: its boxes with their links, and below them what its cores share. */
  async contents(part: number): Promise<Piece> {
    const joints = this.#index.joints.get(part) ?? [];
    const cores = this.#index.cores(part);
    const parts = this.#index.parts(part);
    const long = longArrays([
      ...cores.map((core) => this.#corePath(core)),
      ...parts.map((each) => this.#partPath(each)),
    ]);
    const [crowdCores, loneCores] = split(cores, (core) => long.has(arrayName(this.#corePath(core))));
    const [crowdParts, loneParts] = split(parts, (each) => long.has(arrayName(this.#partPath(each))));
    const crowded = new Set<BoxKey>([
      ...crowdCores.map((core): BoxKey => `core ${core}`),
      ...crowdParts.map((each): BoxKey => `part ${each}`),
    ]);
    const near = joints.filter(({ from, to }) => !crowded.has(from) && !crowded.has(to));
    this.#makeAlike(crowdParts);
    const level = await this.#level(part, loneCores, loneParts, near);
    const crowds = await this.#crowds([...crowdCores], [...crowdParts]);
    this.#noteFar(joints, crowded);
    return this.#withBars(part, pile([level, ...crowds], 24));
  }

  #makeAlike(parts: readonly number[]): void {
    const rows = parts.reduce((most, part) => Math.max(most, this.#programRows(this.#index.cores(part))), 0);
    const least = parts.reduce((most, part) => Math.max(most, this.#headWidth(part)), 0);
    for (const part of parts) this.#alike.set(part, { rows, least });
  }

  #headWidth(part: number): number {
    const { path = "", type = "" } = this.#machine.parts[part] ?? {};
    return Math.min(260, textWidth(lastStep(path), 12) + textWidth(type, 10) + 3 * padding);
  }

  #noteFar(joints: readonly Joint[], crowded: ReadonlySet<BoxKey>): void {
    for (const { link, from, to } of joints) {
      const isAmong = crowded.has(from) || crowded.has(to);
      if (isAmong && isFar(pathOf(from, this.#machine), pathOf(to, this.#machine))) this.far.add(link);
    }
  }

  async #part(part: number): Promise<Piece> {
    const least = this.#alike.get(part)?.least ?? this.#headWidth(part);
    return frame(`part ${part}`, await this.contents(part), { least, head: partHead, padding });
  }

  #core(core: number, programs: number): Piece {
    return box(`core ${core}`, coreWidth, coreHead + Math.max(0, programs) * programHeight);
  }

  /** Boxes that are linked, or few. */
  async #level(part: number, cores: readonly number[], parts: readonly number[], joints: readonly Joint[]) {
    const separate = joints.some(({ from, to }) => from.startsWith("core") || to.startsWith("core"));
    const rows = Math.max(this.#programRows(cores), this.#alike.get(part)?.rows ?? 0);
    const corePieces = cores.map((core) => [`core ${core}` as const, this.#core(core, rows)] as const);
    const pieces = new Map<BoxKey, Piece>(separate ? corePieces : []);
    const block = grid(
      corePieces.map(([, piece]) => piece),
      columnsFor(cores.length),
      coreGap,
    );
    if (!separate && cores.length > 0) pieces.set(`core ${cores[0] ?? 0}`, block);
    for (const inner of parts) pieces.set(`part ${inner}`, await this.#part(inner));
    const own: BoxKey = `part ${part}`;
    if (joints.some(({ from, to }) => from === own || to === own))
      pieces.set(own, { width: 90, height: 20, put: () => {} });
    return layOutPieces(pieces, joints, this.#devicesBeside(part, parts));
  }

  /** Devices by the box that they lie beside. */
  #devicesBeside(part: number, parts: readonly number[]): ReadonlyMap<BoxKey, readonly number[]> {
    const beside = new Map<BoxKey, readonly number[]>(
      parts.map((inner) => [`part ${inner}`, this.#index.devices(inner)]),
    );
    if (part === 0) for (const device of this.#index.devices(0)) beside.set(`device ${device}`, []);
    return beside;
  }

  async #crowds(cores: readonly number[], parts: readonly number[]): Promise<readonly Piece[]> {
    const rows = this.#programRows(cores);
    const members: Member[] = cores.map((core) => ({ path: this.#corePath(core), piece: this.#core(core, rows) }));
    for (const part of parts) members.push({ path: this.#partPath(part), piece: await this.#withDevices(part) });
    const arrays = new Map<string, Member[]>();
    for (const member of members) {
      const name = arrayName(member.path);
      arrays.set(name, [...(arrays.get(name) ?? []), member]);
    }
    return [...arrays.values()].map(layOutCrowd);
  }

  /** In a crowd devices lie below the part that they hang on. */
  async #withDevices(part: number): Promise<Piece> {
    const chips = this.#index.devices(part).map((device) => box(`device ${device}`, chipWidth, chipHeight));
    return pile([await this.#part(part), ...chips], 6);
  }

  #withBars(part: number, piece: Piece): Piece {
    const width = Math.max(coreWidth, part === 0 ? Math.min(320, piece.width) : piece.width);
    const bars = [
      ...this.#index.coherences(part).map((index) => box(`coherence ${index}`, width, barHeight)),
      ...this.#index.sharedCaches(part).map((index) => box(`cache ${index}`, width, barHeight)),
      ...this.#index.memories(part).map((index) => box(`memory ${index}`, width, barHeight)),
    ];
    return pile([piece, pile(bars, 4)], part === 0 ? 24 : 8);
  }

  #programRows(cores: readonly number[]): number {
    const most = cores.reduce((rows, core) => Math.max(rows, this.#programs.get(core) ?? 0), 0);
    return Math.min(4, most);
  }

  #corePath(core: number): string {
    return this.#machine.cores[core]?.path ?? "";
  }

  #partPath(part: number): string {
    return this.#machine.parts[part]?.path ?? "";
  }
}

function split(items: readonly number[], isFirst: (item: number) => boolean) {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))] as const;
}

/** A bit wider than high, every row but the last one full. */
function columnsFor(count: number): number {
  const ideal = Math.max(1, Math.round(Math.sqrt(count * 0.9)));
  return [ideal, ideal + 1, ideal - 1].find((columns) => columns > 0 && count % columns === 0) ?? ideal;
}

function pathOf(key: BoxKey, { parts, cores, devices }: PlanMachine): string {
  const [kind, index] = key.split(" ");
  const list = kind === "part" ? parts : kind === "core" ? cores : devices;
  return list[Number(index)]?.path ?? "";
}

async function layOutPieces(
  pieces: ReadonlyMap<BoxKey, Piece>,
  joints: readonly Joint[],
  devices: ReadonlyMap<BoxKey, readonly number[]>,
): Promise<Piece> {
  const lone = [...devices].filter(([key]) => key.startsWith("device"));
  const all = new Map<BoxKey, Piece>([
    ...pieces,
    ...lone.map(([key]) => [key, box(key, chipWidth, chipHeight)] as const),
  ]);
  const children = [...all].map(([key, { width, height }]): Child => {
    const block = { width, height, draw: () => [] };
    return { key, block, devices: devices.get(key) ?? [], chipWidth };
  });
  const numberOf = new Map(children.map(({ key }, index) => [key, index]));
  const pairs = joints.flatMap(({ from, to }) => {
    const [one, other] = [numberOf.get(from), numberOf.get(to)];
    return one === undefined || other === undefined || one === other ? [] : [[one, other] as const];
  });
  const layout = layOutLevel(children, pairs);
  const routes = await routeLinks(joints, layout);
  const reach = extentOf(routes, layout.width, layout.height);
  return {
    width: reach.width,
    height: reach.height,
    put: (corner, places) => {
      const at = { x: corner.x - reach.x, y: corner.y - reach.y };
      for (const [key, rectangle] of layout.boxes) {
        const place = shiftRectangle(rectangle, at);
        const piece = all.get(key);
        if (piece === undefined) places.boxes.set(key, place);
        else piece.put(place, places);
      }
      for (const { link, points } of routes)
        places.lines.set(
          link,
          points.map((point) => shiftPoint(point, at)),
        );
    },
  };
}

/** Links that lead round boxes may leave the level. */
function extentOf(routes: readonly Route[], width: number, height: number) {
  const points: readonly Point[] = routes.flatMap((route) => route.points);
  const left = points.reduce((least, { x }) => Math.min(least, x), 0);
  const top = points.reduce((least, { y }) => Math.min(least, y), 0);
  const right = points.reduce((most, { x }) => Math.max(most, x), width);
  const bottom = points.reduce((most, { y }) => Math.max(most, y), height);
  return { x: left, y: top, width: right - left, height: bottom - top };
}
