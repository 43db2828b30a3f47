/** Replicated state of a system, resolved: objects that kernels hold copies of and change by agreement. */
import type { Span } from "../source/source-file.ts";
import type { Documentation } from "./documentation.ts";
import type { Type } from "./interface.ts";
import type { Level } from "./level.ts";
import type { Core, Machine, Part } from "./machine.ts";

export type StateKind = "register" | "map" | "counter" | "set" | "log" | "lease";

export const protocols = ["broadcast", "twoPhase", "majority", "shootdown"] as const;
export type Protocol = (typeof protocols)[number];

/** What programs do to an object, as they name it: a change, a read of the nearest replica, or one of what is latest. */
export interface StateOperation {
  readonly name: string;
  readonly effect: "change" | "get" | "read";
}

const read: StateOperation = { name: "read", effect: "read" };
const listOperations = (changes: readonly string[], gets: readonly string[]): readonly StateOperation[] => [
  ...changes.map((name): StateOperation => ({ name, effect: "change" })),
  ...gets.map((name): StateOperation => ({ name, effect: "get" })),
  read,
];

/** By kind, as `context.state` has them; what needs a replica in its own kernel asks nobody, and is not among them. */
export const stateOperations: Readonly<Record<StateKind, readonly StateOperation[]>> = {
  register: listOperations(["set", "replace", "clear"], ["get"]),
  map: listOperations(["set", "replace", "delete"], ["get", "has"]),
  counter: listOperations(["add"], ["get"]),
  set: listOperations(["add", "delete"], ["has"]),
  log: listOperations(["append", "trim"], ["get", "bounds"]),
  lease: listOperations(["acquire", "renew", "release"], ["isHeld"]),
};

export interface State {
  readonly name: string;
  readonly documentation: Documentation;
  /** Of the name. */
  readonly span: Span;
  readonly kind: StateKind;
  readonly typeSpan: Span;
  /** Of a map, or the element of a set. */
  readonly key: TypeSaid | null;
  /** Of a register or a map, or the entry of a log. */
  readonly value: TypeSaid | null;
  /** Most entries of a map, set or log; null for other kinds. */
  readonly capacity: { readonly count: number; readonly span: Span } | null;
  /** Picoseconds that a lease holds; null for other kinds. */
  readonly lease: { readonly time: number; readonly span: Span } | null;
  readonly replicas: Replicas;
  /** Null when nothing is said. */
  readonly protocol: { readonly name: Protocol; readonly span: Span } | null;
}

export interface TypeSaid {
  readonly type: Type;
  readonly span: Span;
}

export type Replicas =
  | { readonly kind: "on"; readonly span: Span; readonly cores: readonly Core[] }
  | { readonly kind: "every"; readonly span: Span; readonly level: Level }
  /** So many, no two in one part of the level. */
  | { readonly kind: "spread"; readonly span: Span; readonly count: number; readonly level: Level };

/** Replicas from which on majority is what is meant where nothing is said: fewer survive no loss. */
const fewestForMajority = 3;

/** As said; else `majority` where there are three replicas or more, and for leases, and `broadcast` for fewer. */
export function protocolOf({ protocol, kind, replicas }: State, machine: Machine): Protocol {
  if (protocol !== null) return protocol.name;
  return kind === "lease" || countReplicas(replicas, machine) >= fewestForMajority ? "majority" : "broadcast";
}

export function countReplicas(replicas: Replicas, machine: Machine): number {
  if (replicas.kind === "on") return replicas.cores.length;
  return replicas.kind === "spread" ? replicas.count : listSeats(replicas.level, machine).length;
}

/** The cores that are online in each part of a level that has any; of level `core`, each core by itself. */
export function listSeats(level: Level, { cores }: Machine): readonly (readonly Core[])[] {
  const seats = new Map<Part | Core, Core[]>();
  for (const core of cores) {
    const part = core.online ? seatAt(core, level) : null;
    const known = part === null ? undefined : seats.get(part);
    if (known !== undefined) known.push(core);
    else if (part !== null) seats.set(part, [core]);
  }
  return [...seats.values()];
}

/** The innermost part of a level around a core; null where there is none. */
function seatAt(core: Core, level: Level): Part | Core | null {
  if (level === "core") return core;
  for (let around: Part | null = core.part; around !== null; around = around.parent) {
    if (around.level === level) return around;
  }
  return null;
}
