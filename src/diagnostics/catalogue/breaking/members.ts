/** SK94xx: enums, flags and unions. */

import { type Affected, compatibleChange, sourceChange, wireChange } from "../../change.ts";
import { describeRenumbered, type Renumbered } from "./renumbered.ts";

const everybody: readonly Affected[] = ["oldClients", "newClients", "code"];

/** `what`: the member `busy` of `Block.Status`. */
interface OfMember {
  readonly what: string;
  readonly number: number;
}

interface Changed {
  readonly what: string;
  readonly old: string;
  readonly new: string;
}

export const memberChanges = {
  memberAdded: wireChange<OfMember>({
    code: "SK9401",
    title: "a strict type has a new member",
    affects: everybody,
    explanation:
      "Receivers of a strict enum, flags or union refuse what they have no member for: the old ones would refuse this one. In code, a `switch` over all members is no longer complete. Declare the type `open` before it has to grow; or add an operation with a new type.",
    message: ({ what, number }) => `${what} is new, number ${number}: receivers of the old version refuse it`,
  }),
  memberRemoved: wireChange<OfMember>({
    code: "SK9402",
    title: "a strict type lost a member",
    affects: everybody,
    explanation:
      "Old senders still send it, and receivers of a strict type refuse what they have no member for. Keep the member for as long as they are around; then reserve its name and number.",
    message: ({ what, number }) => `${what}, number ${number}, is gone: receivers of the new version refuse it`,
  }),
  memberRenumbered: wireChange<{ readonly moves: readonly Renumbered[] }>({
    code: "SK9403",
    title: "a member has another number",
    explanation:
      "A member is its number on the wire. Without a number of its own it counts on from the one before, so that a new member in front of it, or a move, renumbers it and all behind it. In an open type nothing at the binding can notice it. Write the old number.",
    message: ({ moves }) => describeRenumbered(moves),
  }),
  numberTaken: wireChange<{ readonly what: string; readonly successor: string; readonly number: number }>({
    code: "SK9404",
    title: "the number of an arm means another one",
    affects: everybody,
    explanation:
      "Who knows the number under its old meaning reads the new value as the old one. Give the new arm a number that was never used, and reserve the old one: `reserved old, @ 2`.",
    message: ({ what, successor, number }) =>
      `number ${number} meant ${what}, which is gone, and now means \`${successor}\``,
  }),
  memberRenamed: sourceChange<{ readonly what: string; readonly new: string; readonly number: number }>({
    code: "SK9405",
    title: "a member has another name",
    explanation:
      "Its number is the same, so that programs built before and after understand each other. Code that names it must be changed. If it means something else now, it needs a number of its own.",
    message: ({ what, new: now, number }) => `${what}, number ${number}, is called \`${now}\` now`,
  }),
  openMemberRemoved: sourceChange<OfMember>({
    code: "SK9406",
    title: "an open type lost a member",
    explanation:
      "Receivers of an open type take what they have no member for as unknown, so that programs built before and after understand each other. Code that names the member must be changed. Reserve its name and number.",
    message: ({ what, number }) =>
      `${what}, number ${number}, is gone: receivers of the new version take it as unknown`,
  }),
  storageChanged: wireChange<Changed>({
    code: "SK9407",
    title: "an enum, flags or union of another size",
    explanation:
      "The integer that an enum or flags are kept in, and the room of a union, fix where everything behind them lies. One that states none gets the smallest that holds its members, and may grow with them: write the old one, `enum Status: u8`.",
    message: ({ what, old, new: now }) => `${what} was kept in ${old} and is kept in ${now}`,
  }),
  strictnessChanged: wireChange<{ readonly what: string; readonly open: boolean }>({
    code: "SK9408",
    title: "strict became open, or open strict",
    affects: everybody,
    explanation:
      "A strict type promises that nothing else will come, an open one that anything may. The two ends count on different things, so that the operations that carry it are refused between the versions. In code, an open type has an unknown part that a strict one has not.",
    message: ({ what, open }) => (open ? `${what} was strict and is open now` : `${what} was open and is strict now`),
  }),
  openMemberAdded: compatibleChange<OfMember>({
    code: "SK9451",
    title: "an open type has a new member",
    explanation:
      "Old receivers take it as unknown: that is what they declared the type `open` for. In code it is one more constant.",
    message: ({ what, number }) => `${what} is new, number ${number}: old receivers take it as unknown`,
  }),
} as const;
