/** The way of a message over the machine, hop by hop, and the way that is left when something on it is lost. */
import type { Plan, PlanMachine } from "../../plan/plan.ts";
import { type Block, beside, stack } from "./block.ts";
import { drawRemark, drawTable, type TableRow } from "./draw-table.ts";
import {
  drawBadge,
  drawBadges,
  drawCross,
  drawWay,
  middleOfLine,
  type PicturedHop,
  type PicturedWay,
  textsUnder,
} from "./draw-way.ts";
import { middleOf } from "./geometry.ts";
import { counted, labelTime, type TimeUnit } from "./labels.ts";
import { extrasOf, layOutMachine, overlaid } from "./machine-scene.ts";
import { centred, drawPage, type PictureOptions } from "./page.ts";
import { placesIn, type ScenePlaces } from "./scene-places.ts";
import { element, type SvgElement } from "./svg.ts";
import { textFrames, textsIn } from "./text.ts";

/** A way between two cores, and what becomes of it. */
export interface PicturedRoute {
  readonly from: number;
  readonly to: number;
  readonly hops: readonly PicturedHop[];
  /** Once that is lost; `hops` are null where no way is left. Null where nothing lies between the two. */
  readonly failover: {
    readonly lost: { readonly link: number } | { readonly core: number };
    readonly hops: readonly PicturedHop[] | null;
  } | null;
}

/** So many hops are listed. */
const mostListed = 24;

export async function drawRoute(
  plan: Plan,
  machine: PlanMachine,
  route: PicturedRoute,
  options: PictureOptions,
): Promise<string> {
  const { drawing, block } = await layOutMachine(plan, machine, { detail: "lean", programs: "none", links: "bare" });
  const ways = waysOf(route);
  const names = { from: pathOf(machine, route.from), to: pathOf(machine, route.to) };
  const over = overlaid(block, (below) => drawOver(route, ways, placesIn(below), below));
  const tables = ways.map((way) => drawHops(way, headOf(way, route, machine), machine, drawing.unit));
  const blocks = [beside(tables, 28)];
  const width = Math.max(block.width, ...blocks.map((each) => each.width));
  const page = {
    kind: "route",
    name: `${machine.name}: ${names.from} → ${names.to}`,
    summary: summaryOf(route, machine, drawing.unit),
    blocks: [centred(over, width), ...blocks],
    extras: { ...extrasOf(drawing), accents: true },
  };
  return drawPage(page, options).svg;
}

function pathOf({ cores }: PlanMachine, core: number): string {
  return cores[core]?.path ?? "";
}

/** Hops are numbered on the way itself, and lettered on the other. */
function waysOf({ hops, failover }: PicturedRoute): readonly PicturedWay[] {
  const first: PicturedWay = { hops, rank: "first", names: hops.map((_, index) => `${index + 1}`) };
  const others = failover?.hops ?? [];
  if (others.length === 0) return [first];
  const letters = others.map((_, index) => String.fromCharCode(97 + (index % 26)));
  return [first, { hops: others, rank: "second", names: letters }];
}

function timeOf(hops: readonly PicturedHop[]): number {
  return hops.reduce((sum, { latency }) => sum + latency, 0);
}

function costOf(hops: readonly PicturedHop[], unit: TimeUnit): string {
  return `${counted(hops.length, "hop")}, ${printBoth(timeOf(hops), unit)}`;
}

/** In cycles where the machine has one clock, and in ns. */
function printBoth(picoseconds: number, unit: TimeUnit): string {
  const ns = labelTime(picoseconds, { hertz: null });
  return unit.hertz === null ? ns : `${labelTime(picoseconds, unit)}, ${ns}`;
}

function nameOfLost(lost: NonNullable<PicturedRoute["failover"]>["lost"], machine: PlanMachine): string {
  return "core" in lost ? pathOf(machine, lost.core) : (machine.links[lost.link]?.path ?? "");
}

function summaryOf({ hops, failover }: PicturedRoute, machine: PlanMachine, unit: TimeUnit): string {
  if (hops.length === 0) return "A message stays on its core.";
  const way = costOf(hops, unit);
  if (failover === null) return `${way}; nothing lies between the two that could be lost`;
  const lost = nameOfLost(failover.lost, machine);
  return `${way}; without ${lost} ${failover.hops === null ? "no way is left" : costOf(failover.hops, unit)}`;
}

function headOf({ rank, hops }: PicturedWay, { failover }: PicturedRoute, machine: PlanMachine): string {
  if (hops.length === 0) return "";
  if (rank === "first" || failover === null) return "The way, which takes the least time of all:";
  return `Without ${nameOfLost(failover.lost, machine)}:`;
}

function drawOver(
  route: PicturedRoute,
  ways: readonly PicturedWay[],
  places: ScenePlaces,
  below: readonly SvgElement[],
): readonly SvgElement[] {
  const taken = [...textFrames(below)];
  const lost = route.failover === null ? null : placeOfLost(route.failover.lost, places);
  if (lost !== null) taken.push({ x: lost.x - 8, y: lost.y - 8, width: 16, height: 16 });
  const titles = { first: "the way", second: "the way that is left" };
  // What matters most lies on top.
  const drawn = ways.map((way) => drawWay(way, titles[way.rank], places)).toReversed();
  const badges = ways.map((way) => drawBadges(way, places, taken)).toReversed();
  const crossed = ways.flatMap((way) => textsUnder(textsIn(below).filter(isName), way, places));
  const names = [...new Set(crossed)].map(withHalo);
  const cross = lost === null ? [] : [element("g", { class: "second" }, [drawCross(lost)])];
  // The names have been read where they were drawn first.
  return [...drawn, element("g", { "aria-hidden": "true" }, names), ...cross, ...badges];
}

function isName({ attributes }: SvgElement): boolean {
  return String(attributes["class"]).includes("strong");
}

function withHalo(text: SvgElement): SvgElement {
  return { ...text, attributes: { ...text.attributes, class: `${text.attributes["class"]} halo thin` } };
}

function placeOfLost(lost: NonNullable<PicturedRoute["failover"]>["lost"], places: ScenePlaces) {
  if ("core" in lost) {
    const core = places.core(lost.core);
    return core === null ? null : middleOf(core.box);
  }
  const line = places.link(lost.link);
  return line === null ? null : middleOfLine(line);
}

function drawHops({ hops, rank, names }: PicturedWay, head: string, machine: PlanMachine, unit: TimeUnit): Block {
  let total = 0;
  const rows = hops.map(({ to, via, latency }, index): TableRow => {
    total += latency;
    return {
      cells: [pathOf(machine, to), over(via, machine), printBoth(latency, unit), printBoth(total, unit)],
      mark: (x, y) => [element("g", { class: rank }, drawBadge(names[index] ?? "", { x, y }))],
    };
  });
  const columns = [
    { head: "hop to", align: "left" as const },
    { head: "over", align: "left" as const },
    { head: "takes", align: "right" as const },
    { head: "in all", align: "right" as const },
  ];
  const left = rows.length - mostListed;
  const more = left > 0 ? [drawRemark(`… and ${counted(left, "more hop")}`)] : [];
  const remark = head === "" ? [] : [drawRemark(head)];
  return stack([...remark, drawTable(columns, rows.slice(0, mostListed)), ...more], 4);
}

function over(via: PicturedHop["via"], { links, coherences, parts, name }: PlanMachine): string {
  if ("link" in via) return links[via.link]?.path ?? "";
  const part = parts[coherences[via.coherence]?.part ?? 0];
  return `coherent caches in ${part === undefined || part.path === "" ? name : part.path}`;
}
