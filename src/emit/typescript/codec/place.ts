/** Where in a message, and how errors call it: both known while the code is printed. */
import type { Layout, LayoutField, PlanMember, PlanType } from "../../../plan/plan.ts";

/** Bytes of the length word in front of bounded data. */
export const lengthBytes = 4;

/** A value's bytes: an expression that stays the same while the value is read or written, and constant distances. */
export interface Place {
  readonly base: string;
  /** Of the value, or of its length word. */
  readonly offset: number;
  /** Of the data that its length word counts; `offset` for types without one. */
  readonly dataOffset: number;
}

/** `base + 8` */
export function printOffset(base: string, offset: number): string {
  return offset === 0 ? base : `${base} + ${offset}`;
}

/** A field of a struct or message that starts at `start`. */
export function fieldPlace(start: Place, field: LayoutField): Place {
  return { base: start.base, offset: start.offset + field.offset, dataOffset: start.offset + field.dataOffset };
}

/** A value that stands by itself behind a constant distance: an arm of a union. */
export function armPlace({ base, offset }: Place, arm: number, type: PlanType): Place {
  const start = offset + arm;
  return { base, offset: start, dataOffset: start + elementPlace(base, type).dataOffset };
}

/** A value that stands by itself or as an element: bounded data follows its length word. */
export function elementPlace(base: string, type: PlanType): Place {
  const inner = withoutAlias(type);
  return { base, offset: 0, dataOffset: inner.kind === "array" ? inner.dataOffset : lengthBytes };
}

/**
 * How an error names a field. `known` is the whole path; otherwise the function has been given the path in front of it
 * as `field`, and the rest is a constant too, so that no path is put together unless something is wrong.
 */
export interface FieldPath {
  readonly known: boolean;
  readonly text: string;
}

export function knownPath(text: string): FieldPath {
  return { known: true, text };
}

export function extendPath(path: FieldPath, suffix: string): FieldPath {
  return { known: path.known, text: path.text + suffix };
}

/** The arguments that tell a runtime check which field it looks at. */
export function printPath(path: FieldPath): string {
  if (path.known) return JSON.stringify(path.text);
  return path.text === "" ? "field" : `field, ${JSON.stringify(path.text)}`;
}

/** The name of a field as one expression. */
export function printPathText(path: FieldPath): string {
  if (path.known) return JSON.stringify(path.text);
  return path.text === "" ? "field" : `field + ${JSON.stringify(path.text)}`;
}

/** The longest message in bytes. */
export function longestBytes(layout: Layout | null): number {
  const tail = tailOf(layout);
  if (layout === null || tail === null) return layout?.size ?? 0;
  return tail.dataOffset + boundOf(tail.type) * unitBytes(tail.type);
}

/** The shortest: nothing in its tail. */
export function shortestBytes(layout: Layout | null): number {
  return tailOf(layout)?.dataOffset ?? layout?.size ?? 0;
}

/** The field of which only the used bytes are sent. */
export function tailOf(layout: Layout | null): LayoutField | null {
  return layout?.tail == null ? null : (layout.fields[layout.tail] ?? null);
}

/** Bytes of what a length word counts. */
export function unitBytes(type: PlanType): number {
  const inner = withoutAlias(type);
  return inner.kind === "array" ? inner.stride : 1;
}

/**
 * An expression for how much of a message's last field was received; null for a type without a length. The length of the
 * message keeps it within its bound. `bytes`: an expression for the bytes received.
 */
export function roomOfTail({ type, dataOffset }: LayoutField, bytes: string): string | null {
  const unit = unitBytes(type);
  if (unit === 0) return null;
  const rest = `${bytes} - ${dataOffset}`;
  return unit === 1 ? rest : `Math.floor((${rest}) / ${unit})`;
}

function boundOf(type: PlanType): number {
  const inner = withoutAlias(type);
  if (inner.kind === "array") return inner.length;
  return inner.kind === "string" || inner.kind === "bytes" ? inner.bound : 0;
}

/** What a name of a type stands for. */
export function withoutAlias(type: PlanType): Exclude<PlanType, { kind: "alias" }> {
  return type.kind === "alias" ? withoutAlias(type.type) : type;
}

/** All bits of some flags, none of which overlap. */
export function allBits(members: readonly PlanMember[]): number {
  return members.reduce((all, { value }) => all + value, 0);
}

/** The bit of an optional field in the word of an open struct. */
export function openBit({ presence }: LayoutField): number {
  return 2 ** (presence ?? 0);
}

/** The bit of an optional field in its byte of presence. */
export function presenceBit({ presence }: LayoutField): number {
  return 1 << ((presence ?? 0) & 7);
}
