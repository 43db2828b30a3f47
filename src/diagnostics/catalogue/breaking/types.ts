/** SK95xx: declared types and constants. SK96xx: what is reserved. */
import { type Affected, behaviourChange, compatibleChange, sourceChange, wireChange } from "../../change.ts";

const everybody: readonly Affected[] = ["oldClients", "newClients", "code"];

interface Named {
  readonly kind: string;
  readonly name: string;
}

interface Changed {
  readonly name: string;
  readonly old: string;
  readonly new: string;
}

export const typeChanges = {
  typeRemoved: sourceChange<Named>({
    code: "SK9501",
    title: "a type is gone",
    explanation:
      "Generated code exports every type of an interface under its name. Code that imports this one no longer compiles. Where operations used it, what they use now is told apart from this.",
    message: ({ kind, name }) => `the ${kind} \`${name}\` is gone`,
  }),
  typeRenamed: sourceChange<Named & { readonly new: string }>({
    code: "SK9502",
    title: "a type has another name",
    explanation:
      "It lies on the wire as before. Code that imports it under the old name no longer compiles; `type Old = New` keeps the old name alive.",
    message: ({ kind, name, new: now }) => `the ${kind} \`${name}\` is called \`${now}\` now`,
  }),
  typeKindChanged: wireChange<Changed>({
    code: "SK9503",
    title: "a type of another kind",
    affects: everybody,
    explanation:
      "The name stands for something else now, and everything that uses it with it. Give what is new a new name.",
    message: ({ name, old, new: now }) => `\`${name}\` was ${old} and is ${now}`,
  }),
  roomChanged: wireChange<{ readonly whose: string; readonly old: number; readonly new: number }>({
    code: "SK9504",
    title: "an open struct with another room to grow",
    explanation:
      "Wherever an open struct lies in another message, all of its room is set aside for it. With another room, everything behind it moves. The room is stated once and stays.",
    message: ({ whose, old, new: now }) => `${whose} had room for ${old} bytes and has room for ${now}`,
  }),
  constantRemoved: sourceChange<{ readonly name: string }>({
    code: "SK9511",
    title: "a constant is gone",
    explanation: "Generated code exports every constant. Code that imports this one no longer compiles.",
    message: ({ name }) => `the constant \`${name}\` is gone`,
  }),
  constantTypeChanged: sourceChange<Changed>({
    code: "SK9512",
    title: "a constant of another type",
    explanation:
      "In TypeScript, constants of 64-bit integers are `bigint`, all others `number`; the two do not mix in arithmetic.",
    message: ({ name, old, new: now }) => `the constant \`${name}\` was ${old} and is ${now}`,
  }),
  constantChanged: behaviourChange<Changed>({
    code: "SK9513",
    title: "a constant of another value",
    explanation:
      "Each end has the value that it was built with: code that counts on both having the same is wrong between the versions. Where it sets a bound, the change of the bound is told apart from this.",
    message: ({ name, old, new: now }) => `the constant \`${name}\` was ${old} and is ${now}: each end has its own`,
  }),
  typeAdded: compatibleChange<Named>({
    code: "SK9551",
    title: "a new type",
    explanation: "Nobody knew it before, so nobody can miss anything. Generated code exports it under its name.",
    message: ({ kind, name }) => `the ${kind} \`${name}\` is new`,
  }),
  constantAdded: compatibleChange<{ readonly name: string }>({
    code: "SK9552",
    title: "a new constant",
    explanation: "Nobody knew it before, so nobody can miss anything. Generated code exports it under its name.",
    message: ({ name }) => `the constant \`${name}\` is new`,
  }),
} as const;

/** `whose`: `Block`; `what`: the number 3. */
interface Reserved {
  readonly whose: string;
  readonly what: string;
}

export const reservedChanges = {
  numberReturns: wireChange<{ readonly whose: string; readonly number: number; readonly successor: string }>({
    code: "SK9601",
    title: "a reserved number is used again",
    explanation:
      "It was reserved because versions before the old one used it for something else. Programs of that time take the new meaning for theirs. Take a number that was never used, and reserve this one again.",
    message: ({ whose, number, successor }) =>
      `\`${successor}\` takes number ${number}, which ${whose} had reserved because it once meant something else`,
  }),
  nameReturns: sourceChange<{ readonly whose: string; readonly name: string }>({
    code: "SK9602",
    title: "a reserved name is used again",
    explanation:
      "It was reserved because versions before the old one used it for something else. Code of that time compiles again and means something else. Take another name, and reserve this one again.",
    message: ({ whose, name }) =>
      `\`${name}\` is back, which ${whose} had reserved because it once meant something else`,
  }),
  reservationDropped: behaviourChange<Reserved>({
    code: "SK9603",
    title: "something is no longer reserved",
    affects: [],
    explanation:
      "It was used by versions before the old one. Nothing keeps a later version from using it for something else now. Reserve it again.",
    message: ({ whose, what }) => `${whose} no longer reserves ${what}, which must not come back`,
  }),
  notReserved: behaviourChange<Reserved & { readonly reserve: string }>({
    code: "SK9604",
    title: "something is gone and not reserved",
    affects: [],
    explanation:
      "Nothing keeps a later version from using the name or number for something else, which programs that are still around would take for what they know. Reserve it where it stood.",
    message: ({ whose, what, reserve }) =>
      `${what} is gone from ${whose} and may come back as something else: write \`${reserve}\``,
  }),
} as const;
