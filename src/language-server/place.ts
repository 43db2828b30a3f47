import type { Position } from "vscode-languageserver";
import type { SourceFile } from "../source/source-file.ts";
import { toOffset } from "./positions.ts";
import type { Judged, Project } from "./project.ts";
import type { Mention } from "./symbols/symbol.ts";

/** Where a request is about, with what is known of it. */
export interface Place {
  readonly project: Project;
  readonly judged: Judged;
  readonly source: SourceFile;
  readonly uri: string;
  readonly offset: number;
  /** What is named there. */
  readonly mention: Mention | null;
}

export function placeIn(project: Project, file: string, position: Position): Place {
  const judged = project.judge();
  const name = project.pathOf(file);
  const source = project.source(name);
  const offset = toOffset(source, position);
  return { project, judged, source, uri: project.uriOf(name), offset, mention: judged.index.at(name, offset) };
}
