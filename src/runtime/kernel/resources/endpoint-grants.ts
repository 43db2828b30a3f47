import { EncodeError } from "../../errors.ts";
import type { Binding, InterfaceDescriptor } from "../../stub.ts";
import { Conversations } from "../conversations/conversations.ts";
import type { ProgramPlace } from "../events.ts";
import type { ServiceName } from "../service-name.ts";

/** A descriptor as far as clients go. */
export type ConnectingDescriptor<Client = unknown> = InterfaceDescriptor<Client, never, unknown>;

/** The connection that a client object calls over. */
export interface PassableConnection {
  readonly failed: boolean;
  /** Of the service: that it is bound to, or to be bound to. */
  readonly instance: number;
  /** Somebody is about to call: it is made, should it wait for that. */
  use(): void;
}

/** What a client object of a program stands for, and so what passing it on gives. */
export interface Passable {
  readonly service: string;
  readonly place: ProgramPlace;
  readonly descriptor: ConnectingDescriptor;
  readonly binding: Binding & { readonly connection: PassableConnection };
  /** Resolves when the binding is made or has failed. */
  readonly settled: Promise<void>;
  /** The operations it is limited to; null when it is not. */
  readonly opcodes: readonly number[] | null;
}

/** A passable that a program has given to another kernel. */
interface EndpointGrant {
  readonly passable: Passable;
  readonly grantee: number;
}

/** What a granting kernel says of a grant. */
export interface Vouching {
  /** The program that has granted. */
  readonly program: string;
  readonly instance: number;
  readonly opcodes: readonly number[] | null;
}

/** A right that a program of this kernel was given: by which kernel, and its number there. */
export interface GrantedEndpoint {
  readonly granter: number;
  readonly grant: number;
}

export function printGrant(granted: GrantedEndpoint | null): string {
  return granted === null ? "" : `${granted.granter} ${granted.grant}`;
}

/** Null for what is none. */
export function parseGrant(text: string): GrantedEndpoint | null {
  const match = /^(\d{1,5}) (\d{1,10})$/.exec(text);
  return match === null ? null : { granter: Number(match[1]), grant: Number(match[2]) };
}

/** `*` for all. */
export function printOpcodes(opcodes: readonly number[] | null): string {
  return opcodes === null ? "*" : opcodes.join(" ");
}

/** Null for all; those that are no opcodes are none. */
export function parseOpcodes(text: string): ReadonlySet<number> | null {
  if (text === "*") return null;
  return new Set(text.split(" ").flatMap((word) => (/^\d{1,3}$/.test(word) ? [Number(word)] : [])));
}

type TellRevoked = (name: ServiceName, grant: number) => void;

/** The endpoints that programs of one kernel have given to others. */
export class EndpointGrants {
  readonly #passables = new WeakMap<object, Passable>();
  readonly #grants = new Conversations<EndpointGrant>();
  /** By grantee: who is given the same again has it already. */
  readonly #granted = new WeakMap<Passable, Map<number, number>>();
  readonly #tellRevoked: TellRevoked;

  constructor(tellRevoked: TellRevoked) {
    this.#tellRevoked = tellRevoked;
  }

  /** From now on `client` can be passed in messages. */
  register(client: unknown, passable: Passable): void {
    if (typeof client === "object" && client !== null) this.#passables.set(client, passable);
  }

  passableOf(client: unknown): Passable | null {
    return typeof client === "object" && client !== null ? (this.#passables.get(client) ?? null) : null;
  }

  /** Gives the right that a client object stands for to another kernel; the grant's number. Throws an EncodeError. */
  grant(client: unknown, descriptor: ConnectingDescriptor, grantee: number, field: string): [ServiceName, number] {
    const passable = this.passableOf(client);
    if (passable === null) throw new EncodeError(field, "not a client of a service");
    const { name, fingerprint } = passable.descriptor;
    if (name !== descriptor.name || fingerprint !== descriptor.fingerprint) {
      throw new EncodeError(field, `a client of ${name}, not of ${descriptor.name}`);
    }
    if (passable.binding.connection.failed)
      throw new EncodeError(field, `a client of ${name} whose binding has failed`);
    const granted = this.#granted.get(passable) ?? new Map<number, number>();
    const grant = granted.get(grantee) ?? this.#grants.add({ passable, grantee });
    if (grant === 0) throw new EncodeError(field, "too many endpoints are given away");
    this.#granted.set(passable, granted.set(grantee, grant));
    // Its own right is what others will be measured by.
    passable.binding.connection.use();
    return [nameOf(passable), grant >>> 0];
  }

  /** What is to be said of a grant that a kernel claims to have; null when it has not. */
  async vouch(grant: number, holder: number, { service, instance }: ServiceName): Promise<Vouching | null> {
    const found = this.#grants.get(grant | 0);
    if (found === null || found.grantee !== holder) return null;
    const { passable } = found;
    if (passable.service !== service || passable.binding.connection.instance !== instance) return null;
    await passable.settled;
    if (passable.binding.connection.failed || this.#grants.get(grant | 0) !== found) return null;
    return { program: passable.place.program, instance: passable.place.instance, opcodes: passable.opcodes };
  }

  /** The same right for some operations only, of those that it is for. Throws for what is no such client or operation. */
  limit(client: unknown, descriptor: ConnectingDescriptor, operations: readonly string[]): Passable {
    const passable = this.passableOf(client);
    if (passable === null) throw new TypeError("not a client of a service");
    const opcodes = operations.map((operation) => {
      const found = descriptor.operations.find(({ name }) => name === operation);
      if (found === undefined) throw new RangeError(`${descriptor.name} has no operation ${operation}`);
      return found.opcode;
    });
    const known = passable.opcodes;
    return { ...passable, opcodes: known === null ? opcodes : opcodes.filter((opcode) => known.includes(opcode)) };
  }

  /** A kernel is gone: what it was given counts no more. */
  coreLost(core: number): void {
    for (const [grant, { passable, grantee }] of this.#grants.entries()) {
      if (grantee !== core) continue;
      this.#grants.remove(grant);
      this.#granted.get(passable)?.delete(core);
    }
  }

  /** Takes back everything that was given by passing this client on. */
  revoke(client: unknown): void {
    const passable = this.passableOf(client);
    if (passable === null) throw new TypeError("not a client of a service");
    for (const grant of this.#granted.get(passable)?.values() ?? []) {
      this.#grants.remove(grant);
      this.#tellRevoked(nameOf(passable), grant >>> 0);
    }
    this.#granted.delete(passable);
  }
}

/** The instance that it is a client of now. */
function nameOf({ service, binding }: Passable): ServiceName {
  return { service, instance: binding.connection.instance };
}
