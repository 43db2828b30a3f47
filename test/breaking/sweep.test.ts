/** Every kind of edit, once at every place of the examples that it fits, with exactly the findings that it should have. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { findChanges } from "../../src/breaking/find-changes.ts";
import { negotiate } from "../../src/breaking/negotiation.ts";
import type { InterfaceDeclaration, InterfaceItem } from "../../src/syntax/ast.ts";
import { parse } from "../../src/syntax/parse.ts";
import { planOf } from "./changes.ts";

const repository = new URL("../../", import.meta.url);
const reference = readFileSync(new URL("dsl/reference.md", repository), "utf8");
const texts = [
  ...["hotos09/block", "hotos09/registry", "this-machine/interface"].map((name) =>
    readFileSync(new URL(`examples/${name}.skerry`, repository), "utf8"),
  ),
  ...[...reference.matchAll(/^```skerry\n(interface [\s\S]*?)^```$/gm)].map(([, text = ""]) => text),
];

/** Replaces what stands from `start` to `end`, and expects these codes beside those of the version. */
interface Edit {
  readonly what: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly codes: readonly string[];
}

type Item<Kind extends InterfaceItem["kind"]> = Extract<InterfaceItem, { kind: Kind }>;

function replace(what: string, span: { start: number; end: number }, text: string, ...codes: string[]): Edit {
  return { what, start: span.start, end: span.end, text, codes };
}

function insert(what: string, at: number, text: string, ...codes: string[]): Edit {
  return { what, start: at, end: at, text, codes };
}

const editsOf: { readonly [Kind in InterfaceItem["kind"]]: (item: Item<Kind>, text: string) => readonly Edit[] } = {
  const: ({ name }, text) => {
    const renamed = text.replaceAll(new RegExp(`\\b${name.text}\\b`, "g"), "another");
    return [
      replace(`rename ${name.text} wherever it stands`, { start: 0, end: text.length }, renamed, "SK9511", "SK9552"),
    ];
  },
  type: ({ isId, type, name }, text) => [
    ...(isId ? [] : widen(`the type ${name.text}`, type.span, text)),
    ...(isId ? [replace("make an id plain", { start: type.span.start - 3, end: type.span.start }, "", "SK9312")] : []),
  ],
  enum: (item, text) => choiceEdits(item, text),
  flags: (item, text) => choiceEdits(item, text),
  union: ({ name, openness, arms }) => [
    insert(`rename an arm of ${name.text}`, arms[0]?.name.span.end ?? 0, "X", "SK9405"),
    insert(
      `add an arm to ${name.text}`,
      arms.at(-1)?.span.end ?? 0,
      "; another",
      openness === "open" ? "SK9451" : "SK9401",
    ),
  ],
  struct: ({ name, fields }, text) => [
    insert(`add a field to ${name.text}`, fields.at(-1)?.span.end ?? 0, "; another: u16", "SK9301"),
    ...fields.flatMap((field) => fieldEdits(field, text)),
  ],
  operation: (item, text) => [
    insert(`rename ${item.name.text}`, item.name.span.end, "X", "SK9205"),
    ...[item.parameters, item.uploads, item.results]
      .flatMap((fields) => fields ?? [])
      .flatMap((field) => fieldEdits(field, text)),
    ...swap(item.parameters[0]?.span, item.parameters[1]?.span, text),
    ...(item.verb === "message"
      ? [replace(`make an event of ${item.name.text}`, wordAt(item.span.start), "event", "SK9204")]
      : []),
    ...clauseEdits(item),
    ...idempotentEdits(item),
    ...uploadEdits(item, text),
  ],
};

/** Another value of each clause that stands there, and one of each that does not. */
function clauseEdits({ name, verb, clauses, span }: Item<"operation">): readonly Edit[] {
  const values = [
    { word: "within", value: "1 us", code: "SK9212" },
    { word: "priority", value: "7", code: "SK9213" },
    { word: "window", value: "3", code: "SK9214" },
  ];
  return values.flatMap(({ word, value, code }) => {
    if (word === "within" && verb !== "call") return [];
    const clause = clauses.find((one) => one.word === word);
    if (clause === undefined) return [insert(`give ${name.text} a ${word}`, span.end, ` ${word} ${value}`, code)];
    return [replace(`change the ${word} of ${name.text}`, clause.value.span, value, code)];
  });
}

function idempotentEdits({ name, verb, idempotent, uploads, span }: Item<"operation">): readonly Edit[] {
  if (idempotent !== null) return [replace(`say idempotent no more of ${name.text}`, idempotent.span, "", "SK9211")];
  if (verb !== "call" || uploads !== null) return [];
  return [insert(`say idempotent of ${name.text}`, span.start, "idempotent ", "SK9252")];
}

function uploadEdits({ name, verb, idempotent, uploads }: Item<"operation">, text: string): readonly Edit[] {
  const results = text.indexOf("->", name.span.end);
  if (uploads !== null) {
    const arrow = { start: text.indexOf("<-", name.span.end), end: results };
    return [replace(`take what streams up from ${name.text}`, arrow, "", "SK9206")];
  }
  if (idempotent !== null || (verb !== "call" && verb !== "stream")) return [];
  return [insert(`let items stream up to ${name.text}`, results, "<- (up: u8) ", "SK9206")];
}

function wordAt(start: number) {
  return { start, end: start + "message".length };
}

function swap(first: { start: number; end: number } | undefined, second: typeof first, text: string): readonly Edit[] {
  if (first === undefined || second === undefined) return [];
  const between = text.slice(first.end, second.start);
  const swapped = text.slice(second.start, second.end) + between + text.slice(first.start, first.end);
  return [replace("exchange two parameters", { start: first.start, end: second.end }, swapped, "SK9304")];
}

function fieldEdits({ name, type, isOptional }: Item<"struct">["fields"][number], text: string): readonly Edit[] {
  return [
    insert(`rename ${name.text}`, name.span.end, "X", "SK9303"),
    isOptional
      ? replace(`require ${name.text}`, { start: name.span.end, end: name.span.end + 1 }, "", "SK9305")
      : insert(`make ${name.text} optional`, name.span.end, "?", "SK9305"),
    ...widen(name.text, type.span, text),
  ];
}

/** Another type where the new one's effect is known from the text alone. */
function widen(what: string, span: { start: number; end: number }, text: string): readonly Edit[] {
  const written = text.slice(span.start, span.end);
  const to = (now: string, code: string) => replace(`make ${what} ${now}`, span, now, code);
  if (written === "u64") return [to("u32", "SK9307"), to("i64", "SK9308"), to("f64", "SK9308"), to("u64[2]", "SK9306")];
  if (written === "u32") return [to("u64", "SK9307"), to("f32", "SK9308"), to("string<4>", "SK9306")];
  const bound = /^(string|bytes)<(.*)>$/.exec(written);
  if (bound !== null) return [to(`${bound[1]}<${bound[2]} * 2>`, "SK9309"), to(`${bound[1]}<1>`, "SK9309")];
  const array = /^(\w+)\[(\.\.)?(\d+)\]$/.exec(written);
  if (array === null) return [];
  return [to(`${array[1]}[${array[2] ?? ""}${Number(array[3]) + 1}]`, array[2] === undefined ? "SK9310" : "SK9309")];
}

function choiceEdits(
  { name, openness, underlying, members, span }: Item<"enum"> | Item<"flags">,
  text: string,
): readonly Edit[] {
  const last = members.at(-1);
  const isOpen = openness === "open";
  const previous = members.at(-2);
  const removed = { start: previous?.span.end ?? 0, end: last?.span.end ?? 0 };
  const opened = text.startsWith("open", span.start) || text.startsWith("strict", span.start);
  const word = text.slice(span.start).split(" ")[0] ?? "";
  return [
    insert(`rename a member of ${name.text}`, members[0]?.name.span.end ?? 0, "X", "SK9405"),
    insert(`add a member to ${name.text}`, last?.span.end ?? 0, ", another", isOpen ? "SK9451" : "SK9401"),
    ...(previous === undefined
      ? []
      : [replace(`remove a member of ${name.text}`, removed, "", isOpen ? "SK9406" : "SK9402", "SK9604")]),
    opened
      ? replace(
          `turn ${name.text}`,
          { start: span.start, end: span.start + word.length },
          isOpen ? "strict" : "open",
          "SK9408",
        )
      : insert(`open ${name.text}`, span.start, "open ", "SK9408"),
    ...(underlying === null ? [] : [replace(`widen ${name.text}`, underlying.span, "u32", "SK9407")]),
  ];
}

function editsWithin(declared: InterfaceDeclaration, text: string): readonly Edit[] {
  const end = declared.span.end - 1;
  const last = declared.items.filter((item) => item.kind === "operation").at(-1);
  return [
    ...(last === undefined ? [] : [renumber(last)]),
    insert("add an operation", end, "  message another @ 200 (a: u8)\n", "SK9251"),
    insert("add a type", end, "  struct Another { a: u8 }\n", "SK9551"),
    insert("add a constant", end, "  const another = 1\n", "SK9552"),
    ...declared.items.flatMap((item) => editsOfItem(item, text)),
  ];
}

function renumber({ name, identity }: Item<"operation">): Edit {
  const what = `renumber ${name.text}`;
  if (identity !== null) return replace(what, identity.span, "99", "SK9202");
  return insert(what, name.span.end, " @ 99 ", "SK9202");
}

function editsOfItem(item: InterfaceItem, text: string): readonly Edit[] {
  switch (item.kind) {
    case "const":
      return editsOf.const(item, text);
    case "type":
      return editsOf.type(item, text);
    case "enum":
      return editsOf.enum(item, text);
    case "flags":
      return editsOf.flags(item, text);
    case "union":
      return editsOf.union(item, text);
    case "struct":
      return editsOf.struct(item, text);
    case "operation":
      return editsOf.operation(item, text);
  }
}

const cases = texts.flatMap((text) => {
  const declarations = parse({ path: "a.skerry", text }).product.declarations;
  return declarations.flatMap((declared) =>
    declared.kind !== "interface"
      ? []
      : editsWithin(declared, text).map(
          (edit) => [`${declared.name.text}: ${edit.what}`, text, declared, edit] as const,
        ),
  );
});

/** With the versions of all interfaces raised: one may have types of another. */
function apply(text: string, { start, end, text: put }: Edit): string {
  const edited = text.slice(0, start) + put + text.slice(end);
  return edited.replace(/^interface (\w+)(?: @ (\d+))?/gm, (_, name: string, version = "1") => {
    return `interface ${name} @ ${Number(version) + 1}`;
  });
}

describe("one edit", () => {
  test("is made in many ways", () => {
    expect(cases.length).toBeGreaterThan(80);
  });

  test.each(cases)("%s", (_, text, declared, edit) => {
    const [old, now] = [planOf(text), planOf(apply(text, edit))];
    const findings = findChanges(old, now);
    expect(findings.map(({ code }) => code).sort()).toEqual([...edit.codes].sort());
    const [before, after] = [old, now].map(({ interfaces }) =>
      interfaces.find(({ name }) => name === declared.name.text),
    );
    const binding = before === undefined || after === undefined ? null : negotiate(before, after);
    const refused = binding?.kind === "partly" ? binding.refused.map((name) => `${declared.name.text}.${name}`) : [];
    const wire = findings.filter(({ category }) => category === "wire").flatMap(({ operations }) => operations);
    expect(refused.filter((operation) => !wire.includes(operation))).toEqual([]);
  });
});
