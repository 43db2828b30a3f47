/**
 * What replicated objects do when their operations come one after another: by kind, and written apart from what replicas do,
 * so that a mistake there is found here.
 */
import type { SequentialModel } from "../../algorithms/linearizability.ts";
import type { RecordedOperation, RecordedOutcome } from "../../runtime/hosts/simulation/history.ts";
import { operations } from "../../runtime/state/operations.ts";
import type { StateKind } from "../../runtime/state/replicated-object.ts";

export type Asked = Pick<RecordedOperation, "operation" | "key" | "value" | "expected">;
type Ending = { readonly output: RecordedOutcome } | null;

/** A model whose states are texts. */
export type StateModel = SequentialModel<string, Asked, RecordedOutcome>;

export const stateModels: { readonly [Kind in StateKind]: StateModel } = {
  register: modelOf("", stepEntry),
  map: modelOf("", stepEntry),
  set: modelOf("", stepEntry),
  counter: modelOf("0", stepCounter),
  log: modelOf("0:", stepLog),
  lease: modelOf("0", stepLease),
};

/** Whether the operations of a kind on one key have nothing to do with those on another. */
export function hasParts(kind: StateKind): boolean {
  return kind === "map" || kind === "set";
}

type Step = (state: string, asked: Asked, ending: Ending) => string | null;

function modelOf(initial: string, step: Step): StateModel {
  return {
    initial,
    step: (state, asked, ending) =>
      isRefusal(ending) ? stepRefused(state, asked, ending) : step(state, asked, ending),
    isRead: ({ operation }) => operation === operations.get || operation === operations.bounds,
    identify: (state) => state,
  };
}

function isRefusal(ending: Ending): ending is { readonly output: Extract<RecordedOutcome, { kind: "failed" }> } {
  return ending?.output.kind === "failed";
}

/** Nothing was done. That something else was there than was expected must be true; who is full is not for one key to know. */
function stepRefused(state: string, { operation, expected }: Asked, { output }: NonNullable<Ending>): string | null {
  const isSuperseded = output.kind === "failed" && output.reason === "superseded";
  if (!isSuperseded || operation !== operations.replace) return state;
  return meets(state, expected) ? null : state;
}

/** What an agreement must have said; anything where nobody knows. */
function says(ending: Ending, value: string | null): boolean {
  return ending === null || (ending.output.kind === "agreed" && ending.output.value === value);
}

/** One entry: its value after a letter, or nothing. */
function stepEntry(state: string, { operation, value, expected }: Asked, ending: Ending): string | null {
  switch (operation) {
    case operations.get:
      return says(ending, state === "" ? null : state.slice(1)) ? state : null;
    case operations.set:
    case operations.add:
      return `=${value}`;
    case operations.replace:
      return meets(state, expected) ? `=${value}` : null;
    case operations.delete:
    case operations.clear:
      return says(ending, state === "" ? "00" : "01") ? "" : null;
    default:
      return null;
  }
}

function meets(state: string, expected: Asked["expected"]): boolean {
  if (expected === null) return true;
  return expected === "absent" ? state === "" : state === `=${expected}`;
}

function stepCounter(state: string, { operation, value }: Asked, ending: Ending): string | null {
  if (operation === operations.get) return says(ending, printNumber(Number(state))) ? state : null;
  const sum = Number(state) + parseNumber(value);
  return says(ending, printNumber(sum)) ? `${sum}` : null;
}

/** The number of the first entry, and the entries. */
function stepLog(state: string, { operation, key, value }: Asked, ending: Ending): string | null {
  const [head = "0", body = ""] = state.split(":");
  const first = Number(head);
  const entries = body === "" ? [] : body.split(",");
  const next = first + entries.length;
  switch (operation) {
    case operations.get: {
      const entry = entries[parseNumber(key) - first];
      return says(ending, entry === undefined ? null : entry.slice(1)) ? state : null;
    }
    case operations.bounds:
      return says(ending, printNumber(first) + printNumber(next)) ? state : null;
    case operations.append:
      return says(ending, printNumber(next)) ? `${first}:${[...entries, `=${value}`].join()}` : null;
    case operations.trim: {
      const before = Math.max(first, Math.min(next, parseNumber(key)));
      return `${before}:${entries.slice(before - first).join()}`;
    }
    default:
      return null;
  }
}

/** The highest token: whoever gets the lease gets a higher one. Who holds it is a matter of time, which a model knows nothing of. */
function stepLease(state: string, { operation }: Asked, ending: Ending): string | null {
  if (operation !== operations.acquire) return state;
  if (ending === null) return `${Number(state) + 1}`;
  const token = ending.output.kind === "agreed" && ending.output.value !== null ? parseNumber(ending.output.value) : 0;
  return token > Number(state) ? `${token}` : null;
}

/** An f64 as programs' codecs write it, little-endian. */
export function printNumber(value: number): string {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value, true);
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function parseNumber(digits: string): number {
  const bytes = Uint8Array.from({ length: 8 }, (_, index) =>
    Number.parseInt(digits.slice(2 * index, 2 * index + 2), 16),
  );
  return new DataView(bytes.buffer).getFloat64(0, true);
}
