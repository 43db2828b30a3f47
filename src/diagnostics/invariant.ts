/** Something Skerry promised itself does not hold: a bug of Skerry's, never a mistake of its user. */
export class BrokenInvariant extends Error {
  override readonly name = "BrokenInvariant";
}

/** Throws {@link BrokenInvariant} with `message` unless `condition` holds. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new BrokenInvariant(message);
}
