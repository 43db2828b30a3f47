/** SK93xx: fields, parameters and results, and what they hold. */
import { type Affected, compatibleChange, sourceChange, wireChange } from "../../change.ts";

const everybody: readonly Affected[] = ["oldClients", "newClients", "code"];

/** `what`: the field `lba` of `Block.Extent`. */
interface Retyped {
  readonly what: string;
  readonly old: string;
  readonly new: string;
}

interface OfLayout {
  readonly what: string;
  /** What becomes of the size of the whole. */
  readonly growth: string;
}

const advice =
  "What lies behind it moves too, so that every operation named is refused between the versions. Keep the old field and add an operation, or an optional field in an open struct.";

export const fieldChanges = {
  fieldAdded: wireChange<OfLayout & { readonly type: string }>({
    code: "SK9301",
    title: "a new field, parameter or result",
    affects: everybody,
    explanation:
      "A message lies at fixed places, so that one more field makes it another message: old receivers would find nothing where new senders put it, and old senders do not send it. An optional field at the end of an open struct does no harm; else add a new operation.",
    message: ({ what, type, growth }) => `${what} is new, \`${type}\`: ${growth}`,
  }),
  fieldRemoved: wireChange<OfLayout & { readonly type: string }>({
    code: "SK9302",
    title: "a field, parameter or result is gone",
    affects: everybody,
    explanation: `A message lies at fixed places, and receivers of the old version expect something here. ${advice}`,
    message: ({ what, type, growth }) => `${what}, \`${type}\`, is gone: ${growth}`,
  }),
  fieldRenamed: sourceChange<{ readonly what: string; readonly new: string }>({
    code: "SK9303",
    title: "a field, parameter or result has another name",
    explanation:
      "Its place and type are the same, so that programs built before and after understand each other. Code that names it must be changed; of a parameter that is only code which writes messages in place. If it means something else now, the old meaning needs to keep its place.",
    message: ({ what, new: now }) => `${what} is called \`${now}\` now`,
  }),
  fieldsReordered: wireChange<{
    readonly whose: string;
    readonly old: string;
    readonly new: string;
    readonly silent: boolean;
  }>({
    code: "SK9304",
    title: "fields in another order",
    affects: everybody,
    explanation:
      "Fields lie in the order of the text. Where two of the same type change places, even the sizes stay as they were: each end takes the one value for the other, and nothing at the binding can notice it. Put them back.",
    message: ({ whose, old, new: now, silent }) =>
      `${whose} had ${old} and has ${now}${silent ? ": the same bytes, and each end takes one for the other" : ""}`,
  }),
  presenceChanged: wireChange<{ readonly what: string; readonly optional: boolean }>({
    code: "SK9305",
    title: "optional became required, or required optional",
    affects: everybody,
    explanation: `Presence is kept in bits at the start of a message; they come, go or move with it. ${advice}`,
    message: ({ what, optional }) =>
      optional ? `${what} was always there and is optional now` : `${what} was optional and is required now`,
  }),
  typeChanged: wireChange<Retyped>({
    code: "SK9306",
    title: "something else in the same place",
    affects: everybody,
    explanation: `The two ends would read the same bytes as different things. ${advice}`,
    message: ({ what, old, new: now }) => `${what} was \`${old}\` and is \`${now}\``,
  }),
  widthChanged: wireChange<Retyped & { readonly oldBytes: number; readonly newBytes: number }>({
    code: "SK9307",
    title: "a number of another width",
    affects: everybody,
    explanation: `A wider number takes more bytes, a narrower one fewer. ${advice}`,
    message: ({ what, old, new: now, oldBytes, newBytes }) =>
      `${what} was \`${old}\` and is \`${now}\`: a number takes ${newBytes} ${plural(newBytes)} instead of ${oldBytes}`,
  }),
  representationChanged: wireChange<Retyped & { readonly bytes: number }>({
    code: "SK9308",
    title: "a number of the same width that means something else",
    affects: everybody,
    explanation:
      "Signed or unsigned, integer or floating point: the size is the same and no place moves, which is why it is easy to miss. Each end would read the other's values as different ones. Add a new field or operation instead.",
    message: ({ what, old, new: now, bytes }) =>
      `${what} was \`${old}\` and is \`${now}\`: the same ${bytes} ${plural(bytes)}, read as other values`,
  }),
  boundChanged: wireChange<Retyped & { readonly grown: boolean }>({
    code: "SK9309",
    title: "another bound",
    explanation:
      "Bounds fix how much room a message has and where its parts lie. A larger one lets new senders send what old receivers have no room for; a smaller one makes new receivers refuse what old senders may send. Bounds cannot change; add an operation with the new one.",
    message: ({ what, old, new: now, grown }) =>
      `${what} was \`${old}\` and is \`${now}\`: ${grown ? "old receivers have no room for the longest values" : "new receivers refuse the longest values"}`,
  }),
  lengthChanged: wireChange<Retyped>({
    code: "SK9310",
    title: "an array of another length",
    explanation: `An array \`T[n]\` has exactly n elements on the wire. ${advice}`,
    message: ({ what, old, new: now }) => `${what} was \`${old}\` and is \`${now}\``,
  }),
  accessChanged: wireChange<Retyped & { readonly writable: boolean }>({
    code: "SK9311",
    title: "a region is lent otherwise",
    affects: everybody,
    explanation:
      "A lease says whether its holder may write. A holder that counts on writing is refused; a lender that counts on its memory staying as it is would be wrong. Add an operation with the new lease.",
    message: ({ what, writable }) =>
      writable ? `${what} was to be read only and is writable now` : `${what} was writable and is to be read only now`,
  }),
  typeNameChanged: sourceChange<Retyped>({
    code: "SK9312",
    title: "the same bytes under another type",
    explanation:
      "Programs built before and after understand each other. In TypeScript the types differ: an id is no plain number and no other id, and a struct of another name has its own properties. Code that makes or takes the value must be changed.",
    message: ({ what, old, new: now }) =>
      `${what} was \`${old}\` and is \`${now}\`: the same bytes, another type in code`,
  }),
  openFieldDropped: sourceChange<{ readonly what: string }>({
    code: "SK9313",
    title: "an open struct lost the last of its optional fields",
    explanation:
      "Receivers of an open struct ignore what they do not know and take what is missing as absent, so that programs built before and after understand each other. Code that names the field must be changed. Reserve its name; and put nothing in its place while old programs are around.",
    message: ({ what }) => `${what} is gone from the end of an open struct: nobody sends it any more`,
  }),
  openFieldAdded: compatibleChange<{ readonly what: string; readonly type: string }>({
    code: "SK9351",
    title: "a new optional field at the end of an open struct",
    explanation:
      "Old receivers ignore it, and from old senders it is absent. The room of the struct stays what it was.",
    message: ({ what, type }) => `${what} is new, \`${type}\`, at the end of an open struct`,
  }),
} as const;

function plural(bytes: number): string {
  return bytes === 1 ? "byte" : "bytes";
}
