/** What has a name in a description, as an editor sees it: declarations as they were written, not instances of them. */
import type { Span } from "../../source/source-file.ts";
import type {
  BufferItem,
  CacheItem,
  Declaration,
  Documentation,
  EnumMember,
  Field,
  HardwareItem,
  InterfaceItem,
  IommuItem,
  Name,
  Parameter,
  RegistersItem,
  SpaceItem,
  StateItem,
  SystemItem,
  TypeParameter,
  UnionArm,
} from "../../syntax/ast.ts";

type Named = { readonly name: Name };

/** The nodes that declare a name, and whose kind says what it is. */
export type DeclaringNode =
  | Declaration
  | Extract<HardwareItem, Named>
  | CacheItem
  | SpaceItem
  | IommuItem
  | InterfaceItem
  | SystemItem
  | StateItem
  | BufferItem;

/** Those whose node has no kind of its own. */
export type OtherKind = "registers" | "parameter" | "variable" | "member" | "arm" | "field" | "typeParameter";

export type SymbolKind = DeclaringNode["kind"] | OtherKind;

export interface DeclaredSymbol {
  readonly kind: SymbolKind;
  readonly name: string;
  /** Of the name alone, and of all that is declared with it. */
  readonly nameSpan: Span;
  readonly span: Span;
  readonly documentation: Documentation;
  readonly container: DeclaredSymbol | null;
  /** In the order of the text. */
  readonly children: readonly DeclaredSymbol[];
  readonly node: DeclaringNode | RegistersItem | Parameter | TypeParameter | EnumMember | UnionArm | Field | null;
}

/** A place of the text where a symbol is named; the declaration itself is one. */
export interface Mention {
  readonly span: Span;
  readonly symbol: DeclaredSymbol;
}
