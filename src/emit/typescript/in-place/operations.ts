/** The messages of an interface's operations, as their views and writers know them. */
import type { PlanOperation } from "../../../plan/plan.ts";
import { answerLayout } from "../codec/codec-functions.ts";
import { type NamedOperation, namedOperations } from "../interface/class-parts.ts";
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

/** Operations whose messages hand something over, and uploads, are left to plain clients and servers. */
export function placeOperations(context: InPlaceContext): PlacedOperation[] {
  const all = namedOperations(context, "call", "message", "event", "stream");
  return all
    .filter(({ operation }) => isPlaceable(context, operation))
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

function isPlaceable(context: InPlaceContext, { request, upload, reply, fails }: PlanOperation): boolean {
  const hands = [request, reply].some((layout) => context.layoutHoldsResources(layout));
  return upload === null && !hands && (fails === null || !context.holdsResources(fails));
}

/** Whether a server can serve all that clients ask for. */
export function servesAll(context: InPlaceContext): boolean {
  return context.plan.operations.every((operation) => isPlaceable(context, operation));
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
