/**
 * Interrupts as an address space of their own: a device's source goes to cores or to lines of a controller, and a
 * controller sends its lines on to cores or to lines of the next (after R. Achermann et al., "Physical Addressing on
 * Real Hardware in Isabelle/HOL", ITP 2018, who decode interrupts like addresses).
 */
import type { NumberRange } from "../algorithms/number-ranges.ts";
import type { Span } from "../source/source-file.ts";
import type { RegisterBank } from "./address-space.ts";
import type { Documentation } from "./documentation.ts";
import type { Core, Part } from "./machine.ts";

export interface Controller {
  readonly index: number;
  /** Full path in the machine. */
  readonly path: string;
  readonly documentation: Documentation;
  readonly span: Span;
  readonly part: Part;
  /**
   * How many lines there are along each dimension; most controllers have one. A line is counted row by row: of a
   * controller `(16, 32)`, line `(3, 5)` is number 3 * 32 + 5.
   */
  readonly dimensions: readonly number[];
  /** Whether devices may raise its lines by writing a message. */
  readonly takesMessages: boolean;
  readonly registers: readonly RegisterBank[];
  /** Routes of named lines in the order of the text, then the one for all other lines, if there is any. */
  readonly routes: readonly LineRoute[];
}

export interface LineRoute {
  readonly span: Span;
  /** Ascending, apart from each other. */
  readonly lines: readonly NumberRange[];
  /** Whether several sources may raise each of them. */
  readonly isShared: boolean;
  /** Null: it is there only to say that they are shared, and no route is known. */
  readonly to: LineTarget | null;
}

export type LineTarget = CoreTarget | ControllerTarget;

/** Any one of the cores may take it. */
export interface CoreTarget {
  readonly kind: "cores";
  readonly cores: readonly Core[];
}

export interface ControllerTarget {
  readonly kind: "controller";
  readonly controller: Controller;
  /**
   * The lines it arrives on, as many as leave, one for one in ascending order; a single one into which all are joined;
   * null for messages that may raise any.
   */
  readonly lines: readonly NumberRange[] | null;
}

/** What one `interrupt` of a device says. */
export interface InterruptSource {
  readonly span: Span;
  /** The device's own numbers; null for messages. */
  readonly sources: NumberRange | null;
  readonly to: LineTarget;
}
