import type { Position } from "vscode-languageserver";
import type { SourceFile } from "../source/source-file.ts";
import type { Judged } from "./judged.ts";
import { toOffset } from "./positions.ts";
import type { Project } from "./project.ts";
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

/** Who is writing there is `hurried`, and content with what is known of the place alone. */
export function placeIn(project: Project, file: string, position: Position, isHurried: boolean): Place {
  const name = project.pathOf(file);
  const judged = isHurried ? project.judgeAround(name, position) : project.judge();
  const source = judged.description.files.find(({ path }) => path === name) ?? { path: name, text: "" };
  const offset = toOffset(source, position);
  return { project, judged, source, uri: project.uriOf(name), offset, mention: judged.index.at(name, offset) };
}
