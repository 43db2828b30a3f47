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
      `neither the machine \`${machine}\` nor the system \`${system}\` has anything called \`${target}\`${didYouMean(suggestion)}`,
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
  allowOfClient: define<{ name: string }>({
    code: "SK5011",
    severity: "error",
    title: "a client that allows something",
    explanation: "`allow` says who may use what of a service. A client serves nothing, so it has nothing to allow.",
    message: ({ name }) => `\`${name}\` is a client and serves nothing that it could allow`,
  }),
  allowUnknownProgram: define<{ name: string; system: string; suggestion: string | null }>({
    code: "SK5012",
    severity: "error",
    title: "a right for a program that does not exist",
    explanation: "Behind `allow` stands a service or client of the same system, by its name there.",
    message: ({ name, system, suggestion }) =>
      `there is no program \`${name}\` in the system \`${system}\`${didYouMean(suggestion)}`,
  }),
  allowUnknownOperation: define<{ name: string; interface: string; suggestion: string | null }>({
    code: "SK5013",
    severity: "error",
    title: "a right to an operation that does not exist",
    explanation:
      "Behind the colon stand operations of the interface that the service serves, events among them, or `*` for all.",
    message: ({ name, interface: served, suggestion }) =>
      `the interface \`${served}\` has no operation \`${name}\`${didYouMean(suggestion)}`,
  }),
  allowedTwice: define<{ what: string; name: string; service: string }>({
    code: "SK5014",
    severity: "error",
    title: "a right given twice",
    explanation: "A service says once for each program what it may use, and names each operation once.",
    message: ({ what, name, service }) => `\`${service}\` allows ${what} \`${name}\` twice`,
  }),
  programTwice: define<{ kind: string; name: string; firstKind: string; firstPlace: string; system: string }>({
    code: "SK5101",
    severity: "error",
    title: "two programs with one name",
    explanation:
      "Services and clients of a system are known by their names: in `uses`, in the boot log, in reports. Rename one.",
    message: ({ kind, name, firstKind, firstPlace, system }) =>
      `the ${kind} \`${name}\` has the name of the ${firstKind} at ${firstPlace}: names within the system \`${system}\` must differ`,
  }),
  modulePath: define<{ name: string; module: string; fault: string }>({
    code: "SK5102",
    severity: "error",
    title: "a module path that is none",
    explanation:
      "The code of a program is named by a path relative to the description that says it, beginning with `./` or `../`, with `/` between folders, and ending in the name of a TypeScript or JavaScript module: .ts, .mts, .js or .mjs.",
    message: ({ name, module, fault }) => `the module of \`${name}\`, "${module}", ${fault}`,
  }),
  onOfflineCore: define<{ name: string; core: string }>({
    code: "SK5103",
    severity: "error",
    title: "a program on a core that is offline",
    explanation: "The description says that the core is offline, so no kernel runs on it and neither can a program.",
    message: ({ name, core }) => `\`${name}\` is put on \`${core}\`, which is offline`,
  }),
  wishesContradict: define<{ name: string; first: string; second: string }>({
    code: "SK5104",
    severity: "error",
    title: "placements that contradict each other",
    explanation:
      "`on` names the cores that a program runs on, `every` has it run once in each part of a level, `copies` says how many there are: a program says one of them, once. Only `copies` can stand beside `on`: so many of it then run on some of the cores. All cores stand after one `on`, separated by commas.",
    message: ({ name, first, second }) => `\`${name}\` cannot be placed both \`${first}\` and \`${second}\``,
  }),
  nearWithoutEffect: define<{ name: string }>({
    code: "SK5105",
    severity: "warning",
    title: "a wish without effect",
    explanation: "`on` says exactly where a program runs, so there is nothing left for `near` to choose.",
    message: ({ name }) => `\`near\` has no effect: \`on\` says exactly where \`${name}\` runs`,
  }),
  everyOfNothing: define<{ name: string; level: string; machine: string; present: readonly string[] }>({
    code: "SK5106",
    severity: "error",
    title: "one in every part of a level that the machine lacks",
    explanation:
      "The machine has no part of that level with a core in it that is online, so the program would run nowhere.",
    message: ({ name, level, machine, present }) =>
      `\`${name}\` would run nowhere: the machine \`${machine}\` has no ${level} with a core that is online; it has ${present.join(", ")}`,
  }),
  usesItself: define<{ name: string }>({
    code: "SK5107",
    severity: "warning",
    title: "a service that uses itself",
    explanation:
      "A service can be bound to itself, but a call to itself that it awaits while it serves another call waits for the same kernel to get round to it. What a service needs of itself is a function call away.",
    message: ({ name }) => `the service \`${name}\` uses itself`,
  }),
  allowUnused: define<{ program: string; service: string }>({
    code: "SK5111",
    severity: "warning",
    title: "a right that nobody can use",
    explanation:
      "The program is allowed something of a service that it does not use: it has no binding to it. Name the service behind the program's `uses`, or leave the right out.",
    message: ({ program, service }) => `\`${program}\` is allowed something of \`${service}\`, but does not use it`,
  }),
  allowedNothing: define<{ program: string; service: string }>({
    code: "SK5112",
    severity: "error",
    title: "a program that may use nothing of what it uses",
    explanation:
      "Once a service has one `allow`, only what is allowed may be used. This program uses the service, and none of its rights is for it: every call would be refused.",
    message: ({ program, service }) =>
      `\`${program}\` uses \`${service}\`, which allows it nothing: \`allow ${program}: …\``,
  }),
  interfaceUnserved: define<{ name: string; suggestion: string }>({
    code: "SK5108",
    severity: "warning",
    title: "an interface that nobody serves",
    explanation:
      "The description has systems, but in none of them a service of this interface, so that no client can be bound to it.",
    message: ({ name, suggestion }) => `no system has a service of the interface \`${name}\`: \`${suggestion}\``,
  }),
  generatedFileTaken: define<{ what: string; file: string; given: string; taker: string }>({
    code: "SK5109",
    severity: "warning",
    title: "two generated files with one name",
    explanation:
      "Every interface and every system becomes a file that is named after it in lower case, with hyphens: `BlockStore` becomes `block-store.ts`, to be imported as `~skerry/block-store`. Where two would have the same name, the later one gets another. Rename one of them.",
    message: ({ what, file, given, taker }) => `${what} is generated as \`${given}\`: \`${file}\` is that of ${taker}`,
  }),
  programTypeTwice: define<{ what: string; other: string; type: string }>({
    code: "SK5110",
    severity: "warning",
    title: "two programs with one type name",
    explanation:
      "For each program of a system there is a type in generated code, named after it in PascalCase. Where two would have the same, the later one gets an underscore behind it. Rename one of them.",
    message: ({ what, other, type }) =>
      `the type of ${what} is called \`${type}_\` in generated code: \`${type}\` is that of ${other}`,
  }),
} as const;
