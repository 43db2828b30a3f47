import type { Diagram, Row } from "../../emit/pictures/sequence-picture.ts";
import { renderFault } from "../../runtime/hosts/simulation/faults.ts";
import type { Trace, TracedMessage } from "../../runtime/hosts/simulation/trace.ts";
import type { BootConfiguration } from "../../runtime/kernel/boot-configuration.ts";
import type { BootEvent } from "../../runtime/kernel/events.ts";
import { frameKind } from "../../runtime/kernel/frame.ts";
import type { Observed } from "./verdict.ts";

/** Latest messages, and busiest cores, that a person can still follow. */
const mostMessages = 300;
const mostLifelines = 24;

/** Of every system, or between the two ends of a binding without saying anything. */
export const chatter: ReadonlySet<number> = new Set([
  ...[frameKind.hello, frameKind.register, frameKind.lookup, frameKind.found, frameKind.lease],
  ...[frameKind.credit, frameKind.want, frameKind.demand],
]);

export const kindNames = new Map<number, string>(Object.entries(frameKind).map(([name, kind]) => [kind, name]));

/** Notes and messages by core instead of lifeline. */
type Draft = Row;

/** A run as a sequence diagram. */
export function buildDiagram(configuration: BootConfiguration, observed: Observed, trace: Trace): Diagram {
  const telling = trace.messages.filter(
    ({ kind, source, destination }) => !chatter.has(kind) && source !== destination,
  );
  const shown = telling.slice(-mostMessages);
  const since = shown.length < telling.length ? (shown[0]?.sent ?? 0) : 0;
  const drafts = [...shown.map(draftOf), ...notesOf(configuration, observed)].filter(({ at }) => at >= since);
  const lifelines = chooseLifelines(drafts);
  const rows = drafts.flatMap((draft) => place(draft, lifelines)).sort((one, other) => one.at - other.at);
  const nameOf = (core: number): string => configuration.cores[core]?.name ?? `${core}`;
  return {
    title: `${configuration.name}, ${observed.result.time.toFixed(3)} ms`,
    lifelines: [...lifelines.keys()].map(nameOf),
    rows,
    earlier: telling.length - shown.length + trace.forgotten,
    silent: configuration.order.length - lifelines.size,
  };
}

function draftOf({ sent, arrived, source, destination, kind, opcode, correlation, bytes }: TracedMessage): Draft {
  const operation = opcode === 0 ? "" : ` ${opcode}`;
  const conversation = correlation === 0 ? "" : ` #${correlation >>> 0}`;
  const text = `${kindNames.get(kind) ?? `kind ${kind}`}${operation}${conversation}, ${bytes} bytes`;
  return { kind: "message", at: sent, arrived, from: source, to: destination, text };
}

function notesOf(configuration: BootConfiguration, { schedule, result }: Observed): readonly Draft[] {
  const nameOf = (core: number): string => configuration.cores[core]?.name ?? `${core}`;
  const faults = schedule.map((fault): Draft => {
    const on = "core" in fault ? fault.core : null;
    return { kind: "note", at: fault.at, on, text: `fault: ${renderFault(fault, nameOf)}` };
  });
  const told = result.events.flatMap((event): readonly Draft[] => {
    const text = noteOf(event);
    return text === null ? [] : [{ kind: "note", at: event.at, on: "core" in event ? event.core : null, text }];
  });
  return [...faults, ...told.filter(({ at }) => at <= result.time)];
}

function noteOf(event: BootEvent): string | null {
  switch (event.kind) {
    case "log":
      return `${event.program}: ${event.text}`;
    case "clientDone":
      return `${event.program} is done`;
    case "clientFailed":
    case "serviceFailed":
      return `${event.program} failed: ${event.text}`;
    case "bindingLost":
    case "bindingFailed":
      return `${event.program}: ${event.text}`;
    case "frameDropped":
      return `frame dropped (${event.reason})`;
    case "kernelLost":
      return event.text;
    case "kernelRestarted":
      return "starts anew";
    case "replicaRebuilt":
      return `has a replica of ${event.object} now`;
    case "objectLost":
      return `${event.object} is lost`;
    case "excluded":
      return "the others go on without it";
    case "quorumLost":
      return "too few kernels are within reach";
    case "quorumFound":
      return "enough kernels are within reach again";
    case "shutdown":
      return event.reason;
    default:
      return null;
  }
}

/** Cores that something is said of, ascending, with the index of their lifeline; where too many, the busiest. */
function chooseLifelines(drafts: readonly Draft[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const draft of drafts) {
    const cores = draft.kind === "message" ? [draft.from, draft.to] : draft.on === null ? [] : [draft.on];
    for (const core of cores) counts.set(core, (counts.get(core) ?? 0) + 1);
  }
  const busiest = [...counts].sort(([one, more], [other, less]) => less - more || one - other).slice(0, mostLifelines);
  const ascending = busiest.map(([core]) => core).sort((one, other) => one - other);
  return new Map(ascending.map((core, index) => [core, index]));
}

/** Nothing for messages of cores that are not shown. */
function place(draft: Draft, lifelines: ReadonlyMap<number, number>): readonly Row[] {
  if (draft.kind === "note") return [{ ...draft, on: draft.on === null ? null : (lifelines.get(draft.on) ?? null) }];
  const [from, to] = [lifelines.get(draft.from), lifelines.get(draft.to)];
  return from === undefined || to === undefined ? [] : [{ ...draft, from, to }];
}
