/** Where in a description the lines of a generated file come from: what they declare, or are made for, is declared there. */
import type { MappedLine, Place } from "../../../algorithms/source-map.ts";
import type { PlanInterface, PlanSystem } from "../../../plan/plan.ts";
import { pascalCase } from "../names.ts";

/** A text, and where its lines come from; null for what is nowhere in the description. */
export interface MappedText {
  readonly text: string;
  readonly places: readonly (MappedLine | null)[];
}

/** Something with a name of its own in the description, and what is named inside it. */
interface Declared {
  readonly name: string;
  readonly at: string;
  readonly members: readonly Named[];
}

interface Named {
  readonly name: string;
  readonly at: string;
}

/** `subject`: what the text is made of. */
export function mapText(text: string, subject: PlanInterface | PlanSystem): MappedText {
  const origins = new Origins(subject);
  let [top, member, isOpen]: [string | null, string | null, boolean] = [null, null, false];
  const places = text.split("\n").map((line): MappedLine | null => {
    const [head, kind, name] = topLevel.exec(line) ?? [];
    const [start, inside] = kind === undefined && isOpen ? (oneLevelIn.exec(line) ?? []) : [];
    if (name !== undefined) {
      [top, member] = [name, null];
      isOpen = kind === "class" || kind === "interface" || (kind !== "function" && line.endsWith("{"));
    }
    member = inside ?? member;
    if (top === null || comment.test(line)) return null;
    return { ...origins.find(top, member), start: (head ?? start)?.lastIndexOf(name ?? inside ?? "") ?? 0 };
  });
  return { text, places };
}

const topLevel = /^(?:export )?(?:declare )?(class|interface|type|const|function) ([\w$]+)/;
const oneLevelIn = /^ {2}(?:(?:static|override|async|readonly|private|get|set) )*#?([\w$]+)\??[(:<]/;
const comment = /^\s*(?:\/[/*]|\*|$)/;

class Origins {
  readonly #at: string;
  readonly #declared: readonly Declared[];
  readonly #found = new Map<string, Declared | null>();

  constructor(subject: PlanInterface | PlanSystem) {
    this.#at = subject.at;
    this.#declared = "operations" in subject ? declaredIn(subject) : programsIn(subject);
  }

  /** What is declared so, or is nearest to what is. */
  find(top: string, member: string | null): Place {
    const named = this.#named(top);
    const inside = member === null ? undefined : named?.members.find(({ name }) => name === member);
    // Members of what is made for a whole interface are its operations: `read` and `tryRead`, `names` of its states.
    const operation = member === null || named !== null ? null : this.#named(pascalCase(member));
    return placeOf((inside ?? named ?? operation)?.at ?? this.#at);
  }

  #named(name: string): Declared | null {
    const known = this.#found.get(name);
    if (known !== undefined) return known;
    const found = this.#declared.find((one) => one.name === name) ?? this.#nearest(name);
    this.#found.set(name, found);
    return found;
  }

  /** The longest name that is a part of this one: of `encodeReadRequest`, `Read`. */
  #nearest(name: string): Declared | null {
    const parts = this.#declared.filter((one) => isPart(pascalCase(one.name), name));
    return parts.sort((left, right) => right.name.length - left.name.length)[0] ?? null;
  }
}

function isPart(part: string, name: string): boolean {
  const start = name.indexOf(part);
  return start !== -1 && !/[a-z]/.test(name[start + part.length] ?? "");
}

function declaredIn(plan: PlanInterface): readonly Declared[] {
  const own = [
    ...plan.constants.map((one) => ({ ...one, members: [] })),
    ...plan.aliases.map((one) => ({ ...one, members: [] })),
    ...[...plan.enums, ...plan.flags],
    ...plan.unions.map((one) => ({ ...one, members: one.arms })),
    ...plan.structs.map((one) => ({ ...one, members: one.layout.fields })),
  ].filter((one) => !("from" in one) || one.from === null);
  const operations = plan.operations.map(({ name, at, request, reply }) => {
    return { name, at, members: [...(reply?.fields ?? []), ...request.fields] };
  });
  return [...own, ...operations];
}

function programsIn({ services, clients, states }: PlanSystem): readonly Declared[] {
  return [...services, ...clients, ...states].map(({ name, at }) => ({ name, at, members: [] }));
}

function placeOf(at: string): Place {
  const [, line = "1", column = "1"] = /:(\d+):(\d+)$/.exec(at) ?? [];
  return { line: Number(line), column: Number(column) };
}
