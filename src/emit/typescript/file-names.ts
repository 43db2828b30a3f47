import type { Plan } from "../../plan/plan.ts";
import { kebabCase } from "./names.ts";

/** Where the TypeScript of a plan goes, relative to the output folder. */
export interface FileNames {
  /** By interface. */
  readonly interfaces: readonly string[];
  /** Null without a system. */
  readonly system: string | null;
  /** Null without replicated state. */
  readonly states: string | null;
}

/** Behind the name of an interface's file: the one to use it in place. */
const inPlaceSuffix = "-in-place";

/** `./block.ts` → `./block-in-place.ts` */
export function inPlaceFile(path: string): string {
  return path.replace(/\.ts$/, `${inPlaceSuffix}.ts`);
}

/** What other emitters write beside the interfaces. */
const taken = ["routes", "programs"];

/** Lower case, so that no two files are one on a file system that does not tell the cases apart. */
export function nameFiles(plan: Plan): FileNames {
  const used = new Set(taken);
  const claim = (name: string, kind: string): string => {
    let candidate = kebabCase(name);
    const isTaken = () => used.has(candidate) || used.has(candidate + inPlaceSuffix);
    if (isTaken()) candidate += `-${kind}`;
    for (let number = 2; isTaken(); number++) candidate = `${kebabCase(name)}-${kind}-${number}`;
    used.add(candidate);
    if (kind === "interface") used.add(candidate + inPlaceSuffix);
    return `${candidate}.ts`;
  };
  const interfaces = plan.interfaces.map(({ name }) => claim(name, "interface"));
  const system = plan.system === null ? null : claim(plan.system.name, "system");
  const hasStates = plan.system !== null && plan.system.states.length > 0;
  return { interfaces, system, states: hasStates ? claim(`${plan.system?.name}State`, "file") : null };
}
