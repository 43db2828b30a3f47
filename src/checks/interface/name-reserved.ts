import { interfaceDiagnostics } from "../../diagnostics/catalogue/interface.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Field, Interface } from "../../model/interface.ts";
import type { Span } from "../../source/source-file.ts";
import { type Check, eachInterface } from "../check.ts";

const listOf = (words: string): ReadonlySet<string> => new Set(words.split(" "));

/** Cannot name a variable in a strict module. */
export const reservedWords = listOf(
  "arguments await break case catch class const continue debugger default delete do else enum eval export extends " +
    "false finally for function if implements import in instanceof interface let new null package private protected " +
    "public return static super switch this throw true try typeof undefined var void while with yield",
);

/** Types of TypeScript's own, and globals that generated code uses. */
export const globalNames = listOf(
  "any bigint boolean never number object string symbol unknown " +
    "AsyncIterable AsyncIterableIterator BigInt Error Iterable Math Number Object Promise Record String Uint8Array " +
    "exports globalThis require",
);

const memberReasons: ReadonlyMap<string, string> = new Map([
  ["constructor", "a class keeps `constructor` for itself"],
  ["then", "an object with a method `then` is taken for a promise"],
  ["__proto__", "`__proto__` sets the prototype of an object"],
]);

interface Candidate {
  readonly element: object;
  readonly what: string;
  readonly name: string;
  readonly span: Span;
  readonly reason: string | undefined;
}

/** No name means something else in TypeScript. Parameters need no care: nobody sees what they are called. */
export const nameReserved: Check = {
  name: "name-reserved",
  requires: [],
  run: eachInterface((subject, report) => {
    for (const { element, what, name, span, reason } of candidates(subject)) {
      if (reason === undefined) continue;
      report([element], diagnose(interfaceDiagnostics.nameReserved, span, { what, name, reason }));
    }
  }),
};

function candidates(subject: Interface): readonly Candidate[] {
  return [
    candidate("interface", subject, moduleReason),
    ...subject.constants.map((constant) => candidate("constant", constant, moduleReason)),
    ...subject.aliases.map((type) => candidate("type", type, moduleReason)),
    ...subject.enums.map((type) => candidate("enum", type, moduleReason)),
    ...subject.flags.map((type) => candidate("flags", type, moduleReason)),
    ...subject.unions.map((type) => candidate("union", type, moduleReason)),
    ...subject.structs.map((type) => candidate("struct", type, moduleReason)),
    ...subject.operations.map((operation) => candidate(operation.verb, operation, (name) => memberReasons.get(name))),
    ...[...subject.enums, ...subject.flags].flatMap(({ members }) =>
      members.map((member) => candidate("member", member, propertyReason)),
    ),
    ...subject.structs.flatMap(({ fields }) => fields.map((field) => candidate("field", field, reasonOf(field)))),
  ];
}

function candidate<Element extends { readonly name: string; readonly span: Span }>(
  word: string,
  element: Element,
  reasonOf: (name: string) => string | undefined,
): Candidate {
  const { name, span } = element;
  return { element, what: `the ${word} \`${name}\``, name, span, reason: reasonOf(name) };
}

function moduleReason(name: string): string | undefined {
  if (reservedWords.has(name)) return `\`${name}\` is a reserved word of JavaScript`;
  return globalNames.has(name) ? `\`${name}\` means something else in every TypeScript file` : undefined;
}

function reasonOf({ isOptional }: Field): (name: string) => string | undefined {
  return (name) =>
    isOptional && name in Object.prototype ? `every object has a property \`${name}\`` : propertyReason(name);
}

function propertyReason(name: string): string | undefined {
  return name === "__proto__" ? memberReasons.get(name) : undefined;
}
