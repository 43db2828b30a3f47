/** Interrupts and their controllers; what fails or is switched off together. */
import type {
  ArrayDimension,
  Attribute,
  Expression,
  IndexSelector,
  Path,
  RangeSelector,
  Selector,
} from "./expressions.ts";
import type { DeclarationBase, Name, Node } from "./node.ts";
import type { RegistersItem } from "./spaces.ts";

/** `interrupt -> cpu[0]`, `interrupt 0..3 -> gic 45`, `interrupt msi -> its (5, *)` */
export interface InterruptClause extends Node {
  /** Which of the device's sources; null when unsaid. */
  readonly source: InterruptSource | null;
  readonly target: Path;
  /** Lines of the controller it leads to. */
  readonly lines: LineNumbers | null;
}

/** Sources by number, or all that come as messages. */
export type InterruptSource = (Node & { readonly kind: "msi" }) | IndexSelector | RangeSelector;

/** `controller gic: 256 lines, msi -> cpu[*] { line 5 -> cpu[1] }` */
export interface ControllerItem extends DeclarationBase {
  readonly kind: "controller";
  readonly dimensions: readonly ArrayDimension[];
  /** How many lines there are along each dimension. */
  readonly lines: readonly Expression[];
  readonly attributes: readonly Attribute[];
  /** Where the lines go that no route names. */
  readonly target: LineTarget | null;
  readonly routes: readonly LineItem[];
  readonly banks: readonly RegistersItem[];
}

export type LineItem = LineRoute | LineForItem;

/** `for i in 0..3 { line 32 + i -> cpu[i] }`; both ends belong to the range. */
export interface LineForItem extends Node {
  readonly kind: "for";
  readonly variables: readonly Name[];
  readonly from: Expression;
  readonly to: Expression;
  readonly items: readonly LineItem[];
}

/** `line 5 -> cpu[1]`, `shared lines 32..63 -> other at 0` */
export interface LineRoute extends Node {
  readonly kind: "lines";
  readonly isShared: boolean;
  readonly lines: LineNumbers;
  readonly target: LineTarget | null;
}

/** `cpu[0], cpu[1]`, `other at 0` (one by one), `other line 2` (all into one) */
export interface LineTarget extends Node {
  readonly paths: readonly Path[];
  readonly entry: LineEntry | null;
}

export interface LineEntry extends Node {
  readonly isJoined: boolean;
  readonly lines: LineNumbers;
}

/** `5`, `32..63`, `(3, *)`: one selector for each dimension of the controller. */
export interface LineNumbers extends Node {
  readonly axes: readonly Selector[];
}

/** `failure domain psu: p[0..1], nic`, `power domain little: cpu[4..7]` */
export interface DomainItem extends DeclarationBase {
  readonly kind: "domain";
  readonly domain: "failure" | "power";
  readonly members: readonly Path[];
}
