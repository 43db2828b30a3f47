/**
 * Names of generated C. An interface and whatever it declares are written `like_this` and joined by underscores; constants
 * are in capitals. A name that is taken, or that C, C++ or their headers keep for themselves, gets an underscore behind it.
 * All interfaces of a plan share one scope, so that their headers can stand in one program.
 */
import { kebabCase } from "../../algorithms/letter-case.ts";
import type { Layout, PlanArm, PlanInterface, PlanOperation, PlanType } from "../../plan/plan.ts";
import { isKeptPrefix, keptFromGlobals, keptFromMembers } from "./reserved-names.ts";

/** Names of one scope, each given out once. */
export class Scope {
  readonly #taken: Set<string>;

  constructor(kept: ReadonlySet<string>) {
    this.#taken = new Set(kept);
  }

  claim(preferred: string): string {
    let name = preferred;
    while (this.#taken.has(name)) name += "_";
    this.#taken.add(name);
    return name;
  }
}

/** Of everything that lies in bytes: a struct, a union or a message. */
export interface CodecNames {
  readonly type: string;
  /** Writes a value. */
  readonly store: string;
  /** Reads one. */
  readonly load: string;
  /** Says whether bytes are one, and makes nothing of them. */
  readonly check: string;
  /** Bytes that were checked, and what makes them of any. */
  readonly view: string;
  readonly open: string;
  /** A constant: bytes of the longest. */
  readonly size: string;
}

/** Of a struct or a message. */
export interface RecordNames extends CodecNames {
  /** Bytes that are being written, what begins with them and what ends. */
  readonly writer: string;
  readonly write: string;
  readonly finish: string;
  /** By field. */
  readonly members: readonly string[];
  /** By field: says whether it is there. Empty for those that always are. */
  readonly has: readonly string[];
  readonly fields: readonly FieldNames[];
}

/** How a field is read in a view, and what constants say of its place. */
export interface FieldNames {
  readonly get: string;
  /** By level of its array: how many elements there are. */
  readonly counts: readonly string[];
  /** How it is written by a writer. */
  readonly set: string;
  readonly setCounts: readonly string[];
  readonly room: string;
  readonly at: string;
  readonly data: string;
  readonly bound: string;
}

export interface ChoiceNames {
  readonly type: string;
  /** Constants, by member. */
  readonly members: readonly string[];
  /** Whether a number is a member; of flags, a constant of all bits. */
  readonly known: string;
}

export interface UnionNames extends CodecNames {
  /** By arm: what holds its value. */
  readonly members: readonly string[];
  /** Constants, by arm. */
  readonly tags: readonly string[];
  /** By arm: how it is read in a view. */
  readonly fields: readonly Pick<FieldNames, "get" | "counts">[];
  readonly tagOf: string;
}

export interface OperationNames {
  readonly opcode: string;
  readonly member: string;
  /** The messages; null where there is nothing in them. An event's request is its payload. */
  readonly request: RecordNames | null;
  readonly reply: RecordNames | null;
  readonly upload: RecordNames | null;
  /** What a declared failure carries. */
  readonly failure: RecordNames | null;
  /** Of the client: the function, what it waits with, and what it is told. */
  readonly send: string;
  readonly pending: string;
  readonly answer: string;
  readonly receive: string;
  /** Of the server. */
  readonly serve: string;
  readonly sendReply: string;
  readonly sendFailure: string;
  readonly end: string;
}

export interface InterfaceNames {
  readonly prefix: string;
  readonly guard: string;
  readonly constants: readonly string[];
  readonly descriptor: string;
  readonly operationsTable: string;
  readonly server: string;
  readonly dispatch: string;
  readonly aliases: readonly string[];
  readonly enums: readonly ChoiceNames[];
  readonly flags: readonly ChoiceNames[];
  readonly structs: readonly RecordNames[];
  readonly unions: readonly UnionNames[];
  readonly operations: readonly OperationNames[];
}

/** `ioError`, `IOError` → `io_error` */
export function snakeCase(name: string): string {
  return kebabCase(name).replaceAll("-", "_");
}

export function nameInterfaces(plans: readonly PlanInterface[]): readonly InterfaceNames[] {
  return nameWith(plans).names;
}

/** The same, and the scopes that further names have to be free in: of everything, and of what names begin with. */
export function nameWith(plans: readonly PlanInterface[]): {
  readonly names: readonly InterfaceNames[];
  readonly scope: Scope;
  readonly prefixes: Scope;
} {
  const scope = new Scope(keptFromGlobals);
  const prefixes = new Scope(new Set());
  const names = plans.map((plan) => new Namer(scope, claimPrefix(prefixes, plan.name)).name(plan));
  return { names, scope, prefixes };
}

export function claimPrefix(prefixes: Scope, name: string): string {
  const wanted = snakeCase(name);
  return prefixes.claim(isKeptPrefix(wanted) ? `${wanted}_` : wanted);
}

/** A message that belongs to no interface. */
export function nameMessage(scope: Scope, prefix: string, name: string, layout: Layout): RecordNames {
  return new Namer(scope, prefix).record(name, layout, ["encode", "decode"]);
}

class Namer {
  readonly #scope: Scope;
  readonly #prefix: string;

  constructor(scope: Scope, prefix: string) {
    this.#scope = scope;
    this.#prefix = prefix;
  }

  name(plan: PlanInterface): InterfaceNames {
    const types = this.#nameTypes(plan);
    const methods = new Scope(keptFromMembers);
    return {
      ...types,
      prefix: this.#prefix,
      guard: this.#scope.claim(`SKERRY_${capitals(this.#prefix)}_H`),
      constants: plan.constants.map(({ name }) => this.#constant(snakeCase(name))),
      operations: plan.operations.map((operation) => this.#operation(operation, methods)),
      descriptor: this.#global("interface"),
      operationsTable: this.#global("operations"),
      server: this.#global("server"),
      dispatch: this.#global("dispatch"),
    };
  }

  /** All of its own and, for the sake of their indices, those of others under names that nobody uses. */
  #nameTypes(plan: PlanInterface): Pick<InterfaceNames, "aliases" | "enums" | "flags" | "structs" | "unions"> {
    const choice = ({ name, members, from }: PlanInterface["flags"][number] | PlanInterface["enums"][number]) =>
      from === null ? this.#choice(snakeCase(name), members) : { type: "", members: [], known: "" };
    return {
      aliases: plan.aliases.map(({ name, from }) => (from === null ? this.#global(snakeCase(name)) : "")),
      enums: plan.enums.map(choice),
      flags: plan.flags.map(choice),
      structs: plan.structs.map(({ name, layout, from }) =>
        from === null ? this.record(snakeCase(name), layout, ["store", "load"]) : nobody,
      ),
      unions: plan.unions.map(({ name, arms, from }) => (from === null ? this.#union(snakeCase(name), arms) : nobody)),
    };
  }

  #choice(name: string, members: readonly { readonly name: string }[]): ChoiceNames {
    const type = this.#global(name);
    return {
      type,
      members: members.map((member) => this.#constant(`${name}_${snakeCase(member.name)}`)),
      known: this.#global(`${name}_is_known`),
    };
  }

  record(name: string, { fields }: Pick<Layout, "fields">, [store, load]: readonly [string, string]): RecordNames {
    const codec = this.#codec(name, store, load);
    const scope = new Scope(keptFromMembers);
    const members = fields.map((field) => scope.claim(snakeCase(field.name)));
    return {
      ...codec,
      writer: this.#global(`${name}_writer`),
      write: this.#global(`${name}_write`),
      finish: this.#global(`${name}_finish`),
      members,
      has: fields.map(({ presence }, index) => (presence === null ? "" : scope.claim(`has_${members[index]}`))),
      fields: fields.map((field) => this.#field(name, snakeCase(field.name), field.type)),
    };
  }

  #field(record: string, field: string, type: PlanType): FieldNames {
    return {
      ...this.#access(record, field, type),
      set: this.#global(`${record}_set_${field}`),
      setCounts: levelsOf(type).map((_, level) =>
        this.#global(`${record}_set_count_of_${field}${"_in".repeat(level)}`),
      ),
      room: this.#global(`${record}_room_of_${field}`),
      at: this.#constant(`${record}_${field}_at`),
      data: this.#constant(`${record}_${field}_data_at`),
      bound: this.#constant(`${record}_${field}_bound`),
    };
  }

  #access(record: string, field: string, type: PlanType | null): Pick<FieldNames, "get" | "counts"> {
    return {
      get: this.#global(`${record}_get_${field}`),
      counts: levelsOf(type).map((_, level) => this.#global(`${record}_count_of_${field}${"_in".repeat(level)}`)),
    };
  }

  #codec(name: string, store: string, load: string): CodecNames {
    return {
      type: this.#global(name),
      store: this.#global(`${name}_${store}`),
      load: this.#global(`${name}_${load}`),
      check: this.#global(`${name}_check`),
      view: this.#global(`${name}_view`),
      open: this.#global(`${name}_open`),
      size: this.#constant(`${name}_size`),
    };
  }

  #union(name: string, arms: readonly Pick<PlanArm, "name" | "type">[]): UnionNames {
    const codec = this.#codec(name, "store", "load");
    const scope = new Scope(keptFromMembers);
    return {
      ...codec,
      members: arms.map((arm) => scope.claim(snakeCase(arm.name))),
      tags: arms.map((arm) => this.#constant(`${name}_${snakeCase(arm.name)}`)),
      fields: arms.map((arm) => this.#access(name, snakeCase(arm.name), arm.type)),
      tagOf: this.#global(`${name}_tag`),
    };
  }

  #operation({ name, verb, request, reply, upload, fails }: PlanOperation, methods: Scope): OperationNames {
    const own = snakeCase(name);
    const message = (layout: Layout | null, suffix: string): RecordNames | null =>
      layout === null || layout.fields.length === 0
        ? null
        : this.record(`${own}_${suffix}`, layout, ["encode", "decode"]);
    const answer = verb === "stream" ? "item" : "reply";
    return {
      opcode: this.#constant(`${own}_opcode`),
      member: methods.claim(own),
      request: message(request, verb === "event" ? "event" : "request"),
      reply: message(reply, answer),
      upload: message(upload, "upload"),
      failure: fails === null ? null : this.record(`${own}_failure`, failureShape(fails), ["encode", "decode"]),
      send: this.#global(own),
      pending: this.#global(`${own}_pending`),
      answer: this.#global(`${own}_answer`),
      receive: this.#global(`${own}_receive`),
      serve: this.#global(`${own}_serve`),
      sendReply: this.#global(verb === "event" ? `${own}_publish` : `${own}_${answer}_send`),
      sendFailure: this.#global(`${own}_fail`),
      end: this.#global(`${own}_end`),
    };
  }

  #global(name: string): string {
    return this.#scope.claim(`${this.#prefix}_${name}`);
  }

  #constant(name: string): string {
    return this.#scope.claim(capitals(`${this.#prefix}_${name}`));
  }
}

/** A message that has nothing but the detail of a failure. Its bytes are none of a name's business. */
function failureShape(fails: NonNullable<PlanOperation["fails"]>): Pick<Layout, "fields"> {
  const place = { presence: null, offset: 0, dataOffset: 0, size: 0, at: "" };
  return { fields: [{ name: "detail", documentation: null, type: fails, ...place }] };
}

/** The arrays that a type is made of, the outermost first. */
export function levelsOf(type: PlanType | null): readonly Extract<PlanType, { kind: "array" }>[] {
  if (type?.kind === "alias") return levelsOf(type.type);
  return type?.kind === "array" ? [type, ...levelsOf(type.element)] : [];
}

function capitals(name: string): string {
  return name.toUpperCase();
}

const nobody: RecordNames & UnionNames = {
  ...{ type: "", store: "", load: "", check: "", view: "", open: "", size: "" },
  ...{ writer: "", write: "", finish: "" },
  ...{ members: [], has: [], fields: [], tags: [], tagOf: "" },
};
