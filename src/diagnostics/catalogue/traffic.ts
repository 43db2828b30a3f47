import { define } from "../diagnostic.ts";
import { didYouMean } from "./resolve/names.ts";

/** SK54xx: what programs say that they ask of services and replicated state, and what that asks of the machine. */
export const trafficDiagnostics = {
  unknownOperation: define<{ name: string; service: string; interface: string; suggestion: string | null }>({
    code: "SK5401",
    severity: "error",
    title: "traffic of an operation that does not exist",
    explanation:
      "Behind `traffic` stand operations of services with how often each copy of the program does them: `traffic disk.read 20 kHz`. The operation is one of the interface that the service serves; events are among them.",
    message: ({ name, service, interface: served, suggestion }) =>
      `\`${service}\` serves \`${served}\`, which has no operation \`${name}\`${didYouMean(suggestion)}`,
  }),
  trafficTwice: define<{ program: string; operation: string }>({
    code: "SK5402",
    severity: "error",
    title: "traffic said twice",
    explanation: "A program says once how often it does something. Where it does it in two ways, say the sum.",
    message: ({ program, operation }) => `\`${program}\` says twice how often it does \`${operation}\``,
  }),
  trafficToClient: define<{ program: string; client: string }>({
    code: "SK5403",
    severity: "error",
    title: "traffic to a client",
    explanation: "Only services are asked for anything: a client serves no interface.",
    message: ({ program, client }) => `\`${program}\` can ask nothing of \`${client}\`, which is a client`,
  }),
  trafficUnused: define<{ program: string; used: string; operation: string }>({
    code: "SK5404",
    severity: "error",
    title: "traffic to what is not used",
    explanation:
      "A program is bound to the services and replicated state behind its `uses`, and can do nothing with any other. Name it there.",
    message: ({ program, used, operation }) =>
      `\`${program}\` does \`${used}.${operation}\`, but does not use \`${used}\``,
  }),
  trafficNotAllowed: define<{ program: string; service: string; operation: string }>({
    code: "SK5405",
    severity: "error",
    title: "traffic of an operation that is not allowed",
    explanation:
      "The service says by `allow` who may use what of it, and this operation is not among what it allows this program: each one would be refused.",
    message: ({ program, service, operation }) =>
      `\`${program}\` does \`${service}.${operation}\`, which \`${service}\` does not allow it`,
  }),
  trafficRate: define<{ program: string; operation: string; rate: string; fault: string }>({
    code: "SK5406",
    severity: "error",
    title: "a rate that cannot be",
    explanation:
      "How often a copy of a program does something is more than never, and less than a billion times a second: no core sends a message in a nanosecond. What is never done is left out.",
    message: ({ program, operation, rate, fault }) =>
      `\`${program}\` cannot do \`${operation}\` at ${rate}: that is ${fault}`,
  }),
  trafficSize: define<{ operation: string; size: string; most: string | null }>({
    code: "SK5407",
    severity: "error",
    title: "more data than the message holds",
    explanation:
      "Behind `with` stands how full the longest bounded field of each message of the operation is (a string, bytes or an array), or the region that it passes. Without it they count as full.",
    message: ({ operation, size, most }) =>
      most === null
        ? `the messages of \`${operation}\` are always of the same size, and cannot come with ${size}`
        : `a message of \`${operation}\` has room for ${most} at most, not for ${size}`,
  }),
  unknownStateOperation: define<{
    name: string;
    state: string;
    kind: string;
    known: readonly string[];
    suggestion: string | null;
  }>({
    code: "SK5409",
    severity: "error",
    title: "traffic of an operation that replicated state does not have",
    explanation:
      "Of replicated state, `traffic` names what programs do to it by `context.state`: changes, such as `names.set 2 kHz`, reads of the nearest replica (`names.get`), and reads of what is latest (`names.read`). Which there are depends on its kind. Reads that need a replica in the program's own kernel ask nobody, and are not said.",
    message: ({ name, state, kind, known, suggestion }) =>
      `\`${state}\` is a ${kind}, which has no operation \`${name}\`${suggestion === null ? `: it has ${known.map((one) => `\`${one}\``).join(", ")}` : didYouMean(suggestion)}`,
  }),
  overloaded: define<{ carrier: string; demand: string; bandwidth: string; percent: number; filledBy: string }>({
    code: "SK5408",
    severity: "warning",
    title: "more traffic than a link or memory can carry",
    explanation:
      "The traffic that programs declare, sent along the routes, is more than the link, the memory, or coherence between the two cores, has bandwidth for. Queues would grow without end, and programs would do less than they declare. Place programs nearer to what they use (`near`), run more copies of the service, or correct the rates. `skerry explain traffic` shows every link and memory, and who fills it.",
    message: ({ carrier, demand, bandwidth, percent, filledBy }) =>
      `${carrier} would have to carry ${demand}, ${percent} % of its ${bandwidth}; ${filledBy}`,
  }),
} as const;
