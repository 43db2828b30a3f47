import { define } from "../../diagnostic.ts";
import { didYouMean } from "./names.ts";

/** Attributes of hardware: `latency 75 cycles`, `ordered`. */
export const attributeDiagnostics = {
  unknownAttribute: define<{ owner: string; name: string; suggestion: string | null; known: readonly string[] }>({
    code: "SK2501",
    severity: "error",
    title: "an unknown attribute",
    explanation: "Things of this kind do not have such an attribute. The reference lists those of each kind.",
    message: ({ owner, name, suggestion, known }) =>
      `${owner} has no attribute \`${name}\`${suggestion === null ? `: known are ${known.join(", ")}` : didYouMean(suggestion)}`,
  }),
  attributeTwice: define<{ name: string }>({
    code: "SK2502",
    severity: "error",
    title: "an attribute given twice",
    explanation: "The same attribute stands twice on one thing. Keep the one that is meant.",
    message: ({ name }) => `\`${name}\` is given twice`,
  }),
  attributesContradict: define<{ first: string; second: string }>({
    code: "SK2503",
    severity: "error",
    title: "attributes that contradict each other",
    explanation:
      "The two attributes exclude each other: ordered and unordered, reliable and unreliable, polled and interrupt, little and big endian, offline and online.",
    message: ({ first, second }) => `\`${second}\` contradicts \`${first}\``,
  }),
  attributeValueMissing: define<{ name: string; wanted: string; example: string }>({
    code: "SK2504",
    severity: "error",
    title: "an attribute without its value",
    explanation:
      "The attribute needs a value after its name: a number with its unit, a word or a text. The message shows an example.",
    message: ({ name, wanted, example }) => `\`${name}\` needs ${wanted}: \`${name} ${example}\``,
  }),
  attributeValueUnexpected: define<{ name: string }>({
    code: "SK2505",
    severity: "error",
    title: "an attribute with a value it does not take",
    explanation:
      "The attribute stands alone: to write it is to set it, as in `ordered` or `offline`. Remove the value.",
    message: ({ name }) => `\`${name}\` stands alone and takes no value`,
  }),
  attributeWrongWord: define<{ name: string; word: string; suggestion: string | null; known: readonly string[] }>({
    code: "SK2506",
    severity: "error",
    title: "an attribute with an unknown word",
    explanation: "The attribute takes one of a few words; the message lists them.",
    message: ({ name, word, suggestion, known }) =>
      `\`${name}\` cannot be \`${word}\`${suggestion === null ? `: known are ${known.join(", ")}` : didYouMean(suggestion)}`,
  }),
  attributeAsKind: define<{ name: string }>({
    code: "SK2508",
    severity: "error",
    title: "an attribute where a kind of link stands",
    explanation:
      "After the colon of a link stands its kind, then come its attributes. A link without a kind has a comma in place of the colon: `link a -- b, latency 60 cycles`.",
    message: ({ name }) =>
      `\`${name}\` is an attribute, not a kind of link: write \`, ${name}\` in place of \`: ${name}\``,
  }),
  attributeWrongValue: define<{ name: string; wanted: string; example: string }>({
    code: "SK2507",
    severity: "error",
    title: "an attribute with a value of another kind",
    explanation:
      "The value is text, a word or a number where another of these is wanted; the message shows an example.",
    message: ({ name, wanted, example }) => `\`${name}\` takes ${wanted}: \`${name} ${example}\``,
  }),
} as const;
