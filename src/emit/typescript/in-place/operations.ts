/** The messages of an interface's operations, as their views and writers know them. */
import { answerLayout } from "../codec/codec-functions.ts";
import { type NamedOperation, namedOperations } from "../interface/class-parts.ts";
import { needsObjects } from "../interface/handed-over.ts";
import type { InPlaceContext } from "./in-place-context.ts";
import type { OperationPlaceNames } from "./in-place-names.ts";
import type { PlacedMessage } from "./view-class.ts";

export interface PlacedOperation extends NamedOperation {
  readonly places: OperationPlaceNames;
  /** What goes to the server, or comes as an event; null when nothing is in it. */
  readonly request: PlacedMessage | null;
  /** A reply or an item; null when there is none, or nothing in it. */
  readonly reply: PlacedMessage | null;
}

/** The operations that have views and writers. */
export function placeOperations(context: InPlaceContext): PlacedOperation[] {
  const all = namedOperations(context, "call", "message", "event", "stream");
  return all
    .filter(({ operation }) => !needsObjects(context.plan, operation))
    .map((named) => {
      const places = context.inPlace.operations[context.plan.operations.indexOf(named.operation)];
      if (places === undefined) throw new Error(`no names for ${named.operation.name}`);
      return {
        ...named,
        places,
        request: placeRequest(context, named, places),
        reply: placeReply(context, named, places),
      };
    });
}

/** The operations that a server serves from objects in place too; plain clients ask for them. */
export function objectOperations(context: InPlaceContext): NamedOperation[] {
  return namedOperations(context, "call", "message", "stream").filter(({ operation }) =>
    needsObjects(context.plan, operation),
  );
}

function placeRequest(
  context: InPlaceContext,
  { operation, names }: NamedOperation,
  places: OperationPlaceNames,
): PlacedMessage | null {
  const { request: layout, verb } = operation;
  if (layout.fields.length === 0) return null;
  const isEvent = verb === "event";
  const said = `${isEvent ? "Event" : "Request"} of \`${operation.name}\``;
  const type = isEvent && names.answer !== null ? context.plain.type(names.answer) : null;
  return { operation, layout, names: places.request, said, type };
}

function placeReply(
  context: InPlaceContext,
  { operation, names }: NamedOperation,
  places: OperationPlaceNames,
): PlacedMessage | null {
  const layout = operation.verb === "event" ? null : answerLayout(operation);
  if (layout === null || names.answer === null) return null;
  const said = `${operation.verb === "stream" ? "Item" : "Reply"} of \`${operation.name}\``;
  return { operation, layout, names: places.reply, said, type: context.plain.type(names.answer) };
}
