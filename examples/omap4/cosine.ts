/** The cosine transform of 8 × 8 pixels, there and back, in integers: the core that codes has no others. */

const side = 8;
/** Bits behind the point. */
const fraction = 12;

/** `cosines[u * side + x]`: what pixel x has of wave u. */
const cosines = Int32Array.from({ length: side * side }, (_, at) => {
  const [u, x] = [Math.floor(at / side), at % side];
  const scale = u === 0 ? Math.SQRT1_2 / 2 : 0.5;
  return Math.round(scale * Math.cos(((2 * x + 1) * u * Math.PI) / (2 * side)) * (1 << fraction));
});

export type Block = Int32Array;

/** Waves of a block of pixels; neither is changed in place. */
export function transform(pixels: Block): Block {
  return twice(pixels, (line, u) => sum((x) => line(x) * at(cosines, u * side + x)));
}

export function transformBack(waves: Block): Block {
  return twice(waves, (line, x) => sum((u) => line(u) * at(cosines, u * side + x)));
}

/** Along the lines, then along the columns. */
function twice(block: Block, along: (line: (index: number) => number, to: number) => number): Block {
  const lines = everywhere((row, to) => along((index) => at(block, row * side + index), to));
  return everywhere((row, column) => along((index) => at(lines, index * side + column), row));
}

function everywhere(value: (row: number, column: number) => number): Block {
  return Int32Array.from({ length: side * side }, (_, at) => value(Math.floor(at / side), at % side));
}

/** A sum of products with a cosine, rounded to a whole number. */
function sum(term: (index: number) => number): number {
  let total = 1 << (fraction - 1);
  for (let index = 0; index < side; index++) total += term(index);
  return total >> fraction;
}

export function at(values: ArrayLike<number>, index: number): number {
  return values[index] ?? 0;
}
