/**
 * The TextMate grammar of dsl/editor/vscode, made from the lists of words that the compiler itself reads. Keywords are
 * contextual: each is one only where what follows shows it, else it is a name.
 */
import { unitNames } from "../../../src/resolve/units.ts";
import { hardwareRules } from "./hardware.ts";
import { interfaceRules } from "./interfaces.ts";
import { between, include, match, name, oneOf, type Rule, whole } from "./rules.ts";
import { systemRules } from "./systems.ts";
import { blockEnd, braces, enclosed, levels, words } from "./vocabulary.ts";

/** A head with what follows it, up to and with its braces. */
function declaration(begin: readonly [string, ...(readonly string[])], patterns: readonly Rule[]): Rule {
  return between(begin, [blockEnd], [include("comments"), ...patterns]);
}

const typeName = "entity.name.type";

const declarations: readonly Rule[] = [
  match(`${words("use")}(?=\\s*")`, "keyword.control.import"),
  declaration(
    [`${words("isa", "interconnect")}\\s+(${name})`, "storage.type.hardware", typeName],
    [include("attributeBlock")],
  ),
  declaration([`^${words("device")}\\s+(${name})`, "storage.type.hardware", typeName], [include("attributeBlock")]),
  declaration(
    [`${words(...levels, "machine")}\\s+(${name})`, "storage.type.hardware", typeName],
    [include("parameters"), braces([include("hardware")])],
  ),
  declaration(
    [`${words("interface")}\\s+(${name})`, "storage.type.interface", typeName],
    [braces([include("interface")]), include("expression")],
  ),
  declaration(
    [
      `${words("system")}\\s+(${name})(?:\\s+${words("on")}\\s+(${name}))?`,
      ...["storage.type.system", "entity.name.namespace", "keyword.other.clause", typeName],
    ],
    [braces([include("system")])],
  ),
];

const comments: readonly Rule[] = [
  whole("///(?!/).*$", "comment.line.documentation"),
  whole("//.*$", "comment.line.double-slash"),
];

const text: Rule = {
  ...between(
    ['(")', "punctuation.definition.string.begin"],
    ['(")|$', "punctuation.definition.string.end"],
    [whole('\\\\["\\\\n]', "constant.character.escape")],
  ),
  name: "string.quoted.double.skerry",
};

const number = "0[xb][A-Za-z0-9_]*|[0-9][0-9_]*(?:\\.[0-9][0-9_]*)?";

/** A number with its unit and, of cycles, the clock's owner; what else is worked out or named. */
const expression: readonly Rule[] = [
  include("comments"),
  include("strings"),
  match(
    `(?<![A-Za-z0-9_.])(${number})[ \\t]*${oneOf(unitNames())}(?:[ \\t]+${words("of")}(?=[ \\t]+[A-Za-z_]))?`,
    ...["constant.numeric", "keyword.other.unit", "keyword.operator.word"],
  ),
  whole(`(?<![A-Za-z0-9_])(?:${number})`, "constant.numeric"),
  whole("\\.\\.", "keyword.operator.range"),
  match(`(\\.)\\s*(${name})`, "punctuation.accessor", "variable.other.property"),
  include("brackets"),
  whole("->|<-|--", "keyword.operator.arrow"),
  whole("[-+*/%=@]", "keyword.operator"),
  whole("[:;,.?]", "punctuation.separator"),
];

/** `[2 * i]`, `[i in 0..3]`, `(3, *)` */
const brackets: readonly Rule[] = [
  enclosed("[", [
    match(`(${name})\\s+${words("in")}(?=\\s)`, "variable.parameter", "keyword.operator.word"),
    include("expression"),
    include("variable"),
  ]),
  enclosed("(", [include("expression"), include("variable")]),
];

/** Nothing but attributes: `word 64 bits, little endian`. */
const attributeBlock = braces([
  include("registers"),
  match(`(${name})(?:\\s+(${name}))?`, "support.type.property-name", "support.constant"),
  include("expression"),
]);

export function buildGrammar(): object {
  return {
    $schema: "https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json",
    ...{ name: "Skerry", scopeName: "source.skerry", fileTypes: ["skerry"] },
    patterns: [
      include("comments"),
      include("strings"),
      include("declarations"),
      include("expression"),
      include("variable"),
    ],
    repository: {
      ...{ comments: { patterns: comments }, strings: text, declarations: { patterns: declarations } },
      ...{ expression: { patterns: expression }, brackets: { patterns: brackets }, attributeBlock },
      variable: whole(name, "variable.other"),
      ...hardwareRules(),
      ...interfaceRules(),
      ...systemRules(),
    },
  };
}
