import path from "node:path";
import { usedPath } from "../resolve/used-path.ts";
import { Project } from "./project.ts";
import { fileBehind, type Texts } from "./texts.ts";

/**
 * Which files belong together. A file means what it says and what it uses; with it go the files of its folder that use it
 * or something that it uses, so that a name can be followed to wherever it is mentioned.
 */
export class Projects {
  readonly #texts: Texts;
  /** By the roots, joined. */
  readonly #projects = new Map<string, Project>();
  /** By file: what it uses, as long as it reads like that. */
  readonly #uses = new Map<string, { readonly text: string; readonly uses: ReadonlySet<string> }>();

  constructor(texts: Texts) {
    this.#texts = texts;
  }

  of(file: string): Project {
    const folder = path.dirname(file);
    const roots = this.#belongingTo(file, folder);
    const key = roots.join("\0");
    const known = this.#projects.get(key) ?? new Project(folder, roots, this.#texts);
    this.#projects.set(key, known);
    return known;
  }

  /** Those of the files, each once; others are forgotten. */
  ofAll(files: readonly string[]): readonly Project[] {
    const wanted = new Set(files.map((file) => this.of(file)));
    for (const [key, project] of this.#projects) if (!wanted.has(project)) this.#projects.delete(key);
    return [...wanted];
  }

  #belongingTo(file: string, folder: string): readonly string[] {
    const all = this.#texts.descriptionsIn(folder);
    const usesOf = new Map(all.map((each) => [each, this.#usesOf(each)]));
    const found = new Set([file]);
    for (let size = 0; size < found.size; ) {
      size = found.size;
      for (const [each, uses] of usesOf) {
        if (found.has(each)) for (const used of uses) usesOf.has(used) && found.add(used);
        else if ([...uses].some((used) => found.has(used))) found.add(each);
      }
    }
    return [...found].sort();
  }

  #usesOf(file: string): ReadonlySet<string> {
    const read = this.#texts.read(file);
    if (read.kind !== "text") return new Set();
    const known = this.#uses.get(file);
    if (known?.text === read.text) return known.uses;
    const uses = usesIn(read.text, path.dirname(file));
    this.#uses.set(file, { text: read.text, uses });
    return uses;
  }
}

function usesIn(text: string, folder: string): ReadonlySet<string> {
  const named = [...text.matchAll(/^\s*use\s+"([^"\n]*)"/gm)].flatMap(([, name = ""]) => usedPath(name, "") ?? []);
  return new Set(named.filter((name) => !name.startsWith("prelude/")).map((name) => fileBehind(name, folder)));
}
