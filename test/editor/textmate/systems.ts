/** What stands in systems. */
import { attributeTables } from "../../../src/resolve/hardware/attribute-tables.ts";
import { between, include, match, name, oneOf, type Rule, whole } from "./rules.ts";
import { braces, wordAttributes, words } from "./vocabulary.ts";

const clause = "keyword.other.clause";
const word = "keyword.operator.word";
const program = "variable.other.declaration";
const separator = "punctuation.separator";
const follows = "(?=\\s+[A-Za-z_])";
const valueFollows = "(?=\\s+[-A-Za-z_0-9(])";

const items: readonly Rule[] = [
  match(
    `${words("service")}\\s+(${name})(?:\\s*(:)\\s*(${name}))?`,
    ...["storage.type.system", program, separator, "entity.name.type"],
  ),
  match(`${words("client")}\\s+(${name})`, "storage.type.system", program),
  between(
    [`${words("state")}\\s+(${name})\\s*(:)\\s*(${name})`, "storage.type.system", program, separator, "support.type"],
    [`(?=\\s${words("replicas", "agree")}\\s)|(?=[{}])|$`],
    [include("types")],
  ),
  match(`${words("buffer")}\\s+(${name})`, "storage.type.system", program),
  match(`${words("isolate")}${follows}`, "storage.type.system"),
];

/** Words for things of the language, which are no names of anybody's. */
const fixedWords: readonly Rule[] = [
  match(`${words("every")}\\s+(${name})`, clause, "support.constant"),
  match(`${words("one")}\\s+${words("per")}\\s+(${name})`, clause, word, "support.constant"),
  match(`${words("spread")}(?:\\s+${words("by")}\\s+(${name}))?`, clause, word, "support.constant"),
  match(`${words("agree")}\\s+(${name})`, clause, "support.constant"),
  match(
    `${words("apart")}\\s+${words("from")}\\s+(${name})(?:\\s+${words("by")}\\s+(${name}))?`,
    ...[clause, word, "variable.other", word, "support.constant"],
  ),
  match(`${words("read")}\\s+${words("by")}${follows}`, clause, word),
];

const required = Object.keys(attributeTables.requires);

const clauses: readonly Rule[] = [
  match(
    `(?:${words("requires")}\\s+|(,)\\s*)${oneOf(required.filter((each) => wordAttributes.includes(each)))}\\s+(${name})`,
    ...[clause, separator, "support.type.property-name", "support.constant"],
  ),
  match(
    `(?:${words("requires")}\\s+|(,)\\s*)${oneOf(required)}(?=\\s+[0-9A-Za-z_])`,
    ...[clause, separator, "support.type.property-name"],
  ),
  match(`${words("requires", "drives", "uses", "allow", "traffic", "near", "on", "replicas")}${valueFollows}`, clause),
  match(`${words("copies")}${valueFollows}`, clause),
  match(`${words("for", "in", "from", "with")}${valueFollows}`, word),
  whole(words("forwarded"), clause),
];

export function systemRules(): Readonly<Record<string, Rule>> {
  return {
    system: {
      patterns: [
        include("comments"),
        ...items,
        ...fixedWords,
        ...clauses,
        include("expression"),
        braces([include("system")]),
        include("variable"),
      ],
    },
  };
}
