/** How many bytes what a program does to replicated state is about. */
import type { StateTraffic } from "../../model/deployment.ts";
import type { Field } from "../../model/interface.ts";
import type { State, StateKind, TypeSaid } from "../../model/state.ts";
import { longestField, wireBytes } from "../contention/message-bytes.ts";
import type { Parts } from "./message-sizes.ts";

/** What an object's keys or values are, as fields of a message are laid out. */
export function stateFields(name: "key" | "value", said: TypeSaid | null): readonly Field[] {
  if (said === null) return [];
  return [{ name, documentation: null, span: said.span, isOptional: false, type: said.type, typeSpan: said.span }];
}

/** Numbers that the runtime writes as keys: of an entry of a log, and of whoever holds a lease. */
const numberBytes = 8;
const numbered: ReadonlySet<string> = new Set(["log.trim", "log.get", "log.read", "lease.renew", "lease.release"]);

/** Counts, numbers of entries and the tokens of leases. */
const answeredByNumber: ReadonlySet<string> = new Set(["counter.add", "log.append", "lease.acquire", "lease.renew"]);

/** What is told of a value beside itself. */
const valuesOfKinds: Readonly<Record<StateKind, number>> = {
  ...{ register: 0, map: 0, set: 0, log: 0 },
  ...{ counter: numberBytes, lease: numberBytes },
};

/** Without a key or a value of the description in what is sent: of these, only the head is. */
const sayNoValue: ReadonlySet<string> = new Set(["clear", "delete", "trim"]);

export function partsOf({ state, operation, size }: Pick<StateTraffic, "state" | "operation" | "size">): Parts {
  const name = `${state.kind}.${operation.name}`;
  const fill = size?.bytes ?? null;
  const keyBytes = wireBytes(stateFields("key", state.key), state.value === null ? fill : null);
  const valueBytes = wireBytes(stateFields("value", state.value), fill) + valuesOfKinds[state.kind];
  return {
    key: numbered.has(name) ? numberBytes : keyBytes,
    value: sayNoValue.has(operation.name) ? 0 : name === "log.bounds" ? 2 * numberBytes : valueBytes,
    expected: operation.name === "replace" ? valueBytes : null,
    result: answeredByNumber.has(name) ? numberBytes : operation.name === "delete" ? 1 : 0,
  };
}

/** Most that `with` can say is in a value of the object, or where it has only keys in a key; null when nothing is bounded. */
export function mostStateData({ key, value }: Pick<State, "key" | "value">): number | null {
  const fields = value === null ? stateFields("key", key) : stateFields("value", value);
  return longestField(fields)[0] ?? null;
}
