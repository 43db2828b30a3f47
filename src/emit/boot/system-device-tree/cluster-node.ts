import type { PlanCore } from "../../../plan/plan.ts";
import { type Cell, cells, labelled, node, type TreeNode, texts, twoCells } from "../../device-tree/tree-node.ts";
import { keyOf, overlapOf, piecesSeen } from "../pieces.ts";
import type { Cluster } from "./clusters.ts";
import type { Division } from "./domains.ts";
import type { Labels } from "./labels.ts";

/** What cores are called by kernels that know no more of them than their architecture. */
const generic: Readonly<Record<string, string>> = { arm64: "arm,armv8", riscv64: "riscv" };

/** The first one is the default cluster, `/cpus`. */
export function clusterNode(cluster: Cluster, index: number, division: Division, labels: Labels): TreeNode {
  const label = labels.clusters[index] ?? "";
  const shape = [cells("#address-cells", 1), cells("#size-cells", 0)];
  const ranges = [cells("#ranges-address-cells", 2), cells("#ranges-size-cells", 2)];
  const map = addressMap(cluster, division, labels);
  const properties = [
    texts("compatible", "cpus,cluster"),
    ...shape,
    ...ranges,
    ...(map.length === 0 ? [] : [cells("address-map", ...map)]),
  ];
  const cpus = cluster.cores.map((core, place) => cpuNode(core, index === 0 ? (core.hardwareId ?? place) : place));
  return labelled(label, node(index === 0 ? "cpus" : labels.nodeOf(label), properties, cpus));
}

function cpuNode({ isa, online }: PlanCore, id: number): TreeNode {
  const enabled = online ? [] : [texts("status", "disabled")];
  const compatible = texts("compatible", generic[isa.name] ?? `skerry,${isa.name}`);
  return node(`cpu@${id.toString(16)}`, [texts("device_type", "cpu"), compatible, cells("reg", id), ...enabled]);
}

/** What it addresses: there, the node, where the node has it, and how much. */
function addressMap({ view }: Cluster, { places }: Division, labels: Labels): readonly Cell[] {
  const targets = new Set(view?.ranges.map(({ target }) => keyOf(target)));
  return places
    .filter(({ target }) => targets.has(keyOf(target)))
    .flatMap((place) =>
      piecesSeen(place.target, view).flatMap((seen) =>
        place.pieces.flatMap((piece): readonly Cell[] => {
          const both = overlapOf(seen, piece);
          if (both === null) return [];
          const own = twoCells(seen.address + both.offset - seen.offset);
          const there = twoCells(piece.address + both.offset - piece.offset);
          return [...own, { label: labels.ofPlace(place) }, ...there, ...twoCells(both.bytes)];
        }),
      ),
    );
}
