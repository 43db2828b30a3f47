import { checkParts, type Linearity, type Operation } from "../../algorithms/linearizability.ts";
import type { RecordedOperation, RecordedOutcome } from "../../runtime/hosts/simulation/history.ts";
import { operations } from "../../runtime/state/operations.ts";
import { type Asked, hasParts, stateModels } from "./state-models.ts";

/** Configurations to look at for one key of one object. */
const limit = 200_000;

/**
 * What replicated objects did that no order of their operations explains, a sentence each. `isOrdered`: whether an object
 * promises an order at all, which those of protocol shootdown do not.
 */
export function judgeHistory(
  recorded: readonly RecordedOperation[],
  isOrdered: (object: string) => boolean,
): readonly string[] {
  const objects = new Set(recorded.map(({ object }) => object));
  return [...objects]
    .filter(isOrdered)
    .flatMap((object) => judgeObject(recorded.filter((each) => each.object === object)));
}

function judgeObject(recorded: readonly RecordedOperation[]): readonly string[] {
  const [first] = recorded;
  if (first === undefined) return [];
  const { object, kind } = first;
  const effective = recorded.filter(mayHaveHappened);
  const partOf = hasParts(kind) ? ({ key }: Asked) => key : () => "";
  const { linearity } = checkParts(effective.map(operationOf), partOf, stateModels[kind], { limit });
  if (linearity.kind === "linearisable") return [];
  if (linearity.kind === "undecided") {
    return [`whether state ${object} is linearisable was not found out in ${limit} configurations`];
  }
  return [renderViolation(object, effective, linearity)];
}

/** Without those of which it was said that they were not done. */
function mayHaveHappened({ ending }: RecordedOperation): boolean {
  return ending === null || ending.outcome.kind === "agreed" || ending.outcome.reason !== "noQuorum";
}

function operationOf(recorded: RecordedOperation): Operation<Asked, RecordedOutcome> {
  const { called, ending } = recorded;
  const isUnknown = ending === null || (ending.outcome.kind === "failed" && ending.outcome.reason === "unknown");
  return { input: recorded, called, ending: isUnknown ? null : { at: ending.returned, output: ending.outcome } };
}

function renderViolation(
  object: string,
  recorded: readonly RecordedOperation[],
  { offending, order }: Extract<Linearity<string>, { kind: "violated" }>,
): string {
  const wrong = recorded[offending] as RecordedOperation;
  const before = order.slice(-3).map((index) => renderOperation(recorded[index] as RecordedOperation));
  const after = before.length === 0 ? "" : `; before it, ${before.join(", then ")}`;
  return `state ${object} is not linearisable: ${renderOperation(wrong)} fits no order of what had been done${after}`;
}

const operationNames = new Map<number, string>(Object.entries(operations).map(([name, number]) => [number, name]));

export function renderOperation({ place, operation, key, value, ending, at }: RecordedOperation): string {
  const name = operationNames.get(operation) ?? `operation ${operation}`;
  const words = [name, ...(key === "" ? [] : [key]), ...(value === "" ? [] : [value])].join(" ");
  return `${place.program}[${place.instance}] ${words} (${at.toFixed(6)} ms) ${renderEnding(ending)}`;
}

function renderEnding(ending: RecordedOperation["ending"]): string {
  if (ending === null) return "without an answer";
  const { outcome } = ending;
  if (outcome.kind === "failed") return `was ${outcome.reason}`;
  return outcome.value === null ? "gave nothing" : outcome.value === "" ? "was agreed" : `gave ${outcome.value}`;
}
