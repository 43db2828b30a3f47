import type { Call } from "./call.ts";
import type { Compiled } from "./compile-files.ts";
import { type Refusal, refuseCall } from "./refusal.ts";

export interface TypesWanted {
  /** Beside each description, or in a folder, relative to where the command was called, as the descriptions lie. */
  readonly types: true | string;
  readonly inPlace: boolean;
}

/**
 * Writes, as plugins for bundlers do, the declarations by which TypeScript knows `import … from "./block.skerry"`, of
 * every description that was compiled. How many descriptions there are.
 */
export async function writeTypes(
  { workingFolder }: Call,
  { plan, files }: Compiled,
  { types, inPlace }: TypesWanted,
): Promise<number | Refusal> {
  const { Project } = await import("../plugin/project.ts");
  const project = new Project({ root: workingFolder, types, inPlace });
  const names = plan.provenance.map(({ path }) => path).filter((name) => !name.startsWith("prelude/"));
  let count = 0;
  for (const name of names) {
    const { code, hindrance } = await project.load(files.locate(name));
    if (hindrance !== null) return refuseCall(hindrance);
    if (code !== null) count += 1;
  }
  return count;
}
