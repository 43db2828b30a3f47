import type { Service } from "../../model/deployment.ts";
import type { State } from "../../model/state.ts";
import type { StateItem, SystemDeclaration, SystemItem } from "../../syntax/ast.ts";
import type { Context } from "../evaluate.ts";
import type { BuiltMachine } from "../selected.ts";

/** What the programs of one system are resolved against. */
export interface SystemScope {
  readonly declaration: SystemDeclaration;
  /** False when syntax errors kept something out: an unknown name that resembles nothing may be among it. */
  readonly isComplete: boolean;
  /** Null when its fault has been reported: placements are not judged then. */
  readonly machine: BuiltMachine | null;
  /** The first program of each name. */
  readonly programs: ReadonlyMap<string, SystemItem>;
  /** Services by name; one of `programs` that is missing here has been reported. */
  readonly services: ReadonlyMap<string, Service>;
  /** The first replicated object of each name. */
  readonly stateItems: ReadonlyMap<string, StateItem>;
  /** Replicated objects by name; one of `stateItems` that is missing here has been reported. */
  readonly states: ReadonlyMap<string, State>;
  readonly context: Context;
}

/** Every mention of a name that a system lacks is one fault. */
export function causeOf(name: string, { declaration }: SystemScope): string {
  const { source, start } = declaration.span;
  return `${name} in the system at ${start} of ${source.path}`;
}
