/** SK31xx: interrupts that nobody hears, or several raise. */
import { define } from "../diagnostic.ts";

export const interruptDiagnostics = {
  controllerWithoutOutputs: define<{ controller: string }>({
    code: "SK3101",
    severity: "error",
    title: "a controller that leads nowhere",
    explanation:
      "None of the controller's lines goes on to a core or to another controller, so that nobody hears what comes in. Say where they go: `controller gic: 256 lines -> cpu[*]`, or line by line in its braces.",
    message: ({ controller }) => `no line of the controller \`${controller}\` leads anywhere`,
  }),
  controllersInCircle: define<{ chain: readonly string[] }>({
    code: "SK3102",
    severity: "error",
    title: "controllers in a circle",
    explanation:
      "Each of these controllers sends lines on to the next, and the last to the first: an interrupt could go round for ever. Cascades lead from the devices to the cores, one way.",
    message: ({ chain }) => `these controllers send lines on to each other in a circle: ${chain.join(" → ")}`,
  }),
  lineClaimedTwice: define<{ controller: string; lines: string; claimant: string; first: string; firstPlace: string }>({
    code: "SK3103",
    severity: "error",
    title: "a line with two sources",
    explanation:
      "Two sources raise the same line of a controller, and who hears it cannot tell which it was. Give each a line of its own. Where the hardware joins them all the same (PCI's INTx does), say so in the controller's braces: `shared lines 16..19`.",
    message: ({ controller, lines, claimant, first, firstPlace }) =>
      `${claimant} raises ${lines} of \`${controller}\`, but so does ${first} already (${firstPlace})`,
  }),
  lineRoutedTwice: define<{ controller: string; lines: string }>({
    code: "SK3104",
    severity: "error",
    title: "a line with two routes",
    explanation:
      "Two routes of a controller name the same line, so that nobody knows where it goes. A line goes to one controller or to cores, any of which may take it: `line 5 -> cpu[0], cpu[1]`.",
    message: ({ controller, lines }) => `this gives ${lines} of \`${controller}\` a second route`,
  }),
  lineToOffline: define<{ controller: string; lines: string; core: string; others: number }>({
    code: "SK3105",
    severity: "warning",
    title: "lines to cores that are off",
    explanation: "All cores these lines go to are declared `offline`: as long as they are, nobody will hear them.",
    message: ({ controller, lines, core, others }) =>
      `\`${controller}\` sends ${lines} to \`${core}\`${others === 0 ? ", which is" : ` and ${others} more, all`} offline`,
  }),
  messageToWires: define<{ device: string; controller: string }>({
    code: "SK3106",
    severity: "error",
    title: "a message to a controller that takes none",
    explanation:
      "A message-signalled interrupt is a write that a controller must be made to take: GICv3's ITS, GICv2m's frame, an IMSIC, an x86 local APIC. Declare the controller with `msi` if it does, or name one that does.",
    message: ({ device, controller }) =>
      `\`${device}\` sends messages to the controller \`${controller}\`, which takes none: it is declared without \`msi\``,
  }),
  sourceTwice: define<{ device: string; sources: string; controller: string }>({
    code: "SK3107",
    severity: "warning",
    title: "one source on two lines of a controller",
    explanation:
      "The same source of a device is wired to two lines of one controller, so that it would be heard twice. Different sources have different numbers: `interrupt 0 -> gic 42`, `interrupt 1 -> gic 43`. To lines of different controllers one source may well go.",
    message: ({ device, sources, controller }) =>
      `source ${sources} of \`${device}\` goes to a line of \`${controller}\` already`,
  }),
  interruptLost: define<{ device: string; lines: string; controller: string; through: readonly string[] }>({
    code: "SK3108",
    severity: "error",
    title: "an interrupt that nobody hears",
    explanation:
      "Followed from controller to controller, this interrupt arrives at lines that go no further. Give these lines a route, or the controller a route for all lines that have none: `controller gic: 256 lines -> cpu[*]`.",
    message: ({ device, lines, controller, through }) =>
      `an interrupt of \`${device}\` ends at ${lines} of \`${controller}\`${through.length === 0 ? "" : `, by way of ${through.map((path) => `\`${path}\``).join(" and ")}`}: no route leads on from there`,
  }),
} as const;
