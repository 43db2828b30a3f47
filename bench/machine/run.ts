/** The machine and the analyses behind it, each row in a file of its own. */
import type { BenchRow } from "../row.ts";
import { timeDecoding } from "./address-decoding.ts";
import { timePlacement } from "./placement.ts";
import { compareRouting } from "./routing.ts";
import { growMachines } from "./scale.ts";

export async function run(): Promise<readonly BenchRow[]> {
  return [...growMachines(), ...timeDecoding(), ...(await timePlacement()), ...(await compareRouting())];
}
