import { define } from "../diagnostic.ts";
import { didYouMean } from "./resolve/names.ts";

/** Replicated state: what its declarations mean (SK55xx) and the rules they must keep (SK56xx). */
export const stateDiagnostics = {
  unknownKind: define<{ name: string; known: readonly string[]; suggestion: string | null }>({
    code: "SK5501",
    severity: "error",
    title: "state of an unknown kind",
    explanation:
      "Replicated state is a `register<Type>`, a `map<Key, Value, most>`, a `counter`, a `set<Element, most>`, a `log<Entry, most>` or a `lease 50 ms`. What is in it is of a built-in type or one that an interface declares.",
    message: ({ name, known, suggestion }) =>
      `there is no kind of state \`${name}\`${suggestion === null ? `: known are ${known.join(", ")}` : didYouMean(suggestion)}`,
  }),
  argumentsOfKind: define<{ name: string; kind: string; wanted: string }>({
    code: "SK5502",
    severity: "error",
    title: "state that says too much or too little of what is in it",
    explanation:
      "A register says the type of its value, a map those of its keys and its values, a set that of its elements, a log that of its entries; a counter and a lease say none.",
    message: ({ name, kind, wanted }) => `\`${name}\` is a ${kind}, which is written \`${wanted}\``,
  }),
  capacityMissing: define<{ name: string; kind: string; wanted: string }>({
    code: "SK5503",
    severity: "error",
    title: "a collection without a bound",
    explanation:
      "Every kernel that has a replica sets memory aside for it when it boots, so a map, a set or a log says how many entries it has at most. What would be one too many is rejected.",
    message: ({ name, kind, wanted }) =>
      `\`${name}\` does not say how much it holds at most: a ${kind} is written \`${wanted}\``,
  }),
  typeExpected: define<{ name: string; part: string }>({
    code: "SK5504",
    severity: "error",
    title: "a number where a type is wanted",
    explanation:
      "Behind the kind of state stand types first, then the number of entries: `map<string<32>, Registry.Entry, 1024>`.",
    message: ({ name, part }) => `${part} of \`${name}\` is a type, and this is a number`,
  }),
  leaseDuration: define<{ name: string }>({
    code: "SK5505",
    severity: "error",
    title: "a lease without an end",
    explanation:
      "A lease says how long it holds unless it is renewed: `lease 50 ms`. When its holder is lost, others can have it after that time.",
    message: ({ name }) => `\`${name}\` does not say how long the lease holds: \`lease 50 ms\``,
  }),
  durationUnwanted: define<{ name: string; kind: string }>({
    code: "SK5506",
    severity: "error",
    title: "a time on state that has none",
    explanation: "Only a lease holds for a time. Values of other kinds stay until they are changed.",
    message: ({ name, kind }) => `\`${name}\` is a ${kind}, and only a lease holds for a time`,
  }),
  unknownProtocol: define<{ name: string; known: readonly string[]; suggestion: string | null }>({
    code: "SK5507",
    severity: "error",
    title: "an unknown protocol of agreement",
    explanation:
      "Replicas agree by `broadcast` (one of them orders all changes, all acknowledge), `twoPhase` (every replica votes), `majority` (more than half must have it; goes on when others are lost) or `shootdown` (unordered, acknowledged by all, for changes that may be done twice).",
    message: ({ name, known, suggestion }) =>
      `there is no protocol \`${name}\`${suggestion === null ? `: known are ${known.join(", ")}` : didYouMean(suggestion)}`,
  }),
  saidTwice: define<{ name: string; what: string }>({
    code: "SK5508",
    severity: "error",
    title: "state that says something twice",
    explanation: "State says once where its replicas are, and once how they agree. All cores stand behind one `on`.",
    message: ({ name, what }) => `\`${name}\` says twice ${what}`,
  }),
  replicasMissing: define<{ name: string }>({
    code: "SK5509",
    severity: "error",
    title: "state without replicas",
    explanation:
      "State says on which cores its replicas are: `replicas one per package`, `replicas every core`, `replicas 3 spread by package` or `replicas on p[0].cpu[0], p[1].cpu[0]`. A kernel without one asks the nearest.",
    message: ({ name }) => `\`${name}\` does not say where its replicas are: \`replicas one per package\``,
  }),
  usedTwice: define<{ name: string; state: string }>({
    code: "SK5510",
    severity: "error",
    title: "state used twice",
    explanation: "A program has one handle on each object that it uses, under the object's name.",
    message: ({ name, state }) => `\`${name}\` uses \`${state}\` twice`,
  }),
  numberExpected: define<{ name: string }>({
    code: "SK5511",
    severity: "error",
    title: "a type where a number is wanted",
    explanation:
      "The last thing in the angle brackets of a map, a set or a log is how many entries it has at most: `set<u64, 256>`.",
    message: ({ name }) => `the number of entries of \`${name}\` is wanted here, and this is a type`,
  }),
  leaseInCycles: define<{ name: string }>({
    code: "SK5512",
    severity: "error",
    title: "a lease in cycles",
    explanation: "A lease is held by kernels on cores of any clock, so it says its time in seconds: `lease 50 ms`.",
    message: ({ name }) => `the lease \`${name}\` is held on cores of any clock: say its time in \`ms\` or \`us\``,
  }),
  replicaOnNoCore: define<{ name: string; path: string; given: string }>({
    code: "SK5513",
    severity: "error",
    title: "a replica on something that is no core",
    explanation:
      "Behind `replicas on` stand cores: the kernel of each has a replica. For one somewhere in every package write `replicas one per package`.",
    message: ({ name, path, given }) => `a replica of \`${name}\` lies on a core, and \`${path}\` is ${given}`,
  }),
  replicaTwice: define<{ name: string; core: string }>({
    code: "SK5514",
    severity: "error",
    title: "two replicas on one core",
    explanation: "A kernel has one replica of an object. Name each core once.",
    message: ({ name, core }) => `\`${name}\` has a replica on \`${core}\` twice`,
  }),
} as const;
