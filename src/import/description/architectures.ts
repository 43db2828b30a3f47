/** What operating systems call an instruction set, and what the prelude does. */
const isaOf: ReadonlyMap<string, string> = new Map([
  ["x86_64", "amd64"],
  ["amd64", "amd64"],
  ["aarch64", "arm64"],
  ["arm64", "arm64"],
  ["riscv64", "riscv64"],
  ["ppc64le", "ppc64le"],
  ["s390x", "s390x"],
  ["loongarch64", "loongarch64"],
]);

/** By the name `uname -m` prints; null for one that the prelude doesn't have. */
export function isaOfArchitecture(architecture: string): string | null {
  return isaOf.get(architecture) ?? null;
}
