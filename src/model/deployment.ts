/** Systems, resolved: which service is wished where. Where it comes to lie is decided by the placement analysis. */
import type { Span } from "../source/source-file.ts";
import type { Documentation } from "./documentation.ts";
import type { Interface, Operation } from "./interface.ts";
import type { Level } from "./level.ts";
import type { Core, Device, Machine, Memory, Part, Protection } from "./machine.ts";
import type { State, StateOperation } from "./state.ts";

export interface System {
  readonly name: string;
  readonly documentation: Documentation;
  readonly span: Span;
  readonly machine: Machine;
  readonly services: readonly Service[];
  readonly clients: readonly Client[];
  readonly isolations: readonly Isolation[];
  readonly states: readonly State[];
  /** Set when faults kept a service out of it: rules that judge by what is missing stay silent. */
  readonly incomplete?: true;
}

export interface Program {
  readonly name: string;
  readonly documentation: Documentation;
  readonly span: Span;
  /** As written: relative to the file that says it. */
  readonly module: string;
  readonly moduleSpan: Span;
  readonly wishes: readonly Wish[];
  /** Devices whose registers it writes; each has one driver. */
  readonly drives: readonly { readonly device: Device; readonly span: Span }[];
  /** Of each copy. */
  readonly buffers: readonly Buffer[];
  readonly uses: readonly { readonly service: Service; readonly span: Span }[];
  /** Replicated state that it reads and changes; named behind `uses` too. */
  readonly states: readonly { readonly state: State; readonly span: Span }[];
  /** What each copy asks of services, as far as it says so. */
  readonly traffic: readonly Traffic[];
  /** And of replicated state. */
  readonly stateTraffic: readonly StateTraffic[];
}

export interface Service extends Program {
  readonly interface: Interface;
  /** Who may call what; null: every program that uses it, everything. */
  readonly allow: readonly Permission[] | null;
}

/** `allow web: read, scan` */
export interface Permission {
  readonly program: string;
  readonly span: Span;
  readonly operations: readonly Operation[];
}

/** `traffic disk.read 20 kHz with 512 bytes` */
export interface Traffic {
  readonly service: Service;
  readonly operation: Operation;
  /** Hertz, of each copy: calls and messages it sends, events it gets; of streams, the items that come or go up. */
  readonly rate: number;
  readonly rateSpan: Span;
  /** How full each message's longest bounded field is, and every region; null: full. */
  readonly size: { readonly bytes: number; readonly span: Span } | null;
  readonly span: Span;
}

/** `traffic names.set 2 kHz with 40 bytes` */
export interface StateTraffic {
  readonly state: State;
  readonly operation: StateOperation;
  /** Hertz, of each copy. */
  readonly rate: number;
  readonly rateSpan: Span;
  /** How full each value's longest bounded field is, or where there are only keys the key's; null: full. */
  readonly size: { readonly bytes: number; readonly span: Span } | null;
  readonly span: Span;
}

export type Client = Program;

/** `isolate net from guest`: neither reaches memory of the other. */
export interface Isolation {
  readonly span: Span;
  readonly subject: Party;
  readonly others: readonly Party[];
}

/** A program, or what a path into the machine names: all cores, devices and memories in it. */
export interface Party {
  /** As written. */
  readonly name: string;
  readonly span: Span;
  /** Name of the program; null for things of the machine. */
  readonly program: string | null;
  readonly cores: readonly Core[];
  readonly devices: readonly Device[];
  readonly memories: readonly Memory[];
}

export type Wish =
  | { readonly kind: "on"; readonly span: Span; readonly cores: readonly Core[] }
  | { readonly kind: "near"; readonly span: Span; readonly target: NearTarget }
  | { readonly kind: "every"; readonly span: Span; readonly level: Level }
  /** No copy in a part of that level in which a copy of `program` is. */
  | { readonly kind: "apart"; readonly span: Span; readonly program: string; readonly level: Level }
  /** At least one; no two of them in one part of the level. */
  | { readonly kind: "copies"; readonly span: Span; readonly count: number; readonly spread: Level }
  | { readonly kind: "requires"; readonly span: Span; readonly requirement: Requirement };

/** What each copy needs. */
export type Requirement =
  | { readonly kind: "isa"; readonly isa: string }
  /** At least. */
  | { readonly kind: "word"; readonly bits: number }
  /** `performance` or `efficiency`. */
  | { readonly kind: "kind"; readonly core: string }
  /** At least: `pages` are more than `regions`. */
  | { readonly kind: "protection"; readonly by: Exclude<Protection, "none"> }
  /** Of the memory nearest to its core. */
  | { readonly kind: "memory"; readonly bytes: number };

/** Memory that a copy of a program needs, to be laid where those are near who use it. */
export interface Buffer {
  readonly name: string;
  readonly documentation: Documentation;
  /** Of the name. */
  readonly span: Span;
  /** bytes, at least 1 */
  readonly size: number;
  /** Who fills or empties it without a core. */
  readonly device: { readonly device: Device; readonly span: Span } | null;
  /** It goes out again unread: it lies near its device, which there is. */
  readonly forwarded: boolean;
  /** Programs that read it whole; none: the program itself. */
  readonly readers: readonly { readonly program: string; readonly span: Span }[];
  /** Where it must lie. */
  readonly memory: { readonly memory: Memory; readonly span: Span } | null;
}

export type NearTarget =
  | { readonly kind: "core"; readonly core: Core }
  | { readonly kind: "memory"; readonly memory: Memory }
  | { readonly kind: "device"; readonly device: Device }
  | { readonly kind: "part"; readonly part: Part }
  | { readonly kind: "service"; readonly service: string };
