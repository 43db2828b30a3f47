import { camelCase, pascalCase } from "../../algorithms/letter-case.ts";
import { interfaceDiagnostics } from "../../diagnostics/catalogue/interface.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Interface, Operation } from "../../model/interface.ts";
import type { Span } from "../../source/source-file.ts";
import { type Check, type CheckReport, eachInterface } from "../check.ts";
import { nameReserved } from "./name-reserved.ts";

/** A name that generated code gives to something a reader of it sees. */
interface Claim {
  readonly element: object;
  readonly name: string;
  readonly span: Span;
  readonly what: string;
}

/** What generated code exports, and the methods of its classes, have names of their own. */
export const generatedNameTaken: Check = {
  name: "generated-name-taken",
  requires: [nameReserved],
  run: eachInterface((subject, report) => {
    reportTaken(moduleClaims(subject), report);
    reportTaken(methodClaims(subject), report);
  }),
};

function reportTaken(claims: readonly Claim[], report: CheckReport): void {
  const claimed = new Map<string, Claim>();
  for (const claim of claims) {
    const taker = claimed.get(claim.name);
    const called = firstFree(claim.name, claimed);
    claimed.set(called, claim);
    if (taker === undefined) continue;
    const facts = { what: claim.what, name: claim.name, called, taker: taker.what };
    const related = [{ span: taker.span, message: `${taker.what} comes from here` }];
    report([claim.element], diagnose(interfaceDiagnostics.generatedNameTaken, claim.span, facts, { related }));
  }
}

/** The name the emitter gives in place of one that is taken. */
function firstFree(name: string, claimed: ReadonlyMap<string, Claim>): string {
  return claimed.has(name) ? firstFree(`${name}_`, claimed) : name;
}

/** In the order in which the emitter gives the names out. */
function moduleClaims(subject: Interface): readonly Claim[] {
  const { constants, aliases, enums, flags, structs, unions, operations } = subject;
  const base = pascalCase(subject.name);
  const hasEvents = operations.some(({ verb }) => verb === "event");
  const failures = new Set(operations.flatMap(({ fails }) => fails ?? []));
  return [
    claim(subject, subject.name, `the interface \`${subject.name}\``),
    claim(subject, `${base}Client`, `the client of \`${subject.name}\``),
    claim(subject, `${base}Server`, `the server of \`${subject.name}\``),
    ...(hasEvents ? [claim(subject, `${base}Events`, `the sender of the events of \`${subject.name}\``)] : []),
    ...constants.map((constant) => claim(constant, constant.name, `the constant \`${constant.name}\``)),
    ...enums.map((type) => claim(type, type.name, `the enum \`${type.name}\``)),
    ...flags.map((type) => claim(type, type.name, `the flags \`${type.name}\``)),
    ...structs.map((type) => claim(type, type.name, `the struct \`${type.name}\``)),
    ...unions.map((type) => claim(type, type.name, `the union \`${type.name}\``)),
    ...aliases.map((type) => claim(type, type.name, `the type \`${type.name}\``)),
    ...operations.flatMap(answerClaim),
    ...operations.flatMap(uploadClaim),
    ...[...enums, ...structs].flatMap((type) =>
      failures.has(type) ? [claim(type, `${pascalCase(type.name)}Failure`, `the failure with \`${type.name}\``)] : [],
    ),
    ...enums.flatMap((type) =>
      type.isOpen ? [claim(type, `Unknown${pascalCase(type.name)}`, `what \`${type.name}\` has no member for`)] : [],
    ),
    ...flags.flatMap((type) => [
      claim(type, camelCase(type.name), `what puts \`${type.name}\` together`),
      claim(type, `has${pascalCase(type.name)}`, `what looks into \`${type.name}\``),
    ]),
    ...aliases.flatMap((type) =>
      type.isId ? [claim(type, camelCase(type.name), `what makes a \`${type.name}\``)] : [],
    ),
    ...[...structs, ...unions].map((type) =>
      claim(type, `store${pascalCase(type.name)}`, `what stores a \`${type.name}\``),
    ),
  ];
}

const answers = { call: "Reply", stream: "Item", event: "Event", message: null } as const;
const answerWords = { call: "the reply of", stream: "the item of", event: "the payload of", message: "" } as const;

function answerClaim(operation: Operation): readonly Claim[] {
  const { name, verb, parameters, results } = operation;
  const suffix = answers[verb];
  const fields = verb === "event" ? parameters : results;
  if (suffix === null || fields.length === 0) return [];
  return [claim(operation, pascalCase(name) + suffix, `${answerWords[verb]} \`${name}\``)];
}

function uploadClaim(operation: Operation): readonly Claim[] {
  const { name, verb, uploads } = operation;
  if (uploads === null) return [];
  const suffix = verb === "stream" ? "Upload" : "Item";
  return [claim(operation, pascalCase(name) + suffix, `what \`${name}\` takes`)];
}

function methodClaims({ operations }: Interface): readonly Claim[] {
  const tried = operations.filter(({ verb }) => verb === "message" || verb === "event");
  return [
    ...operations.map((operation) => claim(operation, operation.name, `the ${operation.verb} \`${operation.name}\``)),
    ...tried.map((operation) =>
      claim(operation, `try${pascalCase(operation.name)}`, `the form of \`${operation.name}\` that does not wait`),
    ),
  ];
}

function claim(element: object & { readonly span: Span }, name: string, what: string): Claim {
  return { element, name, span: element.span, what };
}
