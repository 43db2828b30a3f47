/** Whether a FILE argument means a bundle. */
export function isBundle(name: string): boolean {
  return name.endsWith(".zip");
}
