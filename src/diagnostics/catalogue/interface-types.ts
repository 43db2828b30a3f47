import { define } from "../diagnostic.ts";
import { didYouMean } from "./resolve/names.ts";

/** Types that outlive a version or leave their interface: what is reserved, generic, open, or taken from elsewhere (SK4025 to SK4040). */
export const interfaceTypeDiagnostics = {
  constantType: define<{ name: string; type: string; suggestion: string | null }>({
    code: "SK4025",
    severity: "error",
    title: "a constant of a type that no constant has",
    explanation:
      "A constant is a number, so the type behind its colon is an integer type, f32 or f64: `const most: u64 = 512`. Without a type it is a number that fits wherever it is used.",
    message: ({ name, type, suggestion }) =>
      `the constant \`${name}\` must be of an integer type, f32 or f64, and \`${type}\` is none${didYouMean(suggestion)}`,
  }),
  constantOutside: define<{ name: string; value: number; type: string; least: number; most: number }>({
    code: "SK4026",
    severity: "error",
    title: "a constant outside its type",
    explanation:
      "A constant that states a type has a value of that type. In u64 and i64 values are limited to 2^53 - 1 either way, the integers that can be computed with exactly.",
    message: ({ name, value, type, least, most }) =>
      `\`${name}\` is ${value}, but ${article(type)} can be a whole number from ${least} to ${most}`,
  }),
  constantElsewhere: define<{ name: string; owner: string; kind: string | null; suggestion: string | null }>({
    code: "SK4027",
    severity: "error",
    title: "no such constant in another interface",
    explanation:
      "`Block.sector` is the constant `sector` of the interface `Block`, which stands in the same file or in one that this file uses.",
    message: ({ name, owner, kind, suggestion }) =>
      kind === null
        ? `${owner} has no constant \`${name}\`${didYouMean(suggestion)}`
        : `\`${name}\` of ${owner} is ${article(kind)}, but a constant is wanted here`,
  }),
  reservedUsed: define<{ name: string; numbers: string | null; number: number | null; owner: string }>({
    code: "SK4028",
    severity: "error",
    title: "something reserved that is used again",
    explanation:
      "`reserved` keeps what an older version used from coming back with another meaning: a name, an enum's value, the number of an operation or of an arm. Take another, or remove it from the list if no older version is in use any more.",
    message: ({ name, numbers, number, owner }) =>
      numbers === null
        ? `\`${name}\` is reserved in ${owner}`
        : `\`${name}\` has the ${numbers} ${number}, which is reserved in ${owner}`,
  }),
  reservedTwice: define<{ what: string; owner: string; firstPlace: string }>({
    code: "SK4029",
    severity: "error",
    title: "something reserved twice",
    explanation: "Each name and each number is reserved once; ranges do not overlap. Remove one of the two.",
    message: ({ what, owner, firstPlace }) => `${what} is reserved in ${owner} already (${firstPlace})`,
  }),
  reservedWrongKind: define<{ owner: string; numbers: string | null }>({
    code: "SK4030",
    severity: "error",
    title: "something reserved that is not there to be used",
    explanation:
      "In an interface and in a union, names and numbers on the wire can be reserved, `reserved old, @ 3, @ 7..9`; in an enum and in flags, names and values, `reserved old, 3, 7..9`; in a struct, names alone.",
    message: ({ owner, numbers }) => {
      if (numbers === null) return `the fields of ${owner} have no numbers, so only names can be reserved`;
      return numbers === "value"
        ? `values of ${owner} are reserved without \`@\`: \`reserved 3\``
        : `the ${numbers}s of ${owner} are reserved with \`@\`: \`reserved @ 3\``;
    },
  }),
  reservedBackwards: define<{ from: number; to: number }>({
    code: "SK4031",
    severity: "error",
    title: "a reserved range that runs backwards",
    explanation:
      "A range `a..b` contains both of its ends, and the lower one stands first: `reserved 7..9` keeps 7, 8 and 9.",
    message: ({ from, to }) => `the range ${from}..${to} is empty: write \`${to}..${from}\``,
  }),
  tagTwice: define<{ name: string; tag: number; first: string; firstPlace: string }>({
    code: "SK4032",
    severity: "error",
    title: "two arms with one number",
    explanation:
      "On the wire an arm is its number, `circle @ 3: Circle`, which it keeps when it is renamed or moved. An arm without a number has its predecessor's plus one.",
    message: ({ name, tag, first, firstPlace }) =>
      `\`${name}\` is arm ${tag}, which is \`${first}\` already (${firstPlace})`,
  }),
  /** `given` is null for what is no interface where one is wanted. */
  argumentsWrong: define<{ name: string; wanted: readonly string[]; given: number | null }>({
    code: "SK4033",
    severity: "error",
    title: "too many or too few arguments",
    explanation:
      "`string`, `bytes` and `region` take a bound in bytes, `endpoint` takes an interface, a generic struct what its declaration says in angle brackets. Other types take nothing.",
    message: ({ name, wanted, given }) =>
      wanted.length === 0
        ? `\`${name}\` takes nothing in angle brackets`
        : `\`${name}\` takes \`<${wanted.join(", ")}>\`, and ${given === null ? "this is no interface" : given === 1 ? "one is given" : `${given} are given`}`,
  }),
  argumentKind: define<{ name: string; parameter: string; isConstant: boolean }>({
    code: "SK4034",
    severity: "error",
    title: "a number where a type is wanted, or a type where a number is",
    explanation:
      "A parameter of a generic struct stands for a type, or with `const` in front for a number: `struct Page<Item, const most> { items: Item[..most] }`, named where it is used, `type Extents = Page<Extent, 16>`.",
    message: ({ name, parameter, isConstant }) =>
      isConstant
        ? `\`${parameter}\` of \`${name}\` is a number, and this is a type`
        : `\`${parameter}\` of \`${name}\` is a type, and this is a number`,
  }),
  genericUnnamed: define<{ name: string; wanted: readonly string[] }>({
    code: "SK4035",
    severity: "error",
    title: "a generic struct without a name of its own",
    explanation:
      "What a generic struct becomes with its arguments has a name of its own, by which generated code calls it: `type Extents = Page<Extent, 16>`, and then `Extents` wherever it is used.",
    message: ({ name, wanted }) =>
      `\`${name}\` is generic: name what it becomes with \`type … = ${name}<${wanted.join(", ")}>\`, and use that name`,
  }),
  resourceInUnion: define<{ union: string; arm: string; resource: string }>({
    code: "SK4036",
    severity: "error",
    title: "a region or an endpoint in a union",
    explanation:
      "Kernels find the regions and endpoints of a message by their place, which is known when the description is compiled. In a union it would depend on the arm: make an optional field of it.",
    message: ({ union, arm, resource }) =>
      `the arm \`${arm}\` of \`${union}\` holds ${article(resource)}, which can stand in parameters, results and structs only`,
  }),
  roomTooSmall: define<{ name: string; bytes: number; room: number; field: string }>({
    code: "SK4037",
    severity: "error",
    title: "an open struct without room for its fields",
    explanation:
      "`open struct Extent<64>` keeps 64 bytes wherever it stands, so that later versions can have more fields at its end. Its first 8 bytes say how many are used and which optional fields are there. Give it more room; in what is in use already that is a change of layout.",
    message: ({ name, bytes, room, field }) =>
      `the fields of \`${name}\` take ${bytes} bytes, and it has room for ${room}: \`${field}\` does not fit`,
  }),
  roomMissing: define<{ name: string }>({
    code: "SK4038",
    severity: "error",
    title: "an open struct that does not say how far it may grow",
    explanation: "An open struct says in bytes how large a later version of it can be: `open struct Extent<64> { … }`.",
    message: ({ name }) => `the open struct \`${name}\` must say how large it may grow: \`open struct ${name}<64>\``,
  }),
  roomUnwanted: define<{ name: string }>({
    code: "SK4040",
    severity: "error",
    title: "room in a strict struct",
    explanation:
      "A strict struct has the size of its fields, in every version. Only an open one has room to grow, `open struct Extent<64> { … }`; in angle brackets behind the name of another stand the parameters of a generic struct.",
    message: ({ name }) => `\`${name}\` is strict and keeps no room: \`open struct ${name}<…>\` does`,
  }),
  tooManyOptional: define<{ name: string; count: number; most: number }>({
    code: "SK4039",
    severity: "error",
    title: "too many optional fields in an open struct",
    explanation: "An open struct has 32 bits that tell which of its optional fields are there.",
    message: ({ name, count, most }) =>
      `the open struct \`${name}\` has ${count} optional fields, and at most ${most} fit`,
  }),
} as const;

export function article(noun: string): string {
  return /^[aeio]/.test(noun) ? `an ${noun}` : `a ${noun}`;
}
