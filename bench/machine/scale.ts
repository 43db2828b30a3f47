/** From the text of ever larger machines to their plans: nodes of 16 cores on a torus of three dimensions. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { compile } from "../../src/pipeline.ts";
import type { SourceHost } from "../../src/source/source-host.ts";
import type { BenchRow } from "../row.ts";

const machines = [
  [2, 2, 1],
  [4, 2, 2],
  [4, 4, 4],
  [8, 8, 4],
  [16, 8, 8],
  [16, 16, 16],
] as const;

const coresOfNode: number = 16;

/** CPU time: it does not depend on what else the machine does. Run first, the last row's memory is that of this alone. */
export function growMachines(): readonly BenchRow[] {
  let before = { cores: 0, time: 0 };
  const rows = machines.flatMap((sides) => {
    const cores = sides.reduce((product, side) => product * side, coresOfNode);
    const time = timePlan(describeTorus(sides), cores);
    const growth =
      before.cores === 0 ? [] : [rowOf(`${cores} cores beside ${before.cores}`, "times as long", time / before.time)];
    before = { cores, time };
    return [rowOf(`${cores} cores in nodes of ${coresOfNode}, parsed to planned`, "ms of CPU", time), ...growth];
  });
  return [...rows, rowOf("most memory while planning these", "MiB", process.resourceUsage().maxRSS / 1024)];
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
