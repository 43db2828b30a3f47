/** What boards have in common. */
import type { PlatformNode, Range } from "./platform.ts";

export function countCores(nodes: readonly PlatformNode[]): number {
  return nodes.reduce((sum, { cores }) => sum + cores.length, 0);
}

/** Memory of these sizes, one behind the other. */
export function stackRanges(from: number, sizes: readonly number[]): readonly (readonly Range[])[] {
  let address = from;
  return sizes.map((bytes) => {
    const range = { address, bytes };
    address += bytes;
    return [range];
  });
}
