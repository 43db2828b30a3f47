/** Curves around boxes, by Graphviz. */
import { instance } from "@viz-js/viz";
import { middleOf, type Point, shiftPoint } from "./geometry.ts";
import type { Joint, Route } from "./joint.ts";
import type { Layout } from "./lay-out-level.ts";

const pointsPerInch = 72;

/**
 * Routes between boxes that stay where they are: neato with pinned nodes and `splines=true` (Dobkin, Gansner, Koutsofios
 * and North, "Implementing a general-purpose edge router", Graph Drawing 1997). By link.
 */
export async function routeAround(joints: readonly Joint[], { boxes }: Layout): Promise<ReadonlyMap<number, Route>> {
  const viz = await instance();
  const nodes = [...boxes].map(([name, { x, y, width, height }]) => ({
    name,
    attributes: {
      pos: `${(x + width / 2) / pointsPerInch},${-(y + height / 2) / pointsPerInch}!`,
      width: width / pointsPerInch,
      height: height / pointsPerInch,
    },
  }));
  const edges = joints.map(({ link, from, to }) => ({ tail: from, head: to, attributes: { class: `${link}` } }));
  const graph = {
    directed: false,
    // Less than half of the distance between two devices: Graphviz gives up when boxes with their margins touch.
    graphAttributes: { splines: "true", esep: "+2" },
    nodeAttributes: { shape: "box", fixedsize: "true", label: "" },
    nodes,
    edges,
  };
  const output: unknown = viz.renderJSON(graph, { engine: "neato" });
  const moved = movementOf(output, boxes);
  return new Map(readEdges(output).map(({ link, points }) => [link, { link, points: points.map(moved) }]));
}

/** Graphviz moves the whole drawing: back by as much as the first box was moved. */
function movementOf(output: unknown, boxes: Layout["boxes"]): (point: Point) => Point {
  const [[name, box] = ["", null]] = boxes;
  const node = recordsOf(output, "objects").find((object) => object["name"] === name);
  const [now] = readPoints(node?.["pos"]);
  const before = box === null ? null : middleOf(box);
  if (now === undefined || before === null) return (point) => point;
  return (point) => shiftPoint(point, { x: before.x - now.x, y: before.y - now.y });
}

function readEdges(output: unknown): readonly { readonly link: number; readonly points: readonly Point[] }[] {
  return recordsOf(output, "edges").map((edge) => ({ link: Number(edge["class"]), points: readPoints(edge["pos"]) }));
}

function recordsOf(output: unknown, name: string): readonly Readonly<Record<string, unknown>>[] {
  const records: unknown = isRecord(output) ? output[name] : [];
  return Array.isArray(records) ? records.filter(isRecord) : [];
}

/** `x,y x,y …`, in points, y upwards. */
function readPoints(pos: unknown): readonly Point[] {
  if (typeof pos !== "string") return [];
  return pos.split(" ").map((pair) => {
    const [x = 0, y = 0] = pair.split(",").map(Number);
    return { x, y: -y };
  });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
