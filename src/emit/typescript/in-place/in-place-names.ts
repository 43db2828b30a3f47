/** What the parts of an in-place file are called. */
import type { PlanInterface, PlanOperation } from "../../../plan/plan.ts";
import type { InterfaceNames } from "../interface/interface-names.ts";
import { camelCase, pascalCase, type Scope } from "../names.ts";

/** The classes that read and write one struct, union or message in place. */
export interface PlaceNames {
  readonly view: string;
  readonly writer: string;
  /** The function that checks what came from another kernel. */
  readonly verify: string;
}

export interface OperationPlaceNames {
  /** Of what goes to the server, or of an event. */
  readonly request: PlaceNames;
  /** Of a reply or an item. */
  readonly reply: PlaceNames;
}

export interface InPlaceNames {
  readonly client: string;
  /** The function that makes a client. */
  readonly connect: string;
  readonly server: string;
  readonly serve: string;
  /** The function that answers with declared failures. */
  readonly fail: string;
  readonly structs: readonly PlaceNames[];
  readonly unions: readonly PlaceNames[];
  readonly operations: readonly OperationPlaceNames[];
}

const answerSuffix = { call: "Reply", stream: "Item", event: "Event", message: "Reply" } as const;

/** Names beside those of the interface's own file, from which some are imported. */
export function nameInPlace(plan: PlanInterface, { scope }: InterfaceNames): InPlaceNames {
  const base = pascalCase(plan.name);
  const [client = "", connect = "", server = "", serve = "", fail = ""] = scope.claimAll([
    ...[
      `${base}InPlace`,
      `${camelCase(plan.name)}InPlace`,
      `${base}InPlaceServer`,
      `serve${base}InPlace`,
      "failInPlace",
    ],
  ]);
  const structs = plan.structs.map(({ name }) => namePlace(pascalCase(name), scope));
  const unions = plan.unions.map(({ name }) => namePlace(pascalCase(name), scope));
  const operations = plan.operations.map((operation) => nameOperation(operation, scope));
  return { client, connect, server, serve, fail, structs, unions, operations };
}

function nameOperation({ name, verb }: PlanOperation, scope: Scope): OperationPlaceNames {
  const base = pascalCase(name);
  return {
    request: namePlace(base + (verb === "event" ? "Event" : "Request"), scope),
    reply: namePlace(base + (verb === "event" ? "Nothing" : answerSuffix[verb]), scope),
  };
}

function namePlace(base: string, scope: Scope): PlaceNames {
  return {
    view: scope.claim(`${base}View`),
    writer: scope.claim(`${base}Writer`),
    verify: scope.claim(`verify${base}`),
  };
}
