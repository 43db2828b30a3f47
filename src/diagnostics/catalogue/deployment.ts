import { define } from "../diagnostic.ts";
import { didYouMean } from "./resolve/names.ts";

/** Systems: what their declarations mean (SK50xx) and the rules they must keep (SK51xx). */
export const deploymentDiagnostics = {
  unknownService: define<{ name: string; system: string; suggestion: string | null }>({
    code: "SK5001",
    severity: "error",
    title: "a service that does not exist",
    explanation:
      "After `uses` stand names of services of the same system, as they are declared there: `service disk: Block = …` is used as `disk`, not as `Block`.",
    message: ({ name, system, suggestion }) =>
      `there is no service \`${name}\` in the system \`${system}\`${didYouMean(suggestion)}`,
  }),
  usesClient: define<{ name: string; client: string; clientPlace: string }>({
    code: "SK5002",
    severity: "error",
    title: "a client that is used",
    explanation: "Only services can be used: a client serves no interface, so there is nothing to call.",
    message: ({ name, client, clientPlace }) =>
      `\`${name}\` cannot use \`${client}\`, which is a client (${clientPlace}) and serves nothing`,
  }),
  usedTwice: define<{ name: string; service: string }>({
    code: "SK5003",
    severity: "error",
    title: "a service used twice",
    explanation:
      "A program has one binding to each service that it uses, under the service's name. Calls in any number can be under way on it at once.",
    message: ({ name, service }) => `\`${name}\` uses \`${service}\` twice`,
  }),
  onNoCore: define<{ name: string; path: string; given: string }>({
    code: "SK5004",
    severity: "error",
    title: "a program on something that is no core",
    explanation:
      "After `on` stand cores: the program runs once on each of them. To run near a memory, a device or a part, wherever there is room, write `near`.",
    message: ({ name, path, given }) => `\`${name}\` can run on cores only, and \`${path}\` is ${given}`,
  }),
  onCoreTwice: define<{ name: string; core: string }>({
    code: "SK5005",
    severity: "error",
    title: "a program twice on one core",
    explanation: "A program runs once on each core named after `on`. Name each core once.",
    message: ({ name, core }) => `\`${name}\` is put on \`${core}\` twice`,
  }),
  nearUnplaceable: define<{ name: string; path: string; given: string }>({
    code: "SK5006",
    severity: "error",
    title: "near something that distances are not measured to",
    explanation:
      "After `near` stands a core, a memory, a device, a part of the machine or another service of the system.",
    message: ({ name, path, given }) =>
      `\`${name}\` can be near a core, memory, device, part or service, and \`${path}\` is ${given}`,
  }),
  nearAmbiguous: define<{ target: string; given: string }>({
    code: "SK5007",
    severity: "error",
    title: "near which of two things?",
    explanation:
      "A service of the system and something of its machine have the name that stands after `near`. Rename one.",
    message: ({ target, given }) => `\`${target}\` is ${given} of the machine and a service too: which one is meant?`,
  }),
  nearItself: define<{ name: string }>({
    code: "SK5008",
    severity: "error",
    title: "a service near itself",
    explanation: "A service is always where it is: after `near` stands something else.",
    message: ({ name }) => `\`${name}\` cannot be placed near itself`,
  }),
  nearUnknown: define<{ target: string; system: string; machine: string; suggestion: string | null }>({
    code: "SK5009",
    severity: "error",
    title: "near something that does not exist",
    explanation:
      "After `near` stands a core, a memory, a device, a part of the machine or another service of the system.",
    message: ({ target, system, machine, suggestion }) =>
      `neither the machine \`${machine}\` nor the system \`${system}\` has a \`${target}\`${didYouMean(suggestion)}`,
  }),
  unknownLevel: define<{ level: string; known: readonly string[]; suggestion: string | null }>({
    code: "SK5010",
    severity: "error",
    title: "every what?",
    explanation:
      "`every` runs a program once in each part of a level of the machine: every core, part, cluster, die, package or board.",
    message: ({ level, known, suggestion }) =>
      `\`${level}\` is no level of a machine${suggestion === null ? `: known are ${known.join(", ")}` : didYouMean(suggestion)}`,
  }),
} as const;
