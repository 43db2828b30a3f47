/** A fault in a file that several descriptions use is a fault of each of their modules: one says it, the others refer to it. */
import { counted } from "../algorithms/counted.ts";
import type { Fault } from "./faults.ts";
import type { Project } from "./project.ts";

export class SaidOnce {
  /** By fault, which description's module says it; both absolute paths and texts are the same from build to build. */
  readonly #sayers = new Map<string, string>();

  /** All are said anew: another build begins, in which every module is made again. */
  forget(): void {
    this.#sayers.clear();
  }

  /** What the module of the description `file` has to say of its faults: at least one error where it has any. */
  sift(file: string, faults: readonly Fault[], project: Project): readonly Fault[] {
    for (const [text, sayer] of this.#sayers) if (sayer === file) this.#sayers.delete(text);
    const own = faults.filter(({ text }) => !this.#sayers.has(text));
    for (const { text } of own) this.#sayers.set(text, file);
    const others = faults.filter((fault) => fault.isError && !own.includes(fault));
    const [first] = others;
    if (first === undefined || own.some(({ isError }) => isError)) return own;
    return [...own, refer(file, first, others.length, project)];
  }
}

function refer(file: string, first: Fault, count: number, project: Project): Fault {
  const [user, used] = [project.showPath(file, file), project.showPath(first.file, file)];
  const has = `${user === used ? "" : `${user} uses `}${used}${user === used ? "" : ", which"} has`;
  const headline = `${has} ${counted(count, "error")}: see ${used}:${first.line}:${first.column}`;
  const place = { file, line: 1, column: 1, lineText: "", length: 1 };
  return { isError: true, headline, text: headline, ...place, related: [], help: [] };
}
