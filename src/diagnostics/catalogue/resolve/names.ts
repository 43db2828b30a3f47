import { define } from "../../diagnostic.ts";

/** `; did you mean …?` when something is near. */
export const didYouMean = (suggestion: string | null) =>
  suggestion === null ? "" : `; did you mean \`${suggestion}\`?`;

/** Declarations and what they are called. */
export const nameDiagnostics = {
  unknownName: define<{ wanted: string; name: string; suggestion: string | null; declaredIn: string | null }>({
    code: "SK2101",
    severity: "error",
    title: "an unknown name",
    explanation:
      "Nothing of this name is visible here. A name is visible in the file that declares it and in files that `use` that file directly: what a used file uses in turn is not passed on.",
    message: ({ wanted, name, suggestion, declaredIn }) =>
      declaredIn === null
        ? `there is no ${wanted} \`${name}\`${didYouMean(suggestion)}`
        : `\`${name}\` is declared in \`${declaredIn}\`, which this file does not use`,
  }),
  duplicateName: define<{ name: string; kind: string; firstKind: string; firstPlace: string }>({
    code: "SK2102",
    severity: "error",
    title: "a name declared twice",
    explanation:
      "Two declarations that are visible in the same place have the same name, or two machines, interfaces or systems of one description do, which are known to the outside by their name. Rename one.",
    message: ({ name, kind, firstKind, firstPlace }) =>
      `the ${kind} \`${name}\` is declared a second time: ${firstPlace} has ${article(firstKind)} of that name`,
  }),
  wrongKindOfName: define<{ name: string; wanted: string; kind: string; suggestion: string | null }>({
    code: "SK2103",
    severity: "error",
    title: "a name of another kind",
    explanation:
      "The name exists but stands for something else than is wanted here: an instruction set after a core, a kind of link after a link, an interface after a service.",
    message: ({ name, wanted, kind, suggestion }) =>
      `\`${name}\` is ${article(kind)}, but ${article(wanted)} is wanted here${didYouMean(suggestion)}`,
  }),
  wrongLevel: define<{ part: string; declared: string; written: string }>({
    code: "SK2104",
    severity: "error",
    title: "another level than declared",
    explanation:
      "A part stands under the word it was declared with: what was declared `package Opteron { … }` is placed by `package p: Opteron`.",
    message: ({ part, declared, written }) => `\`${part}\` was declared as a ${declared}, not as a ${written}`,
  }),
  duplicateMember: define<{ name: string; kind: string; firstKind: string; firstPlace: string; owner: string }>({
    code: "SK2105",
    severity: "error",
    title: "a name used twice in one part",
    explanation:
      "Two things within the same part, machine or core have the same name, so that a path could mean either. Rename one, or make them one array.",
    message: ({ name, kind, firstKind, firstPlace, owner }) =>
      `the ${kind} \`${name}\` has the name of the ${firstKind} at ${firstPlace}: names within ${owner} must differ`,
  }),
} as const;

function article(noun: string): string {
  return /^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`;
}
