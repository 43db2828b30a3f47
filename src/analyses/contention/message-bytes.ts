/** What one time of an operation moves, in bytes, towards the service and back. */
import type { Traffic } from "../../model/deployment.ts";
import { type Field, type Operation, type Type, withoutAlias } from "../../model/interface.ts";
import { computeLayout } from "../message-layout/compute-layout.ts";

/** One message, or the regions that it passes. */
export interface Content {
  readonly kind: "message" | "regions";
  readonly bytes: number;
}

export interface Contents {
  readonly toService: readonly Content[];
  readonly toClient: readonly Content[];
}

/**
 * What moves each time; `size` says how full the longest bounded field of a message and every region is. All else that
 * is bounded goes over the wire full. A region is read, or if it is writable written, by whoever is passed it: its bytes
 * go to whoever reads them.
 */
export function contentsOf({ operation, size }: Pick<Traffic, "operation" | "size">): Contents {
  const fill = size?.bytes ?? null;
  const { toService, toClient } = movedBy(operation);
  return {
    toService: [
      ...messageOf(toService, fill),
      ...regionsOf(toService, false, fill),
      ...regionsOf(toClient, true, fill),
    ],
    toClient: [...messageOf(toClient, fill), ...regionsOf(toClient, false, fill), ...regionsOf(toService, true, fill)],
  };
}

interface Moved {
  readonly toService: readonly Field[] | null;
  readonly toClient: readonly Field[] | null;
}

/** Of streams and of what is sent up the items are counted; beginning and ending are not. */
function movedBy({ verb, parameters, uploads, results }: Operation): Moved {
  switch (verb) {
    case "message":
      return { toService: parameters, toClient: null };
    case "event":
      return { toService: null, toClient: parameters };
    case "call":
      return uploads === null ? { toService: parameters, toClient: results } : { toService: uploads, toClient: null };
    case "stream":
      return { toService: uploads, toClient: results };
  }
}

/** Bytes on the wire with so many in the longest bounded field; null for a full one. */
export function wireBytes(fields: readonly Field[], fill: number | null): number {
  const { size, tail, fields: laid } = computeLayout(fields);
  const longest = tail === null ? undefined : laid[tail];
  if (longest === undefined || fill === null || fill >= longest.size) return size;
  return longest.dataOffset + fill;
}

/** Most that can be said to be in a message of the operation, or in a region of it; null when nothing is bounded. */
export function mostData(operation: Operation): number | null {
  const { toService, toClient } = movedBy(operation);
  const bounded = [toService ?? [], toClient ?? []].flatMap((fields) => [
    ...longestField(fields),
    ...fields.flatMap(({ type }) => regionBounds(type)),
  ]);
  return bounded.length === 0 ? null : Math.max(...bounded);
}

/** Size of the longest bounded field; none where all are always as long. */
export function longestField(fields: readonly Field[]): readonly number[] {
  const { tail, fields: laid } = computeLayout(fields);
  const longest = tail === null ? undefined : laid[tail];
  return longest === undefined ? [] : [longest.size];
}

function messageOf(fields: readonly Field[] | null, fill: number | null): readonly Content[] {
  return fields === null ? [] : [{ kind: "message", bytes: wireBytes(fields, fill) }];
}

function regionsOf(fields: readonly Field[] | null, isWritable: boolean, fill: number | null): readonly Content[] {
  const bounds = (fields ?? []).flatMap(({ type }) => regionBounds(type, isWritable));
  return contentOf(bounds.map((most) => Math.min(most, fill ?? most)));
}

function contentOf(regions: readonly number[]): readonly Content[] {
  const bytes = regions.reduce((sum, one) => sum + one, 0);
  return bytes === 0 ? [] : [{ kind: "regions", bytes }];
}

/** The bound of every region in a value; with `isWritable` only of those that are, or are not, to be written. */
function regionBounds(type: Type, isWritable?: boolean): readonly number[] {
  const plain = withoutAlias(type);
  switch (plain.kind) {
    case "region":
      return isWritable === undefined || plain.isWritable === isWritable ? [plain.bound] : [];
    case "array": {
      const within = regionBounds(plain.element, isWritable);
      return within.length === 0 ? [] : Array.from({ length: plain.length }, () => within).flat();
    }
    case "struct":
      return plain.fields.flatMap((field) => regionBounds(field.type, isWritable));
    case "union":
      return longestArm(plain.arms.map((arm) => (arm.type === null ? [] : regionBounds(arm.type, isWritable))));
    default:
      return [];
  }
}

function longestArm(arms: readonly (readonly number[])[]): readonly number[] {
  const sum = (regions: readonly number[]): number => regions.reduce((total, one) => total + one, 0);
  return arms.toSorted((a, b) => sum(b) - sum(a))[0] ?? [];
}
