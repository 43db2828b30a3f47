/** What the author of a service or client is given, and what they export: `export const program: Disk = …`. */

import type { InPlaceService } from "./in-place/server.ts";
import type { Lease } from "./region.ts";
import type { StateDescriptor } from "./state/state-entry.ts";
import type { InterfaceDescriptor } from "./stub.ts";

/** Of a program that uses no replicated state. */
export type NoState = Readonly<Record<never, never>>;

export interface ProgramContext<Services, State = NoState> {
  /** Name in the system description. */
  readonly name: string;
  /** Path of the core it runs on. */
  readonly core: string;
  /** Which of its `instances` this one is, from 0. */
  readonly instance: number;
  readonly instances: number;
  /** A typed client for each service named in `uses`. */
  readonly services: Services;
  /** Each replicated object named in `uses`. */
  readonly state: State;
  /** Aborted when the system shuts down, and when a service ends on this core because it has moved to another. */
  readonly signal: AbortSignal;
  /** A line in the boot log under the program's name. */
  readonly log: (text: string) => void;
  /**
   * Zeroed shared memory of that many bytes, to be filled and passed as a region. Throws an OutOfMemoryError when the
   * kernel's pool has no such piece. What is not released by then is released when a client's program ends.
   */
  readonly lease: (bytes: number) => Lease;
  /**
   * The same right as `client`'s for some operations only, to be passed as an endpoint: whoever gets it can call no others.
   */
  readonly limited: <Client>(
    descriptor: InterfaceDescriptor<Client, never, unknown>,
    client: Client,
    operations: readonly (keyof Client & string)[],
  ) => Client;
  /** Takes back what was given by passing this client as an endpoint: calls of those who got it reject from then on. */
  readonly revoke: (client: unknown) => void;
  /** The host's clock in milliseconds: virtual under simulation. */
  readonly now: () => number;
  /** Resolves after that many milliseconds of {@link now}; rejects with the reason when the system shuts down. */
  readonly sleep: (milliseconds: number) => Promise<void>;
}

export interface ServiceContext<Events, Services, State = NoState> extends ProgramContext<Services, State> {
  /** Emits the interface's events. */
  readonly events: Events;
  /** What the instance before this one has left with {@link onSuspend}, when it was moved here; null for one that starts anew. */
  readonly resumed: Uint8Array | null;
  /**
   * What is to be done before this instance is moved to another core: the bytes that come of it are `resumed` there. It is
   * called when all calls are answered, and nothing comes after it. Without it what the instance has in memory is lost when
   * it moves. Throws or rejects: it stays.
   */
  readonly onSuspend: (suspend: () => Uint8Array | Promise<Uint8Array>) => void;
  /** A client of this service itself, to be passed as an endpoint. `descriptor`: of the interface it serves. */
  readonly self: <Client>(descriptor: InterfaceDescriptor<Client, never, unknown>) => Client;
}

/** Returns what serves its interface: an object with a method for each operation, or what `serve…InPlace` makes. */
export type ServiceProgram<Server, Events, Services, State = NoState> = (
  context: ServiceContext<Events, Services, State>,
) => Server | InPlaceService<Server> | Promise<Server | InPlaceService<Server>>;

/** Runs to its end; when all clients have ended, the system shuts down. */
export type ClientProgram<Services, State = NoState> = (
  context: ProgramContext<Services, State>,
) => void | Promise<void>;

type Descriptors<Services> = { readonly [Name in keyof Services]: InterfaceDescriptor<Services[Name], never, unknown> };

type StateDescriptors<State> = { readonly [Name in keyof State]: StateDescriptor<State[Name]> };

/** Which operations each program may use of a service, by its name and theirs. */
export type Allow = Readonly<Record<string, readonly string[]>>;

/** A program as a host loads it. Made by {@link serviceEntry} and {@link clientEntry} only. */
export interface ProgramEntry {
  readonly serves: InterfaceDescriptor<unknown, unknown, unknown> | null;
  /** Null: every program that is bound to it may use everything. */
  readonly allow: Allow | null;
  readonly uses: Readonly<Record<string, InterfaceDescriptor<unknown, unknown, unknown>>>;
  /** By name; without it the program uses no replicated state. */
  readonly state?: Readonly<Record<string, StateDescriptor<unknown>>>;
  readonly load: () => Promise<(context: ServiceContext<unknown, unknown, unknown>) => unknown>;
}

/** By program name. */
export type Programs = Readonly<Record<string, ProgramEntry>>;

export function serviceEntry<Client, Server, Events, Services, State = NoState>(entry: {
  readonly serves: InterfaceDescriptor<Client, Server, Events>;
  /** Who may use what; without it every program that is bound to the service may use everything. */
  readonly allow?: Allow;
  readonly uses: Descriptors<Services>;
  readonly state?: StateDescriptors<State>;
  readonly load: () => Promise<{ readonly program: ServiceProgram<Server, Events, Services, State> }>;
}): ProgramEntry {
  return erase({ allow: null, ...entry });
}

export function clientEntry<Services, State = NoState>(entry: {
  readonly uses: Descriptors<Services>;
  readonly state?: StateDescriptors<State>;
  readonly load: () => Promise<{ readonly program: ClientProgram<Services, State> }>;
}): ProgramEntry {
  return erase({ ...entry, serves: null, allow: null });
}

// The one place where the types of a program's services are forgotten: the host pairs them up again by name, and the
// entry functions above have made sure that they fit.
function erase(entry: {
  serves: unknown;
  allow: Allow | null;
  uses: unknown;
  state?: unknown;
  load: () => Promise<{ program: unknown }>;
}): ProgramEntry {
  return {
    serves: entry.serves as ProgramEntry["serves"],
    allow: entry.allow,
    uses: entry.uses as ProgramEntry["uses"],
    ...(entry.state === undefined ? {} : { state: entry.state as NonNullable<ProgramEntry["state"]> }),
    load: async () => (await entry.load()).program as Awaited<ReturnType<ProgramEntry["load"]>>,
  };
}
