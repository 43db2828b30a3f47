import type { Plan } from "../../plan/plan.ts";
import { kebabCase } from "./names.ts";

/** Where the TypeScript of a plan goes, relative to the output folder. */
export interface FileNames {
  /** By interface. */
  readonly interfaces: readonly string[];
  /** Null without a system. */
  readonly system: string | null;
}

/** What other emitters write beside the interfaces. */
const taken = ["routes", "programs"];

/** Lower case, so that no two files are one on a file system that does not tell the cases apart. */
export function nameFiles(plan: Plan): FileNames {
  const used = new Set(taken);
  const claim = (name: string, kind: string): string => {
    let candidate = kebabCase(name);
    if (used.has(candidate)) candidate += `-${kind}`;
    for (let number = 2; used.has(candidate); number++) candidate = `${kebabCase(name)}-${kind}-${number}`;
    used.add(candidate);
    return `${candidate}.ts`;
  };
  const interfaces = plan.interfaces.map(({ name }) => claim(name, "interface"));
  return { interfaces, system: plan.system === null ? null : claim(plan.system.name, "system") };
}
