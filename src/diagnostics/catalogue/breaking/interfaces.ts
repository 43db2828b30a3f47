/** SK91xx: interfaces and their versions. */
import { compatibleChange, wireChange } from "../../change.ts";

interface Versions {
  readonly name: string;
  readonly old: number;
  readonly new: number;
}

export const interfaceChanges = {
  interfaceRemoved: wireChange<{ name: string; suggestion: string | null }>({
    code: "SK9101",
    title: "an interface is gone",
    affects: ["oldClients", "code"],
    explanation:
      "Interfaces are told apart by their names. Clients that were built for this one find no service of it any more. Keep it beside its successor until the last of them is gone.",
    message: ({ name, suggestion }) =>
      `the interface \`${name}\` is gone${suggestion === null ? "" : `; is \`${suggestion}\` what became of it?`}`,
  }),
  versionNotRaised: wireChange<Versions>({
    code: "SK9102",
    title: "an interface changed and kept its version",
    explanation:
      "Both ends of a binding compare a fingerprint of the whole interface. When the fingerprints differ and the versions do not, neither end can know what the other one means, and the binding is refused, even if every operation would still fit. Raise the version by one: then the two ends agree operation by operation.",
    message: ({ name, old }) =>
      `\`${name}\` changed and is still version ${old}: programs built before and after refuse each other; make it \`@ ${old + 1}\``,
  }),
  versionSkipped: wireChange<Versions>({
    code: "SK9103",
    title: "a version that is no neighbour of the old one",
    explanation:
      "Versions that differ by one bind with the operations that they agree on; versions further apart refuse each other. When the versions between were deployed, compare with each of them in turn; otherwise raise the version by one only.",
    message: ({ name, old, new: now }) =>
      `\`${name}\` goes from version ${old} to ${now}: versions that differ by more than one refuse each other`,
  }),
  versionLowered: wireChange<Versions>({
    code: "SK9104",
    title: "a version that goes back",
    explanation:
      "A lower version has been used by an earlier description. Programs built from that one take this interface for theirs and refuse it when they see that it is not. Versions only go up; perhaps OLD and NEW are given the wrong way round.",
    message: ({ name, old, new: now }) =>
      `\`${name}\` goes back from version ${old} to ${now}, which stood for something else`,
  }),
  interfaceAdded: compatibleChange<{ name: string }>({
    code: "SK9151",
    title: "a new interface",
    explanation: "Nobody knew it before, so nobody can miss anything. Old programs go on without it.",
    message: ({ name }) => `the interface \`${name}\` is new`,
  }),
} as const;
