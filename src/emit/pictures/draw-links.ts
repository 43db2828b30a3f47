/** Links with their ends and labels. */
import type { PlanEndpoint, PlanLink, PlanMachine } from "../../plan/plan.ts";
import { drawFrames, pluggableWords } from "./draw-domains.ts";
import type { Drawing } from "./drawing.ts";
import { boundsOf, clip, grow, overlap, type Point, type Rectangle, shiftPoint, shiftRectangle } from "./geometry.ts";
import type { Route } from "./joint.ts";
import { labelBandwidth, labelTime } from "./labels.ts";
import type { Layout } from "./lay-out-level.ts";
import { walk } from "./route-links.ts";
import { coordinate, element, type ScenePart, type SvgElement, titled } from "./svg.ts";
import { drawText, textWidth } from "./text.ts";

const labelSize = 9;
const steps = 40;

export interface DrawnLink {
  readonly route: Route;
  readonly label: string;
  /** Of the label; null when there is none. */
  readonly place: Rectangle | null;
}

/** Labels beside the middle of their line, but nowhere over a box, a line or another label as long as there is room. */
export function placeLabels(
  routes: readonly Route[],
  boxes: readonly Rectangle[],
  drawing: Drawing,
): readonly DrawnLink[] {
  const drawn: DrawnLink[] = [];
  for (const route of routes) {
    const label = labelOf(route.link, drawing);
    drawn.push({ route, label, place: label === "" ? null : placeLabel(label, route, routes, boxes, drawn) });
  }
  return drawn;
}

function labelOf(link: number, { machine, look, linkUse, unit }: Drawing): string {
  if (look.links === "load") return linkUse.get(link)?.label ?? "";
  const latency = look.links === "bare" ? null : (machine.links[link]?.latency ?? null);
  return latency === null ? "" : labelTime(latency, unit);
}

/** The colour of its kind, or of its use, or none. */
function lineClass(link: number, kind: string, { look, linkUse, linkClasses }: Drawing): string {
  if (look.links === "latency") return linkClasses.get(kind) ?? "";
  const use = linkUse.get(link);
  return use === undefined ? "bare" : `heat${use.shade}`;
}

/** All that a level needs: curves may lead round the outermost boxes. */
export function extentOf(links: readonly DrawnLink[], { width, height }: Layout): Rectangle {
  const lines = links.flatMap(({ route }) =>
    walk(route, steps).map((point) => grow({ ...point, width: 0, height: 0 }, 4)),
  );
  const labels = links.flatMap(({ place }) => (place === null ? [] : [place]));
  const all = [{ x: 0, y: 0, width, height }, ...lines, ...labels];
  const left = Math.min(...all.map(({ x }) => x));
  const top = Math.min(...all.map(({ y }) => y));
  const right = Math.max(...all.map((one) => one.x + one.width));
  const bottom = Math.max(...all.map((one) => one.y + one.height));
  return { x: left, y: top, width: right - left, height: bottom - top };
}

function placeLabel(
  label: string,
  route: Route,
  routes: readonly Route[],
  boxes: readonly Rectangle[],
  drawn: readonly DrawnLink[],
): Rectangle {
  const [width, height] = [textWidth(label, labelSize) + 4, labelSize + 4];
  const labels = drawn.flatMap(({ place }) => (place === null ? [] : [place]));
  const lines = routes
    .filter((other) => other !== route)
    .map((other) => walk(other, other.points.length === 2 ? 1 : steps));
  const candidates = walk(route, steps).map((point, step) => {
    const place = { x: point.x - width / 2, y: point.y - height / 2, width, height };
    const covered = [...boxes, ...labels].filter((box) => overlap(box, place)).length;
    const near = labels.filter((other) => overlap(grow(other, 6), place)).length;
    const crossed = lines.filter((line) =>
      line.some((to, index) => index > 0 && clip(line[index - 1] ?? to, to, place) !== null),
    );
    return { place, cost: 100 * covered + 10 * (near + crossed.length) + Math.abs(step - steps / 2) / steps };
  });
  const [best] = candidates.sort((a, b) => a.cost - b.cost);
  return best?.place ?? { x: 0, y: 0, width, height };
}

export function drawLink({ route, label, place }: DrawnLink, by: Point, drawing: Drawing): readonly SvgElement[] {
  const link = drawing.machine.links[route.link];
  const points = route.points.map((point) => shiftPoint(point, by));
  const [start, end] = [points[0], points.at(-1)];
  if (link === undefined || start === undefined || end === undefined) return [];
  const before = points.at(-2) ?? start;
  const plug = pluggableWords(`link ${route.link}`, drawing.marks);
  const className = `link ${lineClass(route.link, link.interconnect, drawing)}${plug.className}`;
  const use = drawing.look.links === "latency" ? drawing.linkUse.get(route.link) : undefined;
  const parts = [
    ...(use === undefined ? [] : [drawLine(points, `used used${use.shade}`)]),
    drawLine(points),
    drawEnd(start),
    link.direction === "both" ? drawEnd(end) : drawArrow(before, end),
    ...(place === null ? [] : [drawLabel(label, shiftRectangle(place, by))]),
  ];
  const frames = [...framePort(link.from, start, drawing), ...framePort(link.to, end, drawing)];
  const shows: ScenePart = { part: "link", index: route.link, name: link.path, box: boundsOf(points), line: points };
  return [titled(titleOf(link, drawing) + plug.title, className, parts, { shows }), ...frames];
}

/** A port in a domain: around its end of the link, so that a frame can be told from it. */
function framePort(endpoint: PlanEndpoint, at: Point, { marks, machine }: Drawing): readonly SvgElement[] {
  return "port" in endpoint ? drawFrames(`port ${endpoint.port}`, endBox(at), 4, marks, machine) : [];
}

function titleOf(link: PlanLink, drawing: Drawing): string {
  const { machine, unit } = drawing;
  const sign = link.direction === "both" ? "--" : "->";
  const facts = [
    link.latency === null ? null : labelTime(link.latency, unit),
    link.bandwidth === null ? null : labelBandwidth(link.bandwidth),
    drawing.linkUse.get(machine.links.indexOf(link))?.text ?? null,
  ].filter((fact) => fact !== null);
  const ends = `${endpointPath(link.from, machine)} ${sign} ${endpointPath(link.to, machine)}`;
  return `link ${ends}: ${[link.interconnect, ...facts].join(", ")}`;
}

function endpointPath(endpoint: PlanEndpoint, { ports, cores, devices }: PlanMachine): string {
  if ("port" in endpoint) return ports[endpoint.port]?.path ?? "";
  if ("core" in endpoint) return cores[endpoint.core]?.path ?? "";
  return devices[endpoint.device]?.path ?? "";
}

function drawLine(points: readonly Point[], className?: string): SvgElement {
  const [start = { x: 0, y: 0 }, end = start] = points;
  const of = className === undefined ? {} : { class: className };
  if (points.length === 2) return element("line", { ...of, x1: start.x, y1: start.y, x2: end.x, y2: end.y });
  const curve = points.slice(1).map(printPoint).join(" ");
  return element("path", { ...of, d: `M${printPoint(start)} C${curve}` });
}

function printPoint({ x, y }: Point): string {
  return `${coordinate(x)},${coordinate(y)}`;
}

/** A port. */
function drawEnd(at: Point): SvgElement {
  const { x, y, width, height } = endBox(at);
  return element("rect", { class: "end", x, y, width, height, rx: 1 });
}

function endBox({ x, y }: Point): Rectangle {
  return { x: x - 3, y: y - 3, width: 6, height: 6 };
}

function drawArrow(from: Point, to: Point): SvgElement {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const along = { x: (to.x - from.x) / length, y: (to.y - from.y) / length };
  const corner = (side: number): Point => ({
    x: to.x - 9 * along.x - side * 5 * along.y,
    y: to.y - 9 * along.y + side * 5 * along.x,
  });
  return element("path", {
    class: "arrow",
    d: `M${printPoint(to)} L${printPoint(corner(1))} L${printPoint(corner(-1))} Z`,
  });
}

function drawLabel(label: string, { x, y, width, height }: Rectangle): SvgElement {
  const at = { x: x + width / 2, y: y + height / 2 + labelSize * 0.36 };
  return drawText(label, at, { size: labelSize, className: "ink halo", anchor: "middle" });
}
