/** What stands in interfaces. */
import { between, include, match, name, type Rule, whole } from "./rules.ts";
import { blockEnd, braces, builtins, enclosed, words } from "./vocabulary.ts";

const typeName = "entity.name.type";
const declares = "storage.type.interface";
const modifier = "storage.modifier";
const separator = "punctuation.separator";
const field = "variable.other.member";
const optional = "keyword.operator.optional";

/** `read(at: Extent)`: names, then their types. */
const fields = enclosed("(", [
  match(`(${name})\\s*(\\?)?\\s*(:)`, "variable.parameter", optional, separator),
  include("comments"),
  include("types"),
]);

/** `key: Key` and `circle @ 3: Circle`, each up to where the next begins. */
const entry = between(
  [
    `(${name})\\s*(\\?)?(?:\\s*(@)\\s*([0-9]+))?\\s*(:)`,
    ...[field, optional, "keyword.operator", "constant.numeric", separator],
  ],
  ["(?=[;,}]|//)|$"],
  [include("types")],
);

const reserved = between(
  [`${words("reserved")}(?=\\s+[-@0-9A-Za-z_]|\\s*$)`, modifier],
  ["(?=[;}]|//)|$"],
  [include("expression"), whole(name, field)],
);

const items: readonly Rule[] = [
  between(
    [`${words("const")}\\s+(${name})`, declares, "variable.other.constant"],
    ["(?=[;}])|$"],
    [match(`(:)\\s*(${name})`, separator, "support.type"), include("expression"), include("variable")],
  ),
  between(
    [
      `${words("type")}\\s+(${name})\\s*(=)(?:\\s*${words("id")}(?=\\s+[A-Za-z_]))?`,
      ...[declares, typeName, "keyword.operator", modifier],
    ],
    ["(?=[;}])|$"],
    [include("types")],
  ),
  match(`${words("open", "strict")}(?=\\s+[a-z])`, modifier),
  between(
    [
      `${words("enum", "flags")}\\s+(${name})(?:\\s*(:)\\s*(${name}))?`,
      ...[declares, typeName, separator, "support.type"],
    ],
    [blockEnd],
    [include("comments"), braces([reserved, include("expression"), whole(name, "variable.other.enummember")])],
  ),
  between(
    [`${words("union")}\\s+(${name})`, declares, typeName],
    [blockEnd],
    [include("comments"), braces([reserved, entry, include("expression"), whole(name, field)])],
  ),
  between(
    [`${words("struct")}\\s+(${name})`, declares, typeName],
    [blockEnd],
    [
      include("comments"),
      include("typeParameters"),
      braces([reserved, entry, include("expression"), include("types")]),
    ],
  ),
  match(
    `(?:${words("idempotent")}\\s+)?${words("message", "call", "event", "stream")}\\s+(${name})`,
    ...[modifier, "storage.type.operation", "entity.name.function"],
  ),
  fields,
  match(
    `${words("fails")}\\s+(?:(${name})\\s*(\\.)\\s*)?(${name})`,
    ...["keyword.other.clause", typeName, "punctuation.accessor", typeName],
  ),
  match(`${words("within", "priority", "window")}(?=\\s+[-0-9A-Za-z_(])`, "keyword.other.clause"),
];

/** Behind `<` stand types or numbers, and only what they are declared as tells which; a bound is a number. */
const typeRules: readonly Rule[] = [
  include("comments"),
  match(`${words("writable")}(?=\\s+[A-Za-z_])`, modifier),
  enclosed(
    "<",
    [match(`(${name})(?=\\s*\\.)`, typeName), include("expression"), include("variable")],
    "(?<=string|bytes|region)\\s*",
  ),
  enclosed("<", [include("types")]),
  match(builtins, "support.type"),
  match(`(${name})\\s*(\\.)\\s*(${name})`, typeName, "punctuation.accessor", typeName),
  include("expression"),
  whole(name, typeName),
];

export function interfaceRules(): Readonly<Record<string, Rule>> {
  return {
    types: { patterns: typeRules },
    typeParameters: enclosed("<", [
      match(`(?:${words("const")}\\s+)?(${name})(?=\\s*[,>])`, modifier, "variable.parameter"),
      include("expression"),
      include("variable"),
    ]),
    interface: { patterns: [include("comments"), reserved, ...items, include("expression"), include("variable")] },
  };
}
