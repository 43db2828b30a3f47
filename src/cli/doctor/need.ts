/** What a host, or something else that Skerry does, takes from the machine that Skerry runs on. */
export interface Need {
  /** As a person would call it: `qemu-system-riscv64`. */
  readonly name: string;
  /** What it is there for: a half sentence. */
  readonly for: string;
  /** Without it the rest does, only worse: `for` says what is lost. */
  readonly isOptional: boolean;
  readonly state: NeedState;
}

export type NeedState =
  /** `found`: where it is, or which version; may be empty. */
  | { readonly kind: "here"; readonly found: string }
  | { readonly kind: "missing"; readonly advice: string; readonly packages: readonly string[] };

/** How to get programs on Debian; `packages`: any one of them will do, each perhaps several with spaces between them. */
export function adviceOn(packages: readonly string[]): string {
  return `On Debian: ${[...new Set(packages)].map((each) => `\`apt-get install ${each}\``).join(", or ")}.`;
}

export function here(found: string): NeedState {
  return { kind: "here", found };
}

/** What Debian packages have; any one of them will do. */
export function missing(packages: readonly string[]): NeedState {
  return { kind: "missing", advice: adviceOn(packages), packages: [...new Set(packages)] };
}

/** What no Debian package has. */
export function missingOtherwise(advice: string): NeedState {
  return { kind: "missing", advice, packages: [] };
}
