import type { ProgramPlace } from "../../kernel/events.ts";
import type { Agreement } from "../../state/agreement.ts";
import type { Command, Query, ReplicatedObject, StateKind } from "../../state/replicated-object.ts";

/** What a program asked of a replicated object, and what came of it. Bytes as hexadecimal digits. */
export interface RecordedOperation {
  /** Name in the system description. */
  readonly object: string;
  readonly kind: StateKind;
  readonly place: ProgramPlace;
  /** One of `operations`. */
  readonly operation: number;
  readonly key: string;
  readonly value: string;
  readonly expected: string | "absent" | null;
  /** Virtual milliseconds. */
  readonly at: number;
  /** Calls and returns of a run are counted in one order. */
  readonly called: number;
  /** Null while it has not returned. */
  ending: RecordedEnding | null;
}

export interface RecordedEnding {
  readonly at: number;
  readonly returned: number;
  readonly outcome: RecordedOutcome;
}

export type RecordedOutcome =
  /** Null: there was nothing to read. */
  { readonly kind: "agreed"; readonly value: string | null } | Extract<Agreement<never>, { kind: "failed" }>;

/**
 * Writes down the changes that programs propose to replicated objects, and what they read linearisably. Reads of a kernel's
 * own replica, which promise less, are not written down.
 */
export class History {
  readonly operations: RecordedOperation[] = [];
  #moments = 0;

  /** The object, with everything that is done to it through this one written down. `now`: virtual milliseconds. */
  observe(name: string, object: ReplicatedObject, place: ProgramPlace, now: () => number): ReplicatedObject {
    const follow = <Value extends Uint8Array | null>(
      what: Pick<RecordedOperation, "operation" | "key" | "value" | "expected">,
      answer: Promise<Agreement<Value>>,
    ): Promise<Agreement<Value>> => {
      const recorded: RecordedOperation = {
        ...{ object: name, kind: object.kind, place, ...what },
        ...{ at: now(), called: this.#moments++, ending: null },
      };
      this.operations.push(recorded);
      return answer.then((agreement) => {
        recorded.ending = { at: now(), returned: this.#moments++, outcome: outcomeOf(agreement) };
        return agreement;
      });
    };
    return {
      kind: object.kind,
      get replica() {
        return object.replica;
      },
      propose: (command, options) => follow(wordsOf(command), object.propose(command, options)),
      read: (query, options) => follow({ ...wordsOf(query), expected: null }, object.read(query, options)),
      get: (query) => object.get(query),
      watch: (options) => object.watch(options),
      now: () => object.now(),
    };
  }
}

function wordsOf(asked: Query & Partial<Command>): Pick<RecordedOperation, "operation" | "key" | "value" | "expected"> {
  const { operation, key, value, expected = null } = asked;
  return {
    operation,
    key: print(key),
    value: value === undefined ? "" : print(value),
    expected: expected === null || expected === "absent" ? expected : print(expected),
  };
}

function outcomeOf(agreement: Agreement<Uint8Array | null>): RecordedOutcome {
  if (agreement.kind === "failed") return agreement;
  return { kind: "agreed", value: agreement.value === null ? null : print(agreement.value) };
}

function print(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
