/** The keys that the network asks for and the editor changes. */

export const keys = 64;

export function keyOf(number: number): string {
  return `article-${number}`;
}
