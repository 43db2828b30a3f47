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
    explanation: "A kernel has one replica of an object, and a second would bear no further loss. Name each core once.",
    message: ({ name, core }) => `\`${name}\` has a replica on \`${core}\` twice`,
  }),
  // ───────────────────────────── rules ─────────────────────────────
  stateNameTaken: define<{ name: string; kind: string; firstKind: string; firstPlace: string; system: string }>({
    code: "SK5601",
    severity: "error",
    title: "state with the name of something else",
    explanation:
      "Behind `uses` stand services and replicated state by their names, so no two of them, and no client, have one name. Rename one.",
    message: ({ name, kind, firstKind, firstPlace, system }) =>
      `the ${kind} \`${name}\` has the name of the ${firstKind} at ${firstPlace}: names within the system \`${system}\` must differ`,
  }),
  protocolUnfit: define<{ name: string; kind: string; protocol: string; reason: string; suggestion: string }>({
    code: "SK5602",
    severity: "error",
    title: "a protocol that does not fit the kind of state",
    explanation:
      "`shootdown` has no order: replicas do what they are told in whatever order it comes, maybe twice, so that only the elements of a set can be agreed on by it. A lease must not be held twice, not even by the two sides of a machine that has fallen apart: only `majority` sees to that.",
    message: ({ name, kind, protocol, reason, suggestion }) =>
      `\`${name}\` is a ${kind}, which cannot be agreed on by ${protocol}: ${reason}; write \`agree ${suggestion}\``,
  }),
  majorityOfFew: define<{ name: string; replicas: number }>({
    code: "SK5603",
    severity: "warning",
    title: "a majority of one or two",
    explanation:
      "More than half of two is both: with a majority of two replicas every loss stops the object, and with one there is nothing to agree on. Three replicas survive the loss of one, five that of two.",
    message: ({ name, replicas }) =>
      replicas === 1
        ? `\`${name}\` has one replica: there is no majority to agree, and its loss loses everything`
        : `\`${name}\` has two replicas, and more than half of two is both: it stops when either is lost`,
  }),
  loneReplica: define<{ name: string }>({
    code: "SK5604",
    severity: "warning",
    title: "state with a single replica",
    explanation:
      "State that is on one core is lost with it. Give it more replicas; or, where one program alone needs it, keep it in that program.",
    message: ({ name }) => `\`${name}\` has one replica: it is lost with its core`,
  }),
  replicasNowhere: define<{ name: string; level: string; machine: string; present: readonly string[] }>({
    code: "SK5605",
    severity: "error",
    title: "replicas in parts that the machine lacks",
    explanation:
      "The machine has no part of that level with a core in it that is online, so there would be no replica.",
    message: ({ name, level, machine, present }) =>
      `\`${name}\` would have no replica: the machine \`${machine}\` has no ${level} with a core that is online; it has ${present.join(", ")}`,
  }),
  replicasTooMany: define<{ name: string; count: number; level: string; there: number; machine: string }>({
    code: "SK5606",
    severity: "error",
    title: "more replicas than parts to spread them over",
    explanation:
      "No two replicas lie in one part of the level behind `spread by`, so there are no more of them than there are such parts with a core that is online.",
    message: ({ name, count, level, there, machine }) =>
      `\`${name}\` is to have ${count} replicas, each in a ${level} of its own, but the machine \`${machine}\` has ${there}`,
  }),
  replicaOffline: define<{ name: string; core: string }>({
    code: "SK5607",
    severity: "error",
    title: "a replica on a core that is offline",
    explanation: "The description says that the core is offline, so no kernel runs on it that could hold a replica.",
    message: ({ name, core }) => `a replica of \`${name}\` is put on \`${core}\`, which is offline`,
  }),
  floatInKey: define<{ name: string; part: string; type: string }>({
    code: "SK5608",
    severity: "error",
    title: "a key with a floating-point number in it",
    explanation:
      "Keys and elements are compared by their bytes. Floating-point numbers are not equal when their bytes are: 0 and -0 are equal and differ, NaN is not and does not. Use an integer, or a string.",
    message: ({ name, part, type }) =>
      `the ${part} of \`${name}\` has an \`${type}\` in it, and is compared by its bytes`,
  }),
  resourceInState: define<{ name: string; resource: string }>({
    code: "SK5609",
    severity: "error",
    title: "state that holds a region or an endpoint",
    explanation:
      "A region or an endpoint is a right that one program passes to another. State is copied to kernels that nobody has passed it to, and outlives whoever had it. Keep the name of a service in the state, and pass the right in a call.",
    message: ({ name, resource }) =>
      `\`${name}\` cannot hold ${resource === "endpoint" ? "an endpoint" : "a region"}: that is a right of one program`,
  }),
  stateUnused: define<{ name: string }>({
    code: "SK5610",
    severity: "warning",
    title: "state that no program uses",
    explanation: "Programs name the state that they read and change behind `uses`. No program names this one.",
    message: ({ name }) => `no program uses the state \`${name}\``,
  }),
  votesUnplugged: define<{ name: string; protocol: string; part: string }>({
    code: "SK5611",
    severity: "warning",
    title: "an agreement of all, some of whom can be unplugged",
    explanation:
      "Under `twoPhase` and `broadcast` every change waits for every replica. When one is taken out, changes wait until all kernels have agreed that it is gone. Use `majority`, which goes on at once, or put the replicas where nothing is taken out.",
    message: ({ name, protocol, part }) =>
      `every change of \`${name}\` waits for all its replicas (${protocol}), and \`${part}\`, where one lies, is pluggable`,
  }),
  statesTooMany: define<{ system: string; count: number; most: number }>({
    code: "SK5612",
    severity: "error",
    title: "too many objects",
    explanation:
      "Each replicated object has an endpoint of its own in every kernel, of which there are 255 for them. A map holds many small things in one object.",
    message: ({ system, count, most }) =>
      `the system \`${system}\` has ${count} replicated objects, and ${most} are the most`,
  }),
  replicasFallTogether: define<{ name: string; domain: string; lost: number; replicas: number; isAll: boolean }>({
    code: "SK5613",
    severity: "warning",
    title: "replicas that fail together",
    explanation:
      "A failure domain takes so many replicas with it that the object stops: all of them, or under `majority` half of them or more. Spread them over parts that lie in different domains, or name cores by hand.",
    message: ({ name, domain, lost, replicas, isAll }) =>
      isAll
        ? `${replicas === 2 ? "both" : `all ${replicas}`} replicas of \`${name}\` lie in the failure domain \`${domain}\`: what they hold is lost with it`
        : `${lost} of ${replicas} replicas of \`${name}\` lie in the failure domain \`${domain}\`: without them there is no majority`,
  }),
  agreesOverLossyLinks: define<{ name: string; link: string; lacks: string }>({
    code: "SK5614",
    severity: "note",
    title: "replicas that agree over a link that loses or reorders",
    explanation:
      "The link promises less than the protocols need, so kernels number what they send over it and send again what is not acknowledged. What is predicted of the time of an agreement holds where nothing is lost.",
    message: ({ name, link, lacks }) =>
      `replicas of \`${name}\` agree over ${link}, which is not ${lacks}: what is lost there is sent again, which takes longer than predicted`,
  }),
  leaseTooShort: define<{ name: string; lease: string; change: string }>({
    code: "SK5615",
    severity: "warning",
    title: "a lease that ends before it is agreed on",
    explanation:
      "By the plan, an agreement on who holds the lease takes as long as the lease, or longer, so that whoever acquires it has it for no time. Make it longer: several agreements, so that there is time to renew it.",
    message: ({ name, lease, change }) => `the lease \`${name}\` holds ${lease}, and to agree on it takes ${change}`,
  }),
  replicasTooLarge: define<{ core: string; memory: string; bytes: string; size: string; names: string }>({
    code: "SK5616",
    severity: "warning",
    title: "replicas larger than the memory they lie in",
    explanation:
      "The bounds of the state that has replicas in kernels of a memory add up to more than the memory. Bound the collections, their strings and arrays more tightly, or give them fewer replicas.",
    message: ({ core, memory, bytes, size, names }) =>
      `replicas on \`${core}\` may take ${bytes} (${names}), but its memory \`${memory}\` has ${size}`,
  }),
} as const;
