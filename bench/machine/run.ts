/** The machine and the analyses behind it, each row in a file of its own. */
import type { BenchRow } from "../row.ts";
import { timeDecoding } from "./address-decoding.ts";

export async function run(): Promise<readonly BenchRow[]> {
  return [...timeDecoding()];
}
