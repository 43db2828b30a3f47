/** Up to this many members of a coherence domain are all neighbours of one another: 4,032 one-way rings. */
export const largestClique = 64;

/**
 * Who is whose neighbour within a coherence domain of `count` members, as unordered pairs `[lower, higher]`.
 *
 * In a small domain every pair. In a larger one members stand on a grid of two or more dimensions, each with sides of at
 * most 16, and those that differ in one coordinate only are neighbours: a HyperX network (Ahn et al., "HyperX: topology,
 * routing, and packaging of efficient large-scale networks", SC '09; the flattened butterfly is its two-dimensional
 * case). 256 members then need 7,680 one-way rings in place of 65,280 and are at most two hops apart. A last row that is
 * not full stays joined to the rest by its columns.
 */
export function computeDomainNeighbours(count: number): readonly (readonly [number, number])[] {
  const strides = stridesFor(count);
  const pairs: (readonly [number, number])[] = [];
  for (let low = 0; low < count; low++) {
    for (const { stride, side } of strides) {
      const coordinate = Math.floor(low / stride) % side;
      for (let step = 1; coordinate + step < side && low + step * stride < count; step++) {
        pairs.push([low, low + step * stride]);
      }
    }
  }
  return pairs;
}

/** The distance between neighbours along each dimension, and how many stand in its row. */
function stridesFor(count: number): readonly { readonly stride: number; readonly side: number }[] {
  if (count <= largestClique) return [{ stride: 1, side: count }];
  let dimensions = 2;
  while (16 ** dimensions < count) dimensions++;
  let side = 2;
  while (side ** dimensions < count) side++;
  return Array.from({ length: dimensions }, (_, dimension) => ({ stride: side ** dimension, side }));
}
