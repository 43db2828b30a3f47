/** Systems: programs, where they run, and what they replicate. */
import type { Attribute, Expression, Path } from "./expressions.ts";
import type { TypeExpression } from "./interfaces.ts";
import type { DeclarationBase, Documentation, Name, Node, StringLiteral } from "./node.ts";

/** `system fileserver on hotos09 { … }` */
export interface SystemDeclaration extends DeclarationBase {
  readonly kind: "system";
  readonly machine: Name;
  readonly items: readonly SystemItem[];
  readonly isolations: readonly IsolateItem[];
  readonly states: readonly StateItem[];
}

/** `state names: map<string<32>, Registry.Entry, 1024> replicas one per package, agree majority` */
export interface StateItem extends DeclarationBase {
  readonly kind: "state";
  readonly type: TypeExpression;
  /** `50 ms` of `lease 50 ms`. */
  readonly duration: Expression | null;
  /** One is meant, each that was written is here. */
  readonly replicas: readonly ReplicaClause[];
  /** The word behind `agree`; one is meant, each that was written is here. */
  readonly protocols: readonly Name[];
}

/** Behind `replicas`: `on p[0].cpu[0]`, `every core`, which is `one per core`, or `3 spread by package`. */
export type ReplicaClause = Extract<PlacementClause, { kind: "on" | "every" | "copies" }>;

/** `isolate net from guest, dsp`: programs or things of the machine that must not reach each other's memory. */
export interface IsolateItem extends Node {
  readonly kind: "isolate";
  readonly documentation: Documentation;
  readonly subject: Path;
  readonly others: readonly Path[];
}

export type SystemItem = ServiceItem | ClientItem;

/** `service disk: Block = "./disk.ts" near nic uses names allow web: read, scan` */
export interface ServiceItem extends DeclarationBase {
  readonly kind: "service";
  readonly interface: Name;
  readonly module: StringLiteral;
  readonly placement: readonly PlacementClause[];
  readonly drives: readonly Path[];
  readonly buffers: readonly BufferItem[];
  readonly uses: readonly Name[];
  readonly allow: readonly AllowClause[];
  readonly traffic: readonly TrafficEntry[];
}

/** `client web = "./web.ts" uses disk, names on p[3].cpu[*]` */
export interface ClientItem extends DeclarationBase {
  readonly kind: "client";
  readonly module: StringLiteral;
  readonly placement: readonly PlacementClause[];
  readonly drives: readonly Path[];
  readonly buffers: readonly BufferItem[];
  readonly uses: readonly Name[];
  readonly allow: readonly AllowClause[];
  readonly traffic: readonly TrafficEntry[];
}

/** `allow web: read, scan`, `allow names: *` */
export interface AllowClause extends Node {
  readonly program: Name;
  /** Null for `*`, all of them. */
  readonly operations: readonly Name[] | null;
}

/** `disk.read 20 kHz with 512 bytes` behind `traffic`: how often each copy does something, and how much it says. */
export interface TrafficEntry extends Node {
  readonly service: Name;
  readonly operation: Name;
  readonly rate: Expression;
  readonly size: Expression | null;
}

/**
 * `on p[3].cpu[*]`: just there; `near nic`: as close as can be; `every package`: one in each; `apart from disk by package`:
 * nowhere together; `copies 4 spread by package`: so many, no two in one; `requires isa armv7m, memory 64 MiB`.
 */
export type PlacementClause =
  | (Node & { readonly kind: "on"; readonly targets: readonly Path[] })
  | (Node & { readonly kind: "near"; readonly target: Path })
  | (Node & { readonly kind: "every"; readonly level: Name })
  | (Node & { readonly kind: "apart"; readonly program: Name; readonly level: Name | null })
  | (Node & { readonly kind: "copies"; readonly count: Expression; readonly spread: Name | null })
  | (Node & { readonly kind: "requires"; readonly attributes: readonly Attribute[] });

/** `buffer rx: 2 MiB for nic, forwarded`, `buffer index: 64 MiB, read by web`, `buffer ring: 64 KiB in p[0].dram` */
export interface BufferItem extends DeclarationBase {
  readonly kind: "buffer";
  readonly size: Expression;
  readonly clauses: readonly BufferClause[];
}

export type BufferClause =
  | (Node & { readonly kind: "for"; readonly device: Path })
  | (Node & { readonly kind: "forwarded" })
  | (Node & { readonly kind: "readBy"; readonly program: Name })
  | (Node & { readonly kind: "in"; readonly memory: Path });
