import { define } from "../../diagnostic.ts";

/** Lines of interrupt controllers, and what domains consist of. */
export const lineDiagnostics = {
  lineOutOfRange: define<{ controller: string; length: number; axis: number | null; line: number; isNamed: boolean }>({
    code: "SK2701",
    severity: "error",
    title: "a line beyond its controller",
    explanation:
      "Lines of a controller of n lines are numbered from 0 to n - 1, along each dimension if there are several. Where lines go to others `at` a number, or several sources to lines from a number on, the last of them must be there too.",
    message: ({ controller, length, axis, line, isNamed }) =>
      `\`${controller}\` has lines 0 to ${length - 1}${axis === null ? "" : ` in dimension ${axis + 1}`}, but this ${isNamed ? "is" : "needs"} ${line}`,
  }),
  lineDimensions: define<{ controller: string; dimensions: readonly number[]; given: number }>({
    code: "SK2702",
    severity: "error",
    title: "a line with the wrong number of dimensions",
    explanation:
      "The lines of a controller like `(16, 32) lines` are named by as many numbers: `(3, 5)`, `(3, 0..7)`, `(3, *)`. One with a single dimension takes a single number or range: `5`, `32..63`.",
    message: ({ controller, dimensions, given }) =>
      `the lines of \`${controller}\` have ${counted(dimensions.length, "dimension")} (${dimensions.join(" × ")}), but this names ${counted(given, "number")}`,
  }),
  lineMissing: define<{ controller: string; example: string }>({
    code: "SK2703",
    severity: "error",
    title: "an interrupt without a line",
    explanation:
      "What goes to a controller arrives on one of its lines, and the description must say which: `interrupt -> gic 42`; `lines 0..31 -> gic at 64`, one for one from line 64 on; `-> gic line 7`, all joined into line 7. Only messages (`interrupt msi -> its`) can do without.",
    message: ({ controller, example }) =>
      `this goes to the controller \`${controller}\`, but not to one of its lines: write for example \`${example}\``,
  }),
  lineOfNoController: define<{ path: string; kind: string }>({
    code: "SK2704",
    severity: "error",
    title: "a line of something that is no controller",
    explanation: "Only controllers have lines. A core takes an interrupt without: `interrupt -> cpu[0]`.",
    message: ({ path, kind }) => `\`${path}\` is ${kind}, and only controllers have lines`,
  }),
  lineCountsDiffer: define<{ sources: number; lines: number; controller: string }>({
    code: "SK2705",
    severity: "error",
    title: "as many lines as sources are wanted",
    explanation:
      "Several sources go to several lines one for one, so there must be as many of both. A single line stands for itself and those that follow it.",
    message: ({ sources, lines, controller }) =>
      `${counted(sources, "source")} cannot go to ${counted(lines, "line")} of \`${controller}\` one for one`,
  }),
  severalLines: define<{ word: string; lines: number }>({
    code: "SK2706",
    severity: "error",
    title: "several lines where one is wanted",
    explanation:
      "Behind `at` stands the first of the lines that others arrive on, one for one; behind `line` the one into which all are joined.",
    message: ({ word, lines }) => `behind \`${word}\` stands one line, but this names ${lines}`,
  }),
  targetsMixed: define<{ controller: string; other: string }>({
    code: "SK2707",
    severity: "error",
    title: "an interrupt to a controller and to something else",
    explanation:
      "A line goes to one controller, or to cores any of which may take it. To reach both, give the device two interrupts, or let the controller send lines on.",
    message: ({ controller, other }) => `this goes to the controller \`${controller}\` and to \`${other}\` at once`,
  }),
  tooManyStretches: define<{ controller: string; limit: number }>({
    code: "SK2708",
    severity: "error",
    title: "lines in too many pieces",
    explanation:
      "What `(*, 3)` names in a controller of many rows is a line here and a line there. A description can name at most 65,536 such pieces at once; lines that follow one another are one piece.",
    message: ({ controller, limit }) => `this names lines of \`${controller}\` in more than ${limit} pieces`,
  }),
  tooManyLines: define<{ controller: string; limit: number }>({
    code: "SK2709",
    severity: "error",
    title: "a controller of too many lines",
    explanation:
      "A controller has at most 2^32 lines, those of all its dimensions together: as many as 32 bits can number.",
    message: ({ controller, limit }) => `\`${controller}\` has more than ${limit} lines`,
  }),
} as const;

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
