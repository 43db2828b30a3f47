import { define } from "../../diagnostic.ts";
import { didYouMean } from "./names.ts";

/** Numbers, units and expressions. */
export const quantityDiagnostics = {
  unknownUnit: define<{ unit: string; suggestion: string | null; known: readonly string[] }>({
    code: "SK2201",
    severity: "error",
    title: "an unknown unit",
    explanation:
      "Units are written as the SI and IEC write them: sizes in B, kB, MB, GB, KiB, MiB, GiB, bits; times in ps, ns, us, ms, s or cycles; frequencies in Hz, kHz, MHz, GHz; bandwidths in B/s, MB/s, GiB/s, Gb/s and so on. Case matters: `Mb/s` are bits, `MB/s` bytes.",
    message: ({ unit, suggestion, known }) =>
      `\`${unit}\` is not a unit${suggestion === null ? `: known are ${known.join(", ")}` : didYouMean(suggestion)}`,
  }),
  wrongDimension: define<{ what: string; wanted: string; units: readonly string[]; given: string }>({
    code: "SK2202",
    severity: "error",
    title: "a quantity of the wrong kind",
    explanation:
      "The quantity measures something else than is wanted: `4 ns` is no size, `2 GiB` no time, and a bare `4` is a count. The message lists units that fit.",
    message: ({ what, wanted, units, given }) =>
      `${what} must be ${wanted}${units.length === 0 ? "" : ` (${units.join(", ")})`}, but this is ${given}`,
  }),
  dimensionsDiffer: define<{ operation: string; left: string; right: string }>({
    code: "SK2203",
    severity: "error",
    title: "quantities that cannot be combined",
    explanation:
      "Only like can be added to, subtracted from or divided by like, and a product needs a plain number on one side: `2 * 4 KiB` is a size, `4 KiB + 1 ns` and `2 GHz * 3 GHz` are nothing.",
    message: ({ operation, left, right }) => `cannot ${operation} ${left} and ${right}`,
  }),
  negative: define<{ what: string; value: string }>({
    code: "SK2204",
    severity: "error",
    title: "a negative quantity",
    explanation: "Sizes, times, frequencies, bandwidths and numbers of things cannot be below zero.",
    message: ({ what, value }) => `${what} cannot be negative, but this is ${value}`,
  }),
  notWhole: define<{ what: string; value: string; unit: string }>({
    code: "SK2205",
    severity: "error",
    title: "not a whole number",
    explanation:
      "Sizes are whole bytes, indices and numbers of things are whole. `0.5 KiB` is fine (512 bytes), `1.5 B` is not.",
    message: ({ what, value, unit }) => `${what} must be a whole number${unit}, but this is ${value}`,
  }),
  divisionByZero: define<Record<never, never>>({
    code: "SK2206",
    severity: "error",
    title: "a division by zero",
    explanation:
      "The right side of `/` or `%` comes to zero. Look at the parameters and loop variables in it: a range that starts at 0 is a usual reason.",
    message: () => "this divides by zero",
  }),
  tooLarge: define<{ what: string; value: string; unit: string }>({
    code: "SK2207",
    severity: "error",
    title: "a number that is too large",
    explanation:
      "Numbers are kept exactly up to 2^53 (9 007 199 254 740 992) in the base unit: bytes, picoseconds, hertz or bytes per second. Beyond it they could silently change.",
    message: ({ what, value, unit }) =>
      `${what} is ${value}, more than ${`2^53 ${unit}`.trimEnd()}, the most that is kept exactly`,
  }),
  unknownVariable: define<{ name: string; suggestion: string | null }>({
    code: "SK2208",
    severity: "error",
    title: "an unknown value",
    explanation:
      "Expressions can name parameters of the part, variables of the `for` loops around them and, in interfaces, constants. Nothing of this name is among them.",
    message: ({ name, suggestion }) => `there is no value \`${name}\` here${didYouMean(suggestion)}`,
  }),
  outOfBounds: define<{ what: string; value: string; least: string; most: string | null }>({
    code: "SK2209",
    severity: "error",
    title: "a number out of bounds",
    explanation: "The number is smaller or larger than makes sense here; the message says what is allowed.",
    message: ({ what, value, least, most }) =>
      `${what} must be ${most === null ? `at least ${least}` : `from ${least} to ${most}`}, but this is ${value}`,
  }),
  clockAmbiguous: define<{ first: string; firstClock: string; other: string; otherClock: string }>({
    code: "SK2210",
    severity: "error",
    title: "cycles of which clock?",
    explanation:
      "Cycles become time by the clock of the cores concerned, and those do not all run at the same one. Say whose cycles are meant: `60 cycles of cpu[0]`, or give a time: `30 ns`.",
    message: ({ first, firstClock, other, otherClock }) =>
      `cycles of which clock? \`${first}\` runs at ${firstClock}, \`${other}\` at ${otherClock}: write \`cycles of ${first}\``,
  }),
  clockMissing: define<{ where: string }>({
    code: "SK2211",
    severity: "error",
    title: "cycles without a clock",
    explanation:
      "Cycles become time by a core's clock. Here no core is concerned, or it says no clock. Give the core a clock (`core cpu: amd64 @ 2 GHz`), say whose cycles are meant (`60 cycles of cpu[0]`), or give a time (`30 ns`).",
    message: ({ where }) => `these cycles have no clock: ${where}`,
  }),
  clocksMixed: define<Record<never, never>>({
    code: "SK2212",
    severity: "error",
    title: "cycles of different clocks in one expression",
    explanation: "Cycles can be added and compared only when they are of the same clock. Use times: `30 ns`.",
    message: () => "cycles of different clocks, or cycles and time, cannot be combined: write all of them as times",
  }),
} as const;
