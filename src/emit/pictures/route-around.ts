/** Curves around boxes, by Graphviz. */
import { instance } from "@viz-js/viz";
import type { Point } from "./geometry.ts";
import type { Layout } from "./lay-out-level.ts";
import type { Joint, Route } from "./route-links.ts";

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
    graphAttributes: { splines: "true", inputscale: 1, notranslate: true, esep: "+6" },
    nodeAttributes: { shape: "box", fixedsize: "true", label: "" },
    nodes,
    edges,
  };
  const output: unknown = viz.renderJSON(graph, { engine: "neato" });
  return new Map(readEdges(output).map(({ link, pos }) => [link, { link, points: readPoints(pos) }]));
}

function readEdges(output: unknown): readonly { link: number; pos: string }[] {
  const edges: unknown = isRecord(output) ? output["edges"] : [];
  if (!Array.isArray(edges)) return [];
  return edges.flatMap((edge: unknown) =>
    isRecord(edge) && typeof edge["pos"] === "string" ? [{ link: Number(edge["class"]), pos: edge["pos"] }] : [],
  );
}

/** `x,y x,y …`, in points, y upwards. */
function readPoints(pos: string): readonly Point[] {
  return pos.split(" ").map((pair) => {
    const [x = 0, y = 0] = pair.split(",").map(Number);
    return { x, y: -y };
  });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
