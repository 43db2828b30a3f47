import type { Position } from "vscode-languageserver";
import type { SourceFile } from "../source/source-file.ts";
import type { Judged } from "./judged.ts";
import { toOffset } from "./positions.ts";
import type { Project } from "./project.ts";
import type { Mention } from "./symbols/symbol.ts";

/** A file that a request is about, as it reads now. */
export interface Subject {
  readonly project: Project;
  readonly source: SourceFile;
}

/** Where a request is about, with what is known of it. */
export interface Place extends Subject {
  readonly judged: Judged;
  readonly uri: string;
  readonly offset: number;
  /** What is named there. */
  readonly mention: Mention | null;
}

/** How much has to be known for an answer: what the place alone needs, all names, or all that is wrong too. */
export type Need = "around" | "names" | "all";

export function subjectIn(project: Project, file: string): Subject {
  const name = project.pathOf(file);
  return { project, source: project.sourceOf(name) ?? { path: name, text: "" } };
}

export function placeIn(project: Project, file: string, position: Position, need: Need): Place {
  const name = project.pathOf(file);
  const judged = judgeFor(need, project, name, position);
  const source = judged.index.source(name) ?? { path: name, text: "" };
  const offset = toOffset(source, position);
  return { project, judged, source, uri: project.uriOf(name), offset, mention: judged.index.at(name, offset) };
}

function judgeFor(need: Need, project: Project, name: string, position: Position): Judged {
  if (need === "all") return project.judge();
  return need === "names" ? project.nameAll() : project.judgeAround(name, position);
}
