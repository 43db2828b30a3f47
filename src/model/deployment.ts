/** Systems, resolved: which service is wished where. Where it comes to lie is decided by the placement analysis. */
import type { Span } from "../source/source-file.ts";
import type { Documentation } from "./documentation.ts";
import type { Interface, Operation } from "./interface.ts";
import type { Core, Device, Machine, Memory, Part } from "./machine.ts";

export interface System {
  readonly name: string;
  readonly documentation: Documentation;
  readonly span: Span;
  readonly machine: Machine;
  readonly services: readonly Service[];
  readonly clients: readonly Client[];
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
  readonly uses: readonly { readonly service: Service; readonly span: Span }[];
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

export type Client = Program;

export type Wish =
  | { readonly kind: "on"; readonly span: Span; readonly cores: readonly Core[] }
  | { readonly kind: "near"; readonly span: Span; readonly target: NearTarget }
  | { readonly kind: "every"; readonly span: Span; readonly level: Part["level"] | "core" };

export type NearTarget =
  | { readonly kind: "core"; readonly core: Core }
  | { readonly kind: "memory"; readonly memory: Memory }
  | { readonly kind: "device"; readonly device: Device }
  | { readonly kind: "part"; readonly part: Part }
  | { readonly kind: "service"; readonly service: string };
