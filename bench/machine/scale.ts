/** From the text of ever larger machines to their plans: nodes of 16 cores on a torus of three dimensions. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { compile } from "../../src/pipeline.ts";
import type { SourceHost } from "../../src/source/source-host.ts";
import type { BenchRow } from "../row.ts";
import type { Goal } from "./growth-plot.ts";

const machines = [
  [2, 2, 1],
  [4, 2, 2],
  [4, 4, 4],
  [8, 8, 4],
  [16, 8, 8],
  [16, 16, 16],
] as const;

const coresOfNode: number = 16;

/** Milliseconds of CPU. */
export const goals: readonly Goal[] = [
  { cores: 4096, amount: 1500, text: "no more than 1.5 s" },
  { cores: 65_536, amount: 15_000, text: "no more than 15 s" },
];

/**
 * CPU time: it does not depend on what else the machine does. A small machine goes first, so that no row pays for
 * making the parser. Memory is the most that the process ever had: run first, it is that of these machines alone.
 */
export function growMachines(): readonly BenchRow[] {
  timePlan(describeTorus([2, 1, 1]), 2 * coresOfNode);
  let before = { cores: 0, time: 0 };
  return machines.flatMap((sides) => {
    const cores = sides.reduce((product, side) => product * side, coresOfNode);
    const time = timePlan(describeTorus(sides), cores);
    const memory = process.resourceUsage().maxRSS / 1024;
    const growth =
      before.cores === 0 ? [] : [rowOf(`${cores} cores beside ${before.cores}`, "times as long", time / before.time)];
    before = { cores, time };
    return [
      {
        ...rowOf(`${cores} cores in nodes of ${coresOfNode}, parsed to planned`, "ms of CPU", time),
        ...at("ms of CPU", cores),
      },
      { ...rowOf(`${cores} cores, most memory`, "MiB", memory), ...at("MiB at most", cores) },
      ...growth,
    ];
  });
}

function at(series: string, x: number): Pick<BenchRow, "plot"> {
  return { plot: { series, x } };
}

function rowOf(what: string, unit: string, skerry: number): BenchRow {
  return { what, unit, skerry, limit: null, peers: {}, ratioToLimit: null };
}

function timePlan(text: string, cores: number): number {
  const before = process.cpuUsage();
  const { product } = compile(["torus.skerry"], hostOf(text));
  const { user, system } = process.cpuUsage(before);
  if (product.plan?.machine?.cores.length !== cores) throw new Error(`The machine of ${cores} cores has no plan.`);
  return (user + system) / 1000;
}

function hostOf(text: string): SourceHost {
  return {
    read: (name) => {
      if (name === "torus.skerry") return { kind: "text", text };
      return { kind: "text", text: readFileSync(path.join("dsl", name), "utf8") };
    },
  };
}

function describeTorus(sides: readonly number[]): string {
  const axes = ["x", "y", "z"].slice(0, sides.filter((side) => side > 1).length);
  const beside = (axis: number): string =>
    sides
      .map((side, index) => (side === 1 ? "[0]" : index === axis ? `[(i${index} + 1) % ${side}]` : `[i${index}]`))
      .join("");
  // Two nodes in a row are joined once, not there and back.
  const links = axes.map((name, axis) => {
    const link = `link n${beside(-1)}.${name}[0] -- n${beside(axis)}.${name}[1]: Ici, latency 100 ns`;
    return `  ${loops(sides, axis)} {\n    ${link}\n  }${" }".repeat(axes.length - 1)}`;
  });
  return `use "prelude/amd64"

interconnect Ici { bandwidth 25 GB/s, transfer 64 bytes, ordered, reliable, polled }

package Node {
  core cpu[${coresOfNode}]: amd64 @ 2 GHz { cache l1: 64 KiB, latency 2 cycles }
  coherence between cpu[*]: latency 130 cycles
  memory dram: 16 GiB, latency 80 ns
${axes.map((name) => `  port ${name}[2]`).join("\n")}
}

machine torus {
  package n${sides.map((side) => `[${side}]`).join("")}: Node
${links.join("\n")}
}
`;
}

function loops(sides: readonly number[], axis: number): string {
  const last = (side: number, index: number): number => (side === 2 && index === axis ? 0 : side - 1);
  return sides.flatMap((side, index) => (side === 1 ? [] : [`for i${index} in 0..${last(side, index)}`])).join(" { ");
}
