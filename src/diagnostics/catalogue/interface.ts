import { define } from "../diagnostic.ts";
import { article } from "./interface-types.ts";
import { didYouMean } from "./resolve/names.ts";

/** Interfaces: what their declarations mean (SK40xx) and the rules they must keep (SK41xx). */
export const interfaceDiagnostics = {
  nameTwice: define<{ kind: string; name: string; firstKind: string; firstPlace: string; owner: string }>({
    code: "SK4001",
    severity: "error",
    title: "a name used twice in an interface",
    explanation:
      "Constants, types and operations of one interface share its names; so do the fields of one struct, the members of one enum, the parameters and the results of one operation. Rename one.",
    message: ({ kind, name, firstKind, firstPlace, owner }) =>
      `the ${kind} \`${name}\` has the name of the ${firstKind} at ${firstPlace}: names within ${owner} must differ`,
  }),
  unknownType: define<{ name: string; suggestion: string | null; owner: string; elsewhere: string | null }>({
    code: "SK4002",
    severity: "error",
    title: "an unknown type",
    explanation:
      "A type is one of u8, u16, u32, u64, i8, i16, i32, i64, bool, char, f32, f64, `string<bound>`, `bytes<bound>`, `region<bound>`, `endpoint<Interface>`, or one declared in the same interface with `type`, `enum`, `flags`, `struct` or `union`. A type of another interface is named with it, `Block.Extent`; that interface stands in the same file or in one that this file uses.",
    message: ({ name, suggestion, owner, elsewhere }) =>
      elsewhere === null
        ? `there is no type \`${name}\` in ${owner}${didYouMean(suggestion)}`
        : `there is no type \`${name}\` in ${owner}; did you mean \`${elsewhere}.${name}\`?`,
  }),
  notAType: define<{ name: string; kind: string }>({
    code: "SK4003",
    severity: "error",
    title: "a name that is no type",
    explanation: "The name exists in the interface, but stands for a constant or an operation where a type is wanted.",
    message: ({ name, kind }) => `\`${name}\` is ${article(kind)}, but a type is wanted here`,
  }),
  boundMissing: define<{ name: string }>({
    code: "SK4004",
    severity: "error",
    title: "a string or bytes without a bound",
    explanation:
      "Every message has a known greatest size, so strings, bytes and regions say how long they can be, in bytes: `string<32>`, `bytes<4 KiB>`, `region<64 KiB>`. The bound of a string counts its bytes in UTF-8. An endpoint says of which interface: `endpoint<Block>`.",
    message: ({ name }) =>
      name === "endpoint"
        ? "`endpoint` needs an interface: `endpoint<Block>`"
        : `\`${name}\` needs a bound in bytes: \`${name}<64>\``,
  }),
  boundUnwanted: define<{ name: string; suggestion: string | null }>({
    code: "SK4005",
    severity: "error",
    title: "a bound on a type that has none",
    explanation:
      "Only `string`, `bytes` and `region` take a bound in angle brackets. An array of at most sixteen elements is `u32[..16]`, of exactly sixteen `u32[16]`.",
    message: ({ name, suggestion }) =>
      `only \`string\`, \`bytes\` and \`region\` take a bound, \`${name}\` does not${didYouMean(suggestion)}`,
  }),
  typeInItself: define<{ word: string; chain: readonly string[] }>({
    code: "SK4006",
    severity: "error",
    title: "a type that contains itself",
    explanation:
      "A message has a fixed layout, and a type that contains itself, directly or through others or through an array, would have no end. Give the elements numbers and refer to those, or send a stream of elements.",
    message: ({ word, chain }) =>
      chain.length <= 2
        ? `the ${word} \`${chain[0]}\` contains itself`
        : `the ${word} \`${chain[0]}\` contains itself: ${chain.map((name) => `\`${name}\``).join(" → ")}`,
  }),
  nestedTooDeeply: define<{ most: number }>({
    code: "SK4007",
    severity: "error",
    title: "types nested too deeply",
    explanation: "Structs and arrays can be nested 32 levels deep; nothing that people write comes near it.",
    message: ({ most }) => `this type is nested more than ${most} levels deep`,
  }),
  builtinRedeclared: define<{ name: string; kind: string }>({
    code: "SK4008",
    severity: "error",
    title: "a built-in type declared again",
    explanation: "The names of the built-in types cannot be given to types of your own.",
    message: ({ name, kind }) => `the ${kind} \`${name}\` has the name of a built-in type`,
  }),
  constantInCircle: define<{ chain: readonly string[] }>({
    code: "SK4009",
    severity: "error",
    title: "a constant defined by itself",
    explanation: "The value of a constant can be computed from other constants, in any order, but not from itself.",
    message: ({ chain }) =>
      `the constant \`${chain[0]}\` is defined by itself: ${chain.map((name) => `\`${name}\``).join(" → ")}`,
  }),
  constantNotNumber: define<{ name: string; given: string }>({
    code: "SK4010",
    severity: "error",
    title: "a constant that is neither number nor size",
    explanation:
      "Constants of an interface become plain numbers in generated code: numbers as they stand, sizes in bytes. For times, frequencies and bandwidths the unit would be lost: give a plain number and put the unit into the name, as in `const timeoutMilliseconds = 50`.",
    message: ({ name, given }) => `the constant \`${name}\` must be a plain number or a size, but this is ${given}`,
  }),
  clockInInterface: define<Record<never, never>>({
    code: "SK4011",
    severity: "error",
    title: "a core's clock in an interface",
    explanation: "An interface is the same on every machine, so it cannot name a core of one.",
    message: () => "an interface knows no machine, so it cannot count cycles of a core",
  }),
  enumNotInteger: define<{ name: string; underlying: string; suggestion: string | null }>({
    code: "SK4012",
    severity: "error",
    title: "an enum over something that is no integer type",
    explanation:
      "What follows the colon is the integer type that the members are sent as: one of u8, u16, u32, u64, i8, i16, i32, i64. Without it the smallest that holds all members is taken.",
    message: ({ name, underlying, suggestion }) =>
      `the enum \`${name}\` must be sent as an integer type, and \`${underlying}\` is none${didYouMean(suggestion)}`,
  }),
  enumValueOutside: define<{ member: string; value: number; underlying: string; least: number; most: number }>({
    code: "SK4013",
    severity: "error",
    title: "an enum value outside its type",
    explanation:
      "The value of a member must fit the integer type that the enum is sent as. A member without a value has the one of its predecessor plus one. In u64 and i64 values are limited to 2^53 - 1 either way, the integers that JavaScript's numbers hold exactly.",
    message: ({ member, value, underlying, least, most }) =>
      `\`${member}\` is ${value}, but ${article(underlying)} member can be ${least} to ${most}`,
  }),
  enumValueTwice: define<{ member: string; value: number; first: string; firstPlace: string }>({
    code: "SK4014",
    severity: "error",
    title: "two enum members with one value",
    explanation:
      "On the wire a member is its value, so two members with one value cannot be told apart. A member without a value has the one of its predecessor plus one.",
    message: ({ member, value, first, firstPlace }) =>
      `\`${member}\` is ${value}, which is \`${first}\` already (${firstPlace})`,
  }),
  oneWayWithResults: define<{ verb: string; name: string }>({
    code: "SK4015",
    severity: "error",
    title: "a one-way operation with results",
    explanation:
      "Nobody answers a message or an event, so it has no results. An operation with an answer is a `call`, one with many answers a `stream`.",
    message: ({ verb, name }) => `the ${verb} \`${name}\` goes one way and can have no results; \`call\` can`,
  }),
  oneWayWithFailure: define<{ verb: string; name: string; failure: string }>({
    code: "SK4016",
    severity: "error",
    title: "a one-way operation that fails",
    explanation: "Nobody answers a message or an event, so nobody could be told that it failed. A `call` can fail.",
    message: ({ verb, name, failure }) =>
      `the ${verb} \`${name}\` goes one way and cannot fail with \`${failure}\`; \`call\` can`,
  }),
  streamOfNothing: define<{ name: string }>({
    code: "SK4017",
    severity: "error",
    title: "a stream without items",
    explanation:
      "A stream says after `->` what each of its items holds: `stream scan(from: u64) -> (at: Extent)`. Without an answer it would be a `message`, with one answer a `call`.",
    message: ({ name }) =>
      `the stream \`${name}\` does not say what it is a stream of: \`-> (…)\` with at least one result`,
  }),
  failureNotDeclared: define<{ operation: string; name: string }>({
    code: "SK4018",
    severity: "error",
    title: "a failure that is no enum or struct",
    explanation:
      "What follows `fails` becomes a class of errors in generated code, so it is an enum or a struct of the interface: an enum for the reason alone, a struct for a reason with details.",
    message: ({ operation, name }) => `\`${operation}\` must fail with an enum or a struct, and \`${name}\` is neither`,
  }),
  idNotInteger: define<{ name: string }>({
    code: "SK4019",
    severity: "error",
    title: "an id that is no integer",
    explanation:
      "`type Lba = id u64` makes a type whose values are integers that cannot be taken for any others in generated code. So an id is made of an integer type, or of another name for one, but not of another id.",
    message: ({ name }) => `the id \`${name}\` must be made of an integer type, such as \`id u32\``,
  }),
  openTooWide: define<{ name: string; underlying: string }>({
    code: "SK4020",
    severity: "error",
    title: "an open enum of 64 bits",
    explanation:
      "An open enum takes values that it has no member for, and gives them as numbers, which hold no 64 bits. Keep it in 32 bits or fewer, or make it strict.",
    message: ({ name, underlying }) =>
      `the open enum \`${name}\` is kept in ${underlying}; at most 32 bits can be open`,
  }),
  flagsNotUnsigned: define<{ name: string; underlying: string }>({
    code: "SK4021",
    severity: "error",
    title: "flags in something that has no bits for them",
    explanation:
      "What follows the colon is the integer type whose bits the flags are: one of u8, u16 and u32. Without it the smallest that holds all flags is taken. For more than 32 flags make two fields.",
    message: ({ name, underlying }) => `the flags \`${name}\` must be kept in u8, u16 or u32, not in \`${underlying}\``,
  }),
  flagsOverlap: define<{ member: string; value: number; first: string; firstValue: number; firstPlace: string }>({
    code: "SK4022",
    severity: "error",
    title: "flags that overlap",
    explanation:
      "Each flag has bits of its own, so that each can be set and read without the others. A flag without a value has the bit above those of its predecessor. Flags are put together in TypeScript: `mode(Mode.read, Mode.write)`.",
    message: ({ member, value, first, firstValue, firstPlace }) =>
      `\`${member}\` is ${value} and has a bit in common with \`${first}\`, which is ${firstValue} (${firstPlace})`,
  }),
  armUnknown: define<{ union: string }>({
    code: "SK4023",
    severity: "error",
    title: "an arm called unknown",
    explanation:
      "In generated code a value of an open union that is of none of its arms has the kind `unknown`. So no arm of an open union can have this name.",
    message: ({ union }) =>
      `no arm of the open union \`${union}\` can be called \`unknown\`: all other arms are called so`,
  }),
  identityTwice: define<{ name: string; identity: number; first: string; firstPlace: string }>({
    code: "SK4024",
    severity: "error",
    title: "two operations with one number",
    explanation:
      "On the wire an operation is its number, `call read @ 3 (…)`, which it keeps when it is renamed or moved. An operation without a number has its predecessor's plus one.",
    message: ({ name, identity, first, firstPlace }) =>
      `\`${name}\` is operation ${identity}, which is \`${first}\` already (${firstPlace})`,
  }),
  clauseTwice: define<{ word: string; name: string; firstPlace: string }>({
    code: "SK4041",
    severity: "error",
    title: "a clause said twice",
    explanation: "Behind an operation stand `within`, `priority` and `window` in any order, each once at most.",
    message: ({ word, name, firstPlace }) => `\`${name}\` says \`${word}\` twice, first at ${firstPlace}`,
  }),
  clauseMisplaced: define<{ word: string; verb: string; name: string }>({
    code: "SK4042",
    severity: "error",
    title: "a clause that means nothing here",
    explanation:
      "`idempotent` and `within` are for calls: only a call has one answer, which can come too late or be asked for again. `priority` and `window` are for every operation.",
    message: ({ word, verb, name }) => `the ${verb} \`${name}\` can say no \`${word}\`: only a \`call\` can`,
  }),
  oneWayWithUploads: define<{ verb: string; name: string }>({
    code: "SK4043",
    severity: "error",
    title: "a one-way operation that streams items up",
    explanation:
      "What stands behind `<-` are items that the client streams up behind its arguments, at the pace of the server. A `call` takes them and gives one answer, a `stream` gives items too; a message or an event goes one way and is sent whole.",
    message: ({ verb, name }) =>
      `the ${verb} \`${name}\` is sent whole and takes no items behind \`<-\`; \`call\` does`,
  }),
  idempotentUploads: define<{ name: string }>({
    code: "SK4044",
    severity: "error",
    title: "an idempotent call that streams items up",
    explanation:
      "An idempotent call is sent again when its server is lost. The items that a client streams up are gone then: they are taken from a program's iterable, which cannot be asked for them again.",
    message: ({ name }) => `\`${name}\` cannot be idempotent: the items behind \`<-\` cannot be sent twice`,
  }),
  uploadsOfNothing: define<{ name: string }>({
    code: "SK4045",
    severity: "error",
    title: "items without anything in them",
    explanation: "Behind `<-` stands what each item holds that a client streams up: `<- (data: bytes<512>)`.",
    message: ({ name }) => `\`${name}\` does not say what its client streams up: \`<- (…)\` with at least one field`,
  }),
  deadlineZero: define<{ name: string }>({
    code: "SK4046",
    severity: "error",
    title: "no time at all",
    explanation: "`within` says how long a call may take unless its caller says otherwise: a time above zero.",
    message: ({ name }) => `\`${name}\` must have more time than none`,
  }),
  interfaceEmpty: define<{ name: string }>({
    code: "SK4101",
    severity: "warning",
    title: "an interface without operations",
    explanation:
      "A service of an interface without messages, calls, events or streams can be bound to, but nothing can be asked of it. An interface whose types others use, `Shared.Extent`, needs no operations.",
    message: ({ name }) => `the interface \`${name}\` has no operations`,
  }),
  enumEmpty: define<{ word: string; name: string }>({
    code: "SK4102",
    severity: "error",
    title: "an enum without members",
    explanation: "A value of an enum is one of its members; without any there is no value that could be sent.",
    message: ({ word, name }) =>
      word === "flags"
        ? `the flags \`${name}\` have no members, so they have no values`
        : `the ${word} \`${name}\` has no members, so it has no values`,
  }),
  tooManyOperations: define<{ name: string; count: number; most: number; last: string; number: number }>({
    code: "SK4103",
    severity: "error",
    title: "too many operations",
    explanation:
      "The number of an operation travels in one byte of every message, and 0 is kept free: an interface has at most 255 operations. Make two interfaces of it; one program can serve one, another the other.",
    message: ({ name, count, most, last, number }) =>
      count > most
        ? `the interface \`${name}\` has ${count} operations, and at most ${most} fit`
        : `\`${last}\` would be operation ${number} of the interface \`${name}\`, and their numbers end at ${most}`,
  }),
  resourceInEvent: define<{ event: string; field: string; resource: "region" | "endpoint" }>({
    code: "SK4107",
    severity: "error",
    title: "a region or an endpoint in an event",
    explanation:
      "An event goes to every client that has subscribed, and to those at their own pace; a region is lent to one receiver and given back by it, and an endpoint is the right of one. Let the event say that there is something, and a `call` fetch it; or make it a `stream`, which has one receiver.",
    message: ({ event, field, resource }) =>
      `the event \`${event}\` cannot pass \`${field}\`, which holds ${resource === "region" ? "a region" : "an endpoint"}`,
  }),
  messageTooLong: define<{ what: string; bytes: number; most: number; field: string; fieldBytes: number }>({
    code: "SK4104",
    severity: "error",
    title: "a message longer than a channel allows",
    explanation:
      "Channels take messages apart into fragments of a cache line and hold back whatever comes behind them, so a message is at most 64 KiB long, counted with every bounded field full. Lower the bound and send several, or make it a stream, which sends one item after another and never more than its consumer can hold.",
    message: ({ what, bytes, most, field, fieldBytes }) =>
      `${what} can be ${printBytes(bytes)} long, and a channel takes ${printBytes(most)}: \`${field}\` alone takes ${printBytes(fieldBytes)}`,
  }),
  nameReserved: define<{ what: string; name: string; reason: string }>({
    code: "SK4105",
    severity: "warning",
    title: "a name that TypeScript keeps for itself",
    explanation:
      "The name cannot be used as it is in generated TypeScript, or would change what the code around it means. It works, but gets an underscore behind it there.",
    message: ({ what, name, reason }) => `${what} is called \`${name}_\` in generated code: ${reason}`,
  }),
  generatedNameTaken: define<{ what: string; name: string; called: string; taker: string }>({
    code: "SK4106",
    severity: "warning",
    title: "two things with one name in generated code",
    explanation:
      "Some names in generated code are made from those of the description: `ReadReply` is what `read` answers with, `BlockClient` the client of `Block`. Where two things would have the same name, the later one gets an underscore behind it, or as many as it takes. Rename one of them to keep the generated code easy to read.",
    message: ({ what, name, called, taker }) =>
      `${what} is called \`${called}\` in generated code: \`${name}\` is ${taker}`,
  }),
} as const;

function printBytes(bytes: number): string {
  return Number.isSafeInteger(bytes) ? `${bytes} bytes` : "more than 2^53 bytes";
}
