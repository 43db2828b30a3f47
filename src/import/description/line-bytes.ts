/** Bytes of a cache line as the prelude declares them; what a cache tells beside it is worth saying only when it differs. */
const lineOf: ReadonlyMap<string, number> = new Map([
  ["ppc64le", 128],
  ["s390x", 256],
]);

export function lineBytesOf(isa: string): number {
  return lineOf.get(isa) ?? 64;
}
