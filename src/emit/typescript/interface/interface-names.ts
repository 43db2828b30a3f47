import type { PlanInterface, PlanOperation, PlanType } from "../../../plan/plan.ts";
import { withoutAlias } from "../codec/place.ts";
import {
  camelCase,
  localNames,
  memberScope,
  moduleScope,
  nameProperties,
  pascalCase,
  propertyScope,
  type Scope,
} from "../names.ts";

/** What an operation is called in generated code. */
export interface OperationNames {
  /** Its method in client, server or events class. */
  readonly method: string;
  /** The method that never waits, of messages and events. */
  readonly tryMethod: string;
  /** Type of its reply, item or payload; null when there is none, or nothing in it. */
  readonly answer: string | null;
  /** Type of the items that a client sends up; null when it sends none. */
  readonly upload: string | null;
  readonly encodeUpload: string;
  readonly decodeUpload: string;
  readonly encodeRequest: string;
  readonly encodeAnswer: string;
  readonly decodeAnswer: string;
  /** Serves a request; sends a reply or an item. */
  readonly serve: string;
  readonly answerCall: string;
}

export interface TypeNames {
  /** As the description has it. */
  readonly name: string;
  /** In generated code. */
  readonly type: string;
  /** Enum members, struct fields. */
  readonly members: readonly string[];
  /** The class that a failing call rejects with, and its functions; claimed only by types that operations fail with. */
  readonly failure: string;
  readonly decodeFailure: string;
  readonly fail: string;
  readonly check: string;
  readonly expect: string;
  /** Of an open enum: the type of values without a member. */
  readonly unknown: string;
  readonly nameOf: string;
  readonly store: string;
  /** The same for values that their types vouch for. */
  readonly storeUnchecked: string;
  readonly load: string;
}

export interface AliasNames {
  readonly type: string;
  /** The function that makes a value of a number; null for what is no id. */
  readonly make: string | null;
}

export interface FlagsNames {
  readonly type: string;
  readonly members: readonly string[];
  /** The functions that put flags together, look for some, and take a number for flags. */
  readonly union: string;
  readonly has: string;
  readonly as: string;
}

/** All names of one generated interface file. */
export interface InterfaceNames {
  readonly descriptor: string;
  readonly client: string;
  readonly server: string;
  /** Null when the interface has no events. */
  readonly events: string | null;
  readonly stub: string;
  readonly constants: readonly string[];
  readonly aliases: readonly AliasNames[];
  readonly enums: readonly TypeNames[];
  readonly flags: readonly FlagsNames[];
  readonly structs: readonly TypeNames[];
  readonly unions: readonly TypeNames[];
  readonly operations: readonly OperationNames[];
  /** Of the module, for what is imported. */
  readonly scope: Scope;
}

/** Names for everything in the file of an interface: public ones first, so that those keep theirs. */
export function nameInterface(plan: PlanInterface): InterfaceNames {
  const scope = moduleScope();
  const head = nameHead(plan, scope);
  const constants = scope.claimAll(plan.constants.map(({ name }) => name));
  // Types of other interfaces are called what they are imported as.
  const claimOwn = ({ from }: { readonly from: number | null }, name: string) =>
    from === null ? scope.claim(name) : "";
  const claimTypes = (types: readonly { readonly name: string; readonly from: number | null }[]) =>
    types.map((type) => claimOwn(type, type.name));
  const enums = claimTypes(plan.enums);
  const flags = claimTypes(plan.flags);
  const structs = claimTypes(plan.structs);
  const unions = claimTypes(plan.unions);
  const aliases = claimTypes(plan.aliases);
  const answers = plan.operations.map((operation) => nameAnswer(operation, scope));
  const uploads = plan.operations.map((operation) => nameUpload(operation, scope));
  const failures = [...plan.enums, ...plan.structs].map((type) => claimOwn(type, `${pascalCase(type.name)}Failure`));
  const makers = plan.aliases.map((type) => (type.id ? claimOwn(type, nameMaker(type.name)) : null));
  const unknowns = plan.enums.map((type) => (type.open ? claimOwn(type, `Unknown${pascalCase(type.name)}`) : ""));
  const flagFunctions = plan.flags.map((type) => [
    claimOwn(type, nameMaker(type.name)),
    claimOwn(type, `has${pascalCase(type.name)}`),
  ]);
  const stub = scope.claim(`${pascalCase(plan.name)}Stub`);
  for (const name of localsOf(plan)) scope.claim(name);
  const typeNames = (
    index: number,
    { name, from }: { readonly name: string; readonly from: number | null },
    type: string,
    members: readonly string[],
  ): TypeNames => ({
    unknown: unknowns[index] ?? "",
    ...{ name, type, members, failure: failures[index] ?? "" },
    ...nameTypeFunctions(pascalCase(name), from === null ? scope : scope.open()),
    ...nameFailureFunctions(pascalCase(name), scope),
  });
  return {
    ...head,
    ...{ stub, constants, scope },
    aliases: aliases.map((type, index) => ({ type, make: makers[index] ?? null })),
    enums: plan.enums.map((type, index) =>
      typeNames(index, type, enums[index] ?? "", propertyScope().claimAll(type.members.map(({ name }) => name))),
    ),
    flags: plan.flags.map((type, index) => ({
      ...{ type: flags[index] ?? "", members: propertyScope().claimAll(type.members.map(({ name }) => name)) },
      ...{ union: flagFunctions[index]?.[0] ?? "", has: flagFunctions[index]?.[1] ?? "" },
      as: claimOwn(type, `as${pascalCase(type.name)}`),
    })),
    structs: plan.structs.map((type, index) =>
      typeNames(plan.enums.length + index, type, structs[index] ?? "", nameProperties(type.layout.fields)),
    ),
    unions: plan.unions.map((type, index) => typeNames(-1, type, unions[index] ?? "", [])),
    operations: nameOperations(plan.operations, answers, uploads, scope),
  };
}

/** What functions of the file call parameters and locals, so that nothing outside of them is called so. */
function localsOf({ operations, structs, unions }: PlanInterface): string[] {
  const isArray = ({ type }: { readonly type: PlanType | null }) =>
    type !== null && withoutAlias(type).kind === "array";
  const messages = operations.flatMap(({ upload, reply }) => [upload, reply].filter((one) => one !== null));
  const layouts = [...structs.map(({ layout }) => layout), ...messages];
  const arrays = [...layouts.flatMap(({ fields }) => fields), ...unions.flatMap(({ arms }) => arms)].filter(isArray);
  return [...operations.flatMap(({ request }) => request.fields), ...arrays].map(({ name }) => name);
}

/** The names that other generated files refer to. */
export function nameHead(
  plan: PlanInterface,
  scope: Scope,
): Pick<InterfaceNames, "descriptor" | "client" | "server" | "events"> {
  const base = pascalCase(plan.name);
  const [descriptor, client, server] = [plan.name, `${base}Client`, `${base}Server`].map((name) => scope.claim(name));
  const hasEvents = plan.operations.some(({ verb }) => verb === "event");
  return {
    descriptor: descriptor ?? "",
    client: client ?? "",
    server: server ?? "",
    events: hasEvents ? scope.claim(`${base}Events`) : null,
  };
}

function nameMaker(id: string): string {
  const name = camelCase(id);
  return localNames.includes(name) ? `${name}_` : name;
}

const answerSuffix = { call: "Reply", stream: "Item", event: "Event", message: "Message" } as const;

/** The fields that come back to the client, or reach it as an event. */
export function answerFields(operation: PlanOperation): PlanOperation["request"]["fields"] {
  if (operation.verb === "event") return operation.request.fields;
  return operation.reply?.fields ?? [];
}

function nameAnswer(operation: PlanOperation, scope: Scope): string | null {
  if (answerFields(operation).length === 0) return null;
  return scope.claim(pascalCase(operation.name) + answerSuffix[operation.verb]);
}

function nameUpload(operation: PlanOperation, scope: Scope): string | null {
  return operation.upload === null ? null : scope.claim(uploadName(operation));
}

/** Of one item: those of a stream that come back have the better name already. */
function uploadName({ name, verb }: PlanOperation): string {
  return pascalCase(name) + (verb === "stream" ? "Upload" : "Item");
}

function nameTypeFunctions(
  base: string,
  scope: Scope,
): Pick<TypeNames, "check" | "expect" | "nameOf" | "store" | "storeUnchecked" | "load"> {
  return {
    check: scope.claim(`check${base}`),
    expect: scope.claim(`expect${base}`),
    nameOf: scope.claim(`nameOf${base}`),
    store: scope.claim(`store${base}`),
    storeUnchecked: scope.claim(`store${base}Unchecked`),
    load: scope.claim(`load${base}`),
  };
}

function nameFailureFunctions(base: string, scope: Scope): Pick<TypeNames, "decodeFailure" | "fail"> {
  return { decodeFailure: scope.claim(`decode${base}Failure`), fail: scope.claim(`failWith${base}`) };
}

function nameOperations(
  operations: readonly PlanOperation[],
  answers: readonly (string | null)[],
  uploads: readonly (string | null)[],
  scope: Scope,
): OperationNames[] {
  const members = memberScope();
  const methods = members.claimAll(operations.map(({ name }) => name));
  return operations.map((operation, index) => {
    const base = pascalCase(operation.name);
    const answer = base + answerSuffix[operation.verb];
    return {
      method: methods[index] ?? "",
      tryMethod: canTry(operation) ? members.claim(`try${base}`) : "",
      answer: answers[index] ?? null,
      upload: uploads[index] ?? null,
      encodeRequest: scope.claim(`encode${base}${operation.verb === "event" ? "Event" : "Request"}`),
      encodeAnswer: scope.claim(`encode${answer}`),
      decodeAnswer: scope.claim(`decode${answer}`),
      serve: scope.claim(`serve${base}`),
      answerCall: scope.claim(`${operation.verb === "stream" ? "send" : "answer"}${base}`),
      encodeUpload: operation.upload === null ? "" : scope.claim(`encode${uploadName(operation)}`),
      decodeUpload: operation.upload === null ? "" : scope.claim(`decode${uploadName(operation)}`),
    };
  });
}

/** The methods of the client by opcode. */
export function clientMethods({ operations }: PlanInterface): ReadonlyMap<number, readonly string[]> {
  const named = nameOperations(operations, [], [], moduleScope());
  return new Map(
    operations.map(({ opcode, verb }, index) => {
      const { method = "", tryMethod = "" } = named[index] ?? {};
      return [opcode, verb === "message" ? [method, tryMethod] : [method]];
    }),
  );
}

/** A message or an event may be sent without waiting for room. */
function canTry({ verb }: PlanOperation): boolean {
  return verb === "message" || verb === "event";
}
