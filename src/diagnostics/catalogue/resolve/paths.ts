import { define } from "../../diagnostic.ts";
import { didYouMean } from "./names.ts";

/** Paths into a machine. */
export const pathDiagnostics = {
  unknownStep: define<{ owner: string; step: string; suggestion: string | null; known: readonly string[] }>({
    code: "SK2301",
    severity: "error",
    title: "a path that leads nowhere",
    explanation:
      "A path goes from a machine or part to what was declared in it, step by step: `p[0].cpu[3].l1`. One of the steps names nothing there. Paths within a part start from that part, paths within a machine from the machine.",
    message: ({ owner, step, suggestion, known }) =>
      `${owner} has no \`${step}\`${suggestion === null ? listed(known) : didYouMean(suggestion)}`,
  }),
  indexOutOfRange: define<{ path: string; length: number; index: string; where: string }>({
    code: "SK2302",
    severity: "error",
    title: "an index out of range",
    explanation: "Indices of an array of n start at 0 and end at n - 1. Ranges `a..b` contain both ends.",
    message: ({ path, length, index, where }) =>
      `\`${path}\` has indices 0 to ${length - 1}, but this is ${index}${where}`,
  }),
  indexMissing: define<{ path: string; dimensions: readonly number[] }>({
    code: "SK2303",
    severity: "error",
    title: "an index is missing",
    explanation:
      "The path names an array but not which of its elements. Every dimension needs an index, a range or `*`: `p[0]`, `p[0..3]`, `p[*]`, `grid[1][*]`.",
    message: ({ path, dimensions }) =>
      `\`${path}\` is an array of ${dimensions.join(" × ")}: say which, for example \`${path}${dimensions.map(() => "[0]").join("")}\` or \`${path}${dimensions.map(() => "[*]").join("")}\``,
  }),
  indexExtra: define<{ path: string; dimensions: number }>({
    code: "SK2304",
    severity: "error",
    title: "an index too many",
    explanation: "The path gives more indices than what it names has dimensions.",
    message: ({ path, dimensions }) =>
      dimensions === 0
        ? `\`${path}\` is not an array and takes no index`
        : `\`${path}\` has ${dimensions === 1 ? "one dimension" : `${dimensions} dimensions`}: this index is one too many`,
  }),
  rangeBackwards: define<{ from: number; to: number }>({
    code: "SK2305",
    severity: "error",
    title: "a range that runs backwards",
    explanation: "A range `a..b` contains both ends, so the left one cannot be the larger one.",
    message: ({ from, to }) => `the range ${from}..${to} runs backwards and contains nothing`,
  }),
  wrongElement: define<{ what: string; path: string; wanted: string; given: string }>({
    code: "SK2306",
    severity: "error",
    title: "a path to something of another kind",
    explanation:
      "The path is right, but names a thing that cannot stand here: links join ports, cores or devices; caches are shared by cores; DMA reaches memories; interrupts go to cores.",
    message: ({ what, path, wanted, given }) => `${what} must be ${wanted}, but \`${path}\` is ${given}`,
  }),
  severalSelected: define<{ what: string; count: number; example: string }>({
    code: "SK2307",
    severity: "error",
    title: "a path to several things",
    explanation: "Just one thing is wanted here, but the path names several of them. Give each index as a number.",
    message: ({ what, count, example }) =>
      `${what} must be one thing, but this names ${count}: write for example \`${example}\``,
  }),
} as const;

function listed(known: readonly string[]): string {
  if (known.length === 0) return ": nothing is declared in it";
  const shown = known.slice(0, 6).map((name) => `\`${name}\``);
  return `: there ${known.length === 1 ? "is" : "are"} ${shown.join(", ")}${known.length > 6 ? " and more" : ""}`;
}
