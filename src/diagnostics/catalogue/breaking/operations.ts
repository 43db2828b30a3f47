/** SK92xx: operations, and what they promise. */

import { behaviourChange, compatibleChange, sourceChange, wireChange } from "../../change.ts";
import { describeRenumbered, type Renumbered } from "./renumbered.ts";

interface Change {
  readonly operation: string;
  readonly old: string;
  readonly new: string;
}

export const operationChanges = {
  operationRemoved: wireChange<{ operation: string; verb: string }>({
    code: "SK9201",
    title: "an operation is gone",
    affects: ["oldClients", "code"],
    explanation:
      "Clients built for the old version still ask for it, and are told that it is not there. Keep it until the last of them is gone; then reserve its name and number, so that neither comes back with another meaning.",
    message: ({ operation, verb }) => `the ${verb} \`${operation}\` is gone`,
  }),
  operationRenumbered: wireChange<{ readonly moves: readonly Renumbered[] }>({
    code: "SK9202",
    title: "an operation has another number",
    explanation:
      "An operation is its number on the wire. Without a number behind `@` it counts on from its predecessor, so that a new operation before it, or a move, renumbers it and all behind it. Write the old number: `call read @ 3`.",
    message: ({ moves }) => describeRenumbered(moves),
  }),
  numberReused: wireChange<{ operation: string; successor: string; number: number }>({
    code: "SK9203",
    title: "the number of an operation means another one",
    affects: ["oldClients", "newClients", "code"],
    explanation:
      "Who knows the number under its old meaning asks for one thing and gets another, or is refused. Give the new operation a number that was never used, and reserve the old one: `reserved old, @ 3`.",
    message: ({ operation, successor, number }) =>
      `number ${number} meant \`${operation}\`, which is gone, and now means \`${successor}\``,
  }),
  verbChanged: wireChange<Change>({
    code: "SK9204",
    title: "an operation of another kind",
    affects: ["oldClients", "newClients", "code"],
    explanation:
      "Calls, messages, events and streams differ in who sends and in what is answered. Add a new operation with a number of its own, and keep the old one while it is in use.",
    message: ({ operation, old, new: now }) => `\`${operation}\` was ${article(old)} and is ${article(now)}`,
  }),
  operationRenamed: sourceChange<Change>({
    code: "SK9205",
    title: "an operation has another name",
    explanation:
      "Number and messages are the same, so that programs built before and after understand each other. Code says the name: it must be changed with the next build. If it means something else now, it needs a number of its own.",
    message: ({ old, new: now }) => `\`${old}\` is called \`${now}\` now`,
  }),
  uploadChanged: wireChange<{ operation: string; gained: boolean }>({
    code: "SK9206",
    title: "a client streams up, or does so no longer",
    affects: ["oldClients", "newClients", "code"],
    explanation:
      "Whether items follow a request is part of how both ends take turns. Add a new operation with a number of its own, and keep the old one while it is in use.",
    message: ({ operation, gained }) =>
      gained
        ? `clients of \`${operation}\` now stream items up`
        : `clients of \`${operation}\` no longer stream items up`,
  }),
  failureChanged: wireChange<Change>({
    code: "SK9207",
    title: "an operation fails otherwise",
    affects: ["oldClients", "newClients", "code"],
    explanation:
      "What an operation may fail with is an answer like any other: both ends must know its type. A failure type that is an open enum can gain members later without harm.",
    message: ({ operation, old, new: now }) =>
      `\`${operation}\` ${failing(old, "failed")} and ${failing(now, "fails")} now`,
  }),
  idempotentDropped: behaviourChange<{ operation: string }>({
    code: "SK9211",
    title: "a call is no longer idempotent",
    explanation:
      "An idempotent call is repeated by the runtime when it does not know whether it was done. Now its callers are told of the loss instead, and decide for themselves. Old clients still repeat it: a server must bear that until the last of them is gone.",
    message: ({ operation }) => `\`${operation}\` is no longer idempotent: what was repeated for its callers now fails`,
  }),
  deadlineShortened: behaviourChange<Change>({
    code: "SK9212",
    title: "a call has less time",
    affects: ["newClients"],
    explanation:
      "`within` is how long a client waits unless its caller says otherwise. Answers that came in time may be late now. The clients decide: old ones still wait as long as they did.",
    message: ({ operation, old, new: now }) => `\`${operation}\` waited ${old} for its answer and waits ${now} now`,
  }),
  priorityChanged: behaviourChange<Change>({
    code: "SK9213",
    title: "another priority",
    explanation:
      "What waits is sent and served in the order of its priority: what went before others may wait behind them now, or hold them up.",
    message: ({ operation, old, new: now }) => `\`${operation}\` had priority ${old} and has priority ${now}`,
  }),
  windowChanged: behaviourChange<Change & { readonly shrunk: boolean }>({
    code: "SK9214",
    title: "another window",
    explanation:
      "`window` is how much of an operation may be under way on one binding. A smaller one makes senders wait that did not wait before; a larger one lets more pile up at the other end.",
    message: ({ operation, old, new: now, shrunk }) =>
      `\`${operation}\` had ${old} and has ${now}: ${shrunk ? "its senders wait sooner" : "more of it can pile up at the other end"}`,
  }),
  operationAdded: compatibleChange<{ operation: string; verb: string; mustServe: boolean }>({
    code: "SK9251",
    title: "a new operation",
    affects: ["code"],
    explanation:
      "Old clients do not know it. New clients at an old server are told that it is not there. A server must implement it to compile, unless it is an event.",
    message: ({ operation, verb, mustServe }) =>
      `the ${verb} \`${operation}\` is new${mustServe ? ": servers have to implement it" : ""}`,
  }),
  idempotentGained: compatibleChange<{ operation: string }>({
    code: "SK9252",
    title: "a call became idempotent",
    explanation:
      "New clients repeat it when they do not know whether it was done. Servers must bear being asked twice, those of the old version too.",
    message: ({ operation }) => `\`${operation}\` is idempotent now: new clients repeat it after a failover`,
  }),
  deadlineLengthened: compatibleChange<Change>({
    code: "SK9253",
    title: "a call has more time",
    explanation:
      "New clients wait longer for an answer than old ones do, so that nothing that came in time is late now.",
    message: ({ operation, old, new: now }) => `\`${operation}\` waited ${old} for its answer and waits ${now} now`,
  }),
} as const;

function article(verb: string): string {
  return `${verb === "event" ? "an" : "a"} ${verb}`;
}

function failing(type: string, verb: string): string {
  return type === "" ? `${verb} with nothing declared` : `${verb} with \`${type}\``;
}
