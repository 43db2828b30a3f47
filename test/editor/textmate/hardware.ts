/** What stands in parts and machines. */
import { between, include, match, name, oneOf, type Rule, whole } from "./rules.ts";
import { attributesOf, braces, enclosed, isKeyword, levels, wordAttributes, words } from "./vocabulary.ts";

const item = "storage.type.hardware";
const word = "keyword.operator.word";
const clause = "keyword.other.clause";
const declared = "variable.other.declaration";
const follows = "(?=\\s+[A-Za-z_])";
const valueFollows = "(?=\\s+[-A-Za-z_0-9(])";
/** Where the end of an item's head is at the latest. */
const headEnd = "(?=[,;{}]|//)|$";

const attributes = attributesOf(
  ...(["core", "cache", "memory", "coherence", "link", "device", "iommu", "map", "controller"] as const),
);

/** `to`, `at` and their like, with the beginning of the path that they lead to. */
function before(list: string, scope: string): Rule {
  return match(`${list}(?:\\s+(${name}))?(?=\\s*[-A-Za-z_0-9(.\\[,;{}/]|\\s*$)`, scope, "variable.other");
}

/** `core cpu[4]: amd64`, `package p[8]: Opteron8350`, `device nic: Ethernet10G`: what is behind the colon is a type. */
function typed(list: string): Rule {
  return between(
    [`${list}\\s+(${name})`, item, declared],
    [`(:)\\s*(${name})|${headEnd}`, "punctuation.separator", "entity.name.type"],
    [include("comments"), include("brackets")],
  );
}

const link = between(
  [`${words("link")}(?=\\s+${name})`, item],
  [`(:)\\s*(${name})|${headEnd}`, "punctuation.separator", "entity.name.type"],
  [include("expression"), include("variable")],
);

const loop = between(
  [`${words("for")}${follows}`, "keyword.control.loop"],
  [`${words("in")}(?=\\s)|(?=[{}])|$`, word],
  [include("comments"), whole(name, "variable.parameter"), whole(",", "punctuation.separator")],
);

/** `map 0x4000_0000 size 16 MiB to l4 at 0x0, read only` */
const map = between(
  [`${words("map")}${valueFollows}`, item],
  ["(?=[;}])|$"],
  [
    before(words("size", "to", "over", "by", "at"), word),
    include("attributes"),
    include("expression"),
    include("variable"),
  ],
);

/** A list of the elements of a part: no attributes in it. */
const domain = between(
  [`${words("failure", "power")}\\s+${words("domain")}\\s+(${name})`, item, item, declared],
  ["(?=[;}])|$"],
  [include("expression"), include("variable")],
);

const attributeRules: readonly Rule[] = [
  match(`${oneOf(wordAttributes)}\\s+(?!at\\b|to\\b)(${name})`, "support.type.property-name", "support.constant"),
  match(
    `(,)\\s*${oneOf(attributes.filter((each) => isKeyword(each) && !wordAttributes.includes(each)))}(?!\\s*[.\\[:])(?!\\s+by\\b)`,
    "punctuation.separator",
    "support.type.property-name",
  ),
  whole(`${oneOf(attributes.filter((each) => !isKeyword(each)))}(?!\\s*[.\\[:=)])`, "support.type.property-name"),
];

const clauses: readonly Rule[] = [
  match(`${words("coherence")}\\s+${words("between")}${follows}`, item, word),
  match(`${words("measured")}\\s+(${name})`, item, "support.type.property-name"),
  match(`${words("shared")}\\s+${words("by")}${follows}`, clause, word),
  match(`${words("shared")}\\s+${words("line", "lines")}${valueFollows}`, clause, clause),
  match(`${words("sees")}\\s+(${name})`, clause, "variable.other"),
  match(`${words("dma")}\\s+${words("reaches")}${follows}`, clause, clause),
  match(`${words("interrupt")}\\s+${words("msi")}`, clause, clause),
  match(`${words("interrupt")}(?=\\s*->|\\s+[0-9(A-Za-z_])`, clause),
  match(`${words("else")}\\s+${words("to")}\\s+(${name})`, item, word, "variable.other"),
  match(`${words("lines")}(?!\\s*[.\\[:=(])`, clause),
  match(`${words("line")}${valueFollows}`, clause),
  before(words("at", "to"), word),
];

export function hardwareRules(): Readonly<Record<string, Rule>> {
  return {
    registers: match(`${words("registers")}\\s+(${name})(?=\\s*:)`, item, declared),
    attributes: { patterns: attributeRules },
    parameters: enclosed("(", [
      match(`(${name})\\s*(:)\\s*(${name})`, "variable.parameter", "punctuation.separator", "support.type"),
      include("expression"),
      include("variable"),
    ]),
    hardware: {
      patterns: [
        include("comments"),
        typed(words("core", ...levels, "device")),
        ...[link, loop, map, domain],
        match(`${words("cache", "memory", "port", "controller", "space", "iommu")}\\s+(${name})`, item, declared),
        include("registers"),
        include("attributes"),
        ...clauses,
        include("arguments"),
        include("expression"),
        braces([include("hardware")]),
        include("variable"),
      ],
    },
    arguments: enclosed(
      "(",
      [
        match(`(${name})\\s*(:)`, "variable.parameter", "punctuation.separator"),
        include("expression"),
        include("variable"),
      ],
      "(?<=[A-Za-z0-9_])",
    ),
  };
}
