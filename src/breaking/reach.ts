/** Which operations carry a type: whom a change of it concerns. */
import type { Layout, Plan, PlanOperation, PlanType } from "../plan/plan.ts";
import { type Declared, findDeclared, fullName, type Scope } from "./declared.ts";

export interface Carrier {
  /** `Block.read` */
  readonly operation: string;
  readonly towards: "server" | "client";
}

/** By the full name of a type: the operations that carry it, in the order of the text. */
export type Reach = ReadonlyMap<string, readonly Carrier[]>;

export function computeReach(plan: Plan): Reach {
  const reach = new Map<string, Carrier[]>();
  for (const declaring of plan.interfaces) {
    const scope = { plan, interface: declaring };
    for (const operation of declaring.operations) {
      for (const { towards, types } of payloadsOf(operation)) {
        const carrier = { operation: `${declaring.name}.${operation.name}`, towards };
        for (const name of namesWithin(types, scope)) reach.set(name, [...(reach.get(name) ?? []), carrier]);
      }
    }
  }
  return reach;
}

interface Payload {
  readonly towards: Carrier["towards"];
  readonly types: readonly PlanType[];
}

function payloadsOf({ verb, request, upload, reply, fails }: PlanOperation): readonly Payload[] {
  return [
    { towards: verb === "event" ? "client" : "server", types: typesOf(request) },
    { towards: "server", types: upload === null ? [] : typesOf(upload) },
    { towards: "client", types: [...(reply === null ? [] : typesOf(reply)), ...(fails === null ? [] : [fails])] },
  ];
}

function typesOf({ fields }: Layout): readonly PlanType[] {
  return fields.map(({ type }) => type);
}

/** Full names of all types that lie in these, however deep. */
function namesWithin(types: readonly PlanType[], scope: Scope): ReadonlySet<string> {
  const names = new Set<string>();
  const waiting = [...types];
  for (let type = waiting.pop(); type !== undefined; type = waiting.pop()) {
    if (type.kind === "array") waiting.push(type.element);
    const declared = findDeclared(type, scope);
    if (declared === null || names.has(fullName(declared, scope))) continue;
    names.add(fullName(declared, scope));
    waiting.push(...partsOf(declared));
  }
  return names;
}

function partsOf(declared: Declared): readonly PlanType[] {
  if (declared.kind === "alias") return [declared.type.type];
  if (declared.kind === "struct") return typesOf(declared.type.layout);
  if (declared.kind === "union") return declared.type.arms.flatMap(({ type }) => (type === null ? [] : [type]));
  return [];
}
