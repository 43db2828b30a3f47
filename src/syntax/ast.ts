/**
 * The syntax tree: what was written, nothing resolved. Every node carries its span; names and spans are kept so that
 * every later stage can point at the text. Comments other than documentation hang on no node: the printer takes them
 * from the token stream.
 */
import type {
  DeviceDeclaration,
  InterconnectDeclaration,
  IsaDeclaration,
  MachineDeclaration,
  PartDeclaration,
} from "./ast/hardware.ts";
import type { InterfaceDeclaration } from "./ast/interfaces.ts";
import type { Node, StringLiteral } from "./ast/node.ts";
import type { SystemDeclaration } from "./ast/systems.ts";

export type * from "./ast/expressions.ts";
export type * from "./ast/hardware.ts";
export type * from "./ast/interfaces.ts";
export type * from "./ast/interrupts.ts";
export type * from "./ast/node.ts";
export type * from "./ast/spaces.ts";
export type * from "./ast/systems.ts";

export interface File extends Node {
  readonly uses: readonly Use[];
  readonly declarations: readonly Declaration[];
}

/** `use "prelude/amd64"` */
export interface Use extends Node {
  readonly kind: "use";
  readonly path: StringLiteral;
}

export type Declaration =
  | IsaDeclaration
  | InterconnectDeclaration
  | DeviceDeclaration
  | PartDeclaration
  | MachineDeclaration
  | InterfaceDeclaration
  | SystemDeclaration;
