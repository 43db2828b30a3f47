import type { StringLiteral } from "../syntax/ast.ts";
import type { Place } from "./place.ts";

export interface NamedFile {
  readonly value: string;
  /** Behind `use`; else it is the module of a program. */
  readonly isUse: boolean;
}

/** The file that is named at a place, as it was written. */
export function stringAt({ judged, source, offset }: Place): NamedFile | null {
  const tree = judged.index.tree(source.path);
  const holds = ({ span }: StringLiteral) => span.start <= offset && offset <= span.end;
  const use = tree?.uses.find(({ path }) => holds(path));
  if (use !== undefined) return { value: use.path.value, isUse: true };
  const programs = (tree?.declarations ?? []).flatMap((each) => (each.kind === "system" ? each.items : []));
  const program = programs.find(({ module }) => holds(module));
  return program === undefined ? null : { value: program.module.value, isUse: false };
}
