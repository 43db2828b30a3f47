import { define } from "../../diagnostic.ts";
import { didYouMean } from "./names.ts";

/** From declared parts to a machine of instances. */
export const instantiationDiagnostics = {
  recursivePart: define<{ chain: readonly string[] }>({
    code: "SK2401",
    severity: "error",
    title: "a part that contains itself",
    explanation:
      "A part holds an instance of itself, directly or by way of others, and so would never end. Break the circle: a part can only hold parts that do not lead back to it.",
    message: ({ chain }) =>
      chain.length === 2
        ? `\`${chain[0]}\` contains itself`
        : `parts contain each other without end: ${chain.map((name) => `\`${name}\``).join(" contains ")}`,
  }),
  tooManyElements: define<{ limit: number }>({
    code: "SK2402",
    severity: "error",
    title: "a machine of too many elements",
    explanation:
      "A machine may have up to 2^20 parts, cores, caches, memories, ports, links, devices and turns of loops together. With this declaration it would have more. Look for an index or a size of an array that is larger than meant.",
    message: ({ limit }) => `with this the machine would have more than ${limit} elements`,
  }),
  unknownArgument: define<{ part: string; name: string; suggestion: string | null; known: readonly string[] }>({
    code: "SK2403",
    severity: "error",
    title: "an argument without a parameter",
    explanation:
      "The part has no parameter of this name. Arguments are given by position, or by the name that the part declares: `Tile(4, clock: 2 GHz)`.",
    message: ({ part, name, suggestion, known }) =>
      `\`${part}\` has no parameter \`${name}\`${suggestion === null ? listed(known) : didYouMean(suggestion)}`,
  }),
  argumentMissing: define<{ part: string; name: string; type: string }>({
    code: "SK2404",
    severity: "error",
    title: "an argument is missing",
    explanation: "A parameter without a default value needs an argument wherever the part is placed.",
    message: ({ part, name, type }) => `\`${part}\` needs the argument \`${name}\` (a ${type})`,
  }),
  argumentsTooMany: define<{ part: string; wanted: number }>({
    code: "SK2405",
    severity: "error",
    title: "an argument too many",
    explanation:
      "More arguments are given than the part has parameters. Remove the last ones, or declare a parameter for them.",
    message: ({ part, wanted }) =>
      wanted === 0
        ? `\`${part}\` takes no arguments`
        : `\`${part}\` takes ${wanted === 1 ? "one argument" : `${wanted} arguments`}: this is one too many`,
  }),
  argumentTwice: define<{ name: string }>({
    code: "SK2406",
    severity: "error",
    title: "an argument given twice",
    explanation: "The same parameter gets two values: by name twice, or once by position and once by name.",
    message: ({ name }) => `the parameter \`${name}\` is given twice`,
  }),
  unknownParameterType: define<{ type: string; suggestion: string | null }>({
    code: "SK2407",
    severity: "error",
    title: "an unknown type of parameter",
    explanation: "Parameters of parts are of type count, size, time, frequency, bandwidth, space or controller.",
    message: ({ type, suggestion }) =>
      `\`${type}\` is no type of parameter${suggestion === null ? ": known are count, size, time, frequency, bandwidth, space and controller" : didYouMean(suggestion)}`,
  }),
  namedInLoop: define<{ kind: string; name: string }>({
    code: "SK2408",
    severity: "error",
    title: "a name declared in a loop",
    explanation:
      "Each turn of a `for` loop would declare the name again. Declare an array before the loop (`core cpu[4]: …`), and let the loop say how its elements are joined.",
    message: ({ kind, name }) =>
      `the ${kind} \`${name}\` would be declared again at every turn of the loop: declare an array before it`,
  }),
  positionalAfterNamed: define<{ part: string }>({
    code: "SK2409",
    severity: "error",
    title: "an argument by position after one by name",
    explanation: "Arguments by position come first, arguments by name after them: `Tile(4, clock: 2 GHz)`.",
    message: ({ part }) => `arguments of \`${part}\` by position must stand before those by name`,
  }),
  sharersMissing: define<{ cache: string }>({
    code: "SK2410",
    severity: "error",
    title: "a cache of nobody",
    explanation:
      "A cache that does not stand inside a core must say which cores share it: `cache l3: 2 MiB, shared by cpu[*]`.",
    message: ({ cache }) =>
      `the cache \`${cache}\` does not say which cores share it: add \`shared by\` and their paths`,
  }),
  sharersInCore: define<{ cache: string; core: string }>({
    code: "SK2411",
    severity: "error",
    title: "a shared cache inside a core",
    explanation:
      "A cache that stands inside a core is that core's own. Declare a shared one next to the cores: `cache l2: 1 MiB, shared by cpu[0..1]`.",
    message: ({ cache, core }) =>
      `the cache \`${cache}\` stands inside the core \`${core}\` and is its own: move it out to share it`,
  }),
  unknownMeasurement: define<{ quantity: string; suggestion: string | null }>({
    code: "SK2412",
    severity: "error",
    title: "an unknown measurement",
    explanation:
      'What can be measured is `latency` and `bandwidth`: `measured latency cpu[0] -> cpu[1]: 190 cycles "source"`.',
    message: ({ quantity, suggestion }) =>
      `\`${quantity}\` is no known measurement${suggestion === null ? ": `latency` and `bandwidth` are" : didYouMean(suggestion)}`,
  }),
  indexNotFromZero: define<{ from: number }>({
    code: "SK2413",
    severity: "error",
    title: "an array whose indices do not begin at 0",
    explanation:
      "Elements of an array are counted from 0: `core cpu[i in 0..3]` are four cores. Where other numbers are wanted, calculate them from the index: `id 16 + i`.",
    message: ({ from }) => `the indices of an array begin at 0, not at ${from}`,
  }),
} as const;

function listed(known: readonly string[]): string {
  if (known.length === 0) return ": it takes no arguments";
  return `: it has ${known.map((name) => `\`${name}\``).join(", ")}`;
}
