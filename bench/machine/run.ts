/** The machine and the analyses behind it, each row in a file of its own. */
import type { BenchPicture, BenchRow } from "../row.ts";
import { timeDecoding } from "./address-decoding.ts";
import { drawGrowth } from "./growth-plot.ts";
import { timePlacement } from "./placement.ts";
import { compareRouting } from "./routing.ts";
import { goals, growMachines } from "./scale.ts";

export async function run(): Promise<readonly BenchRow[]> {
  return [...growMachines(), ...timeDecoding(), ...(await timePlacement()), ...(await compareRouting())];
}

export function draw(rows: readonly BenchRow[]): readonly BenchPicture[] {
  const content = drawGrowth(rows, goals);
  return content === null ? [] : [{ path: "growth.svg", title: "How time and memory grow with the machine", content }];
}
