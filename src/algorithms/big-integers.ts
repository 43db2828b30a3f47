/** `Math.min` and `Math.max` of big integers. */

export function smaller(left: bigint, right: bigint): bigint {
  if (left < right) return left;
  return right;
}

export function larger(left: bigint, right: bigint): bigint {
  if (left > right) return left;
  return right;
}
