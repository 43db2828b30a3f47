import type { Core, Memory } from "../../model/machine.ts";
import type { Copy, CopyBuffer } from "./copies.ts";
import type { Question } from "./question.ts";
import { Seating } from "./seating.ts";

/** In which order a search tries what is left to choose; the rules decide what is allowed. */
export interface Preference {
  /** What is placed first, of all that still have a choice. */
  readonly order: (copies: readonly Copy[]) => readonly Copy[];
  /** The cores to try, best first. */
  readonly cores: (copy: Copy, allowed: readonly Core[], seating: Seating) => readonly Core[];
  readonly memories: (buffer: CopyBuffer, allowed: readonly Memory[], seating: Seating) => readonly Memory[];
}

export type Found =
  | { readonly kind: "found"; readonly seating: Seating }
  | { readonly kind: "impossible" }
  /** The search was given up. */
  | { readonly kind: "unknown" };

/** A step of the search: something to place, and what is left to try for it. */
interface Step {
  readonly place: () => boolean;
  readonly undo: () => void;
}

/** Steps that fail before a search is given up. */
const patience = 20_000;

/**
 * Places everything by the rules, going back where it must: a depth-first search that is complete as long as its
 * patience lasts. What has one choice only is placed first.
 */
export function findSeats(question: Question, preference: Preference): Found {
  const seating = new Seating(question);
  if (question.nowhere.length > 0 || !placeForced(question, seating)) return { kind: "impossible" };
  const free = preference.order(question.copies.filter((copy) => copy.cores.length > 1));
  const buffers = question.buffers.toSorted(
    (a, b) => a.memories.length - b.memories.length || b.buffer.size - a.buffer.size || a.index - b.index,
  );
  const openers = [
    ...free.map((copy) => () => copyStep(copy, seating, preference)),
    ...buffers.map((buffer) => () => bufferStep(buffer, seating, preference)),
  ];
  const result = search(openers);
  return result === "found" ? { kind: "found", seating } : { kind: result };
}

function placeForced({ copies }: Question, seating: Seating): boolean {
  for (const copy of copies) {
    const [core] = copy.cores;
    if (core === undefined) return false;
    if (copy.cores.length > 1) continue;
    if (!seating.allows(copy, core)) return false;
    seating.put(copy, core);
  }
  return true;
}

function search(openers: readonly (() => Step)[]): "found" | "impossible" | "unknown" {
  const steps: Step[] = [];
  let failures = 0;
  for (;;) {
    const opener = openers[steps.length];
    if (opener === undefined) return "found";
    const step = opener();
    if (step.place()) {
      steps.push(step);
      continue;
    }
    for (;;) {
      if (++failures > patience) return "unknown";
      const last = steps.at(-1);
      if (last === undefined) return "impossible";
      last.undo();
      if (last.place()) break;
      steps.pop();
    }
  }
}

function copyStep(copy: Copy, seating: Seating, preference: Preference): Step {
  const allowed = copy.cores.filter((core) => seating.allows(copy, core));
  const choices = preference.cores(copy, allowed, seating);
  return stepOver(
    choices,
    (core) => seating.put(copy, core),
    () => seating.take(copy),
  );
}

function bufferStep(buffer: CopyBuffer, seating: Seating, preference: Preference): Step {
  const allowed = buffer.memories.filter((memory) => seating.allowsBuffer(buffer, memory));
  const choices = preference.memories(buffer, allowed, seating);
  return stepOver(
    choices,
    (memory) => seating.putBuffer(buffer, memory),
    () => seating.takeBuffer(buffer),
  );
}

function stepOver<Choice>(choices: readonly Choice[], put: (choice: Choice) => void, undo: () => void): Step {
  let next = 0;
  const place = (): boolean => {
    const choice = choices[next++];
    if (choice === undefined) return false;
    put(choice);
    return true;
  };
  return { place, undo };
}
