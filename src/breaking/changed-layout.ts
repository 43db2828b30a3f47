/** What a field that came or went does to its message, and to whom. */
import type { Affected } from "../diagnostics/change.ts";
import type { LayoutField } from "../plan/plan.ts";
import { type LayoutPair, lastingFields, operationsOf } from "./compare-layouts.ts";
import type { Subject } from "./finding.ts";
import type { Carrier } from "./reach.ts";

const everybody: readonly Affected[] = ["oldClients", "newClients", "code"];

export function subjectOf(layout: LayoutPair, at: Pick<Subject, "old" | "new">): Subject {
  const operations = operationsOf(layout.carriers);
  return { interface: layout.scopes.old.interface.name, operations, owner: layout.owner, ...at };
}

/** `\`Block.Extent\` grows from 16 to 24 bytes` */
export function describeAdded(field: LayoutField, layout: LayoutPair): string {
  const isAtEnd = isOpen(layout) && grewAtEnd(field, layout);
  return isAtEnd ? "it is required, and senders of the old version leave it out" : describeGrowth(layout);
}

export function describeRemoved(field: LayoutField, layout: LayoutPair): string {
  const isAtEnd = isOpen(layout) && shrankAtEnd(field, layout);
  return isAtEnd ? "receivers of the old version cannot do without it" : describeGrowth(layout);
}

function describeGrowth({ whole, old, new: now }: LayoutPair): string {
  if (old.size === now.size) return `${whole} still has ${old.size} bytes, which mean something else`;
  return `${whole} ${now.size > old.size ? "grows" : "shrinks"} from ${old.size} to ${now.size} bytes`;
}

/** Nobody is affected by an optional field at the end of an open struct: old receivers ignore it. */
export function affectedByAdded(field: LayoutField, layout: LayoutPair): readonly Affected[] {
  if (!isOpen(layout) || !grewAtEnd(field, layout)) {
    return everybody.filter((party) => party !== "code" || field.presence === null);
  }
  return field.presence === null ? [...affectedByMissing(layout.carriers, "old"), "code"] : [];
}

/** Only code is affected by the loss of an optional field at the end of an open struct: it is absent. */
export function affectedByRemoved(field: LayoutField, layout: LayoutPair): readonly Affected[] {
  if (!isOpen(layout) || !shrankAtEnd(field, layout)) return everybody;
  return canBeMissing(field, layout) ? ["code"] : [...affectedByMissing(layout.carriers, "new"), "code"];
}

/** An optional field at the end of an open struct; whether any operation carries it makes no difference. */
export function canBeMissing(field: LayoutField, layout: LayoutPair): boolean {
  return field.presence !== null && isOpen(layout) && shrankAtEnd(field, layout);
}

/** Where strictness changed, that is told by itself, and what else changed as if it had always been open. */
function isOpen({ isOpen: { old, new: now } }: LayoutPair): boolean {
  return old || now;
}

/** Where what has taken a lost field's place at the end is something else, neither is at the end. */
function grewAtEnd(field: LayoutField, { fields, new: now }: LayoutPair): boolean {
  const last = Math.max(-1, ...lastingFields(fields).map((pair) => now.fields.indexOf(pair.new)));
  return fields.removed.length === 0 && now.fields.indexOf(field) > last;
}

function shrankAtEnd(field: LayoutField, { fields, old }: LayoutPair): boolean {
  const last = Math.max(-1, ...lastingFields(fields).map((pair) => old.fields.indexOf(pair.old)));
  return fields.added.length === 0 && old.fields.indexOf(field) > last;
}

/** Those who read what senders of one version leave out. */
function affectedByMissing(carriers: readonly Carrier[], sender: "old" | "new"): readonly Affected[] {
  const parties = carriers.map(({ towards }): Affected => {
    return (towards === "server") === (sender === "old") ? "oldClients" : "newClients";
  });
  return [...new Set(parties)];
}
