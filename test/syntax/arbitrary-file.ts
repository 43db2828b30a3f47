/** Trees of any shape the language allows, without spans, and texts that spell them in any layout. */
import fc, { type Arbitrary } from "fast-check";
import type * as ast from "../../src/syntax/ast.ts";
import type { Address, ElseItem, LineItem, LineNumbers, MapItem, SpaceEntry } from "../../src/syntax/ast.ts";
import { keywordTypes } from "../../src/syntax/tokens.ts";

/** A node as it is compared: everything but where it stands. */
export type Spanless<T> = T extends readonly (infer Item)[]
  ? readonly Spanless<Item>[]
  : T extends object
    ? { [Key in keyof T as Key extends "span" ? never : Key]: Spanless<T[Key]> }
    : T;

export function withoutSpans<T>(node: T): Spanless<T> {
  return JSON.parse(JSON.stringify(node, (key, value: unknown) => (key === "span" ? undefined : value)));
}

// ───────────────────────────── words ─────────────────────────────

const plainWord = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,6}$/);
const word = fc.oneof({ weight: 3, arbitrary: plainWord }, fc.constantFrom(...keywordTypes.keys()));
const name: Arbitrary<Spanless<ast.Name>> = word.map((text) => ({ text }));
const plainName = name.filter(({ text }) => text !== "reserved");
/** What begins the next clause is no unit. */
const clauseWords = [
  "to",
  "size",
  "over",
  "at",
  "within",
  "priority",
  "window",
  "with",
  "on",
  "near",
  "every",
  "apart",
  "copies",
  "spread",
  "requires",
  "drives",
  "for",
  "forwarded",
  "read",
  "in",
  "uses",
  "allow",
  "traffic",
  "lines",
  "replicas",
  "agree",
];
const unitName = fc.oneof(
  name.filter(({ text }) => !clauseWords.includes(text)),
  fc.constantFrom("GB/s", "MiB/s", "B/s", "Gbit/s", "µs", "cycles", "KiB").map((text) => ({ text })),
);
const documentation: Arbitrary<ast.Documentation> = fc
  .option(
    fc.array(
      fc.string({ maxLength: 12 }).map((line) => line.replaceAll(/[\r\n]/g, "").trimEnd()),
      { minLength: 1, maxLength: 2 },
    ),
    { freq: 4 },
  )
  .map((lines) => lines?.join("\n") ?? null);
const stringValue = fc.string({ maxLength: 10, unit: "grapheme" }).map((value) => value.replaceAll("\r", ""));
const string: Arbitrary<Spanless<ast.StringLiteral>> = stringValue.map((value) => ({ value }));

const rawNumber = fc.oneof(
  fc.nat().map(String),
  fc.nat().map((value) => `0x${value.toString(16)}`),
  fc.nat(255).map((value) => `0b${value.toString(2)}`),
  fc.tuple(fc.nat(999), fc.nat(999)).map(([high, low]) => `${high}_${String(low).padStart(3, "0")}`),
  fc.tuple(fc.nat(999), fc.nat(999)).map(([whole, rest]) => `${whole}.${rest}`),
);
const number: Arbitrary<Spanless<ast.NumberLiteral>> = rawNumber.map((raw) => ({
  kind: "number",
  value: Number(raw.replaceAll("_", "")),
  raw,
}));

// ───────────────────────────── expressions and paths ─────────────────────────────

type Expression = Spanless<ast.Expression>;

const { expression, path } = fc.letrec<{ expression: Expression; leaf: Expression; path: Spanless<ast.Path> }>(
  (tie) => ({
    leaf: fc.oneof(
      number,
      fc.record({ kind: fc.constant("reference" as const), interface: fc.option(name, { freq: 4 }), name }),
      fc.record({
        kind: fc.constant("quantity" as const),
        number,
        unit: unitName,
        clock: fc.option(tie("path"), { freq: 6, maxDepth: 1, depthSize: "small" }),
      }),
    ),
    expression: fc.oneof(
      { maxDepth: 3, depthSize: "small" },
      tie("leaf"),
      fc.record({
        kind: fc.constant("unary" as const),
        operator: fc.constant("-" as const),
        operand: tie("expression"),
      }),
      fc.record({
        kind: fc.constant("binary" as const),
        operator: fc.constantFrom("+" as const, "-" as const, "*" as const, "/" as const, "%" as const),
        left: tie("expression"),
        right: tie("expression"),
      }),
    ),
    path: fc.record({
      steps: fc.array(
        fc.record({
          name,
          selectors: fc.array(
            fc.oneof(
              { maxDepth: 2, depthSize: "small" },
              fc.constant({ kind: "all" as const }),
              fc.record({ kind: fc.constant("index" as const), index: tie("expression") }),
              fc.record({ kind: fc.constant("range" as const), from: tie("expression"), to: tie("expression") }),
            ),
            { maxLength: 2 },
          ),
        }),
        { minLength: 1, maxLength: 3 },
      ),
    }),
  }),
);

const few = { maxLength: 3 } as const;
const some = { minLength: 1, maxLength: 3 } as const;
const dimensions: Arbitrary<readonly Spanless<ast.ArrayDimension>[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant("length" as const), length: expression }),
    fc.record({ kind: fc.constant("index" as const), variable: name, from: expression, to: expression }),
  ),
  { maxLength: 2 },
);
const paths = fc.array(path, some);

const attribute: Arbitrary<Spanless<ast.Attribute>> = fc.record({
  name,
  value: fc.oneof(
    fc.constant(null),
    expression.map((value) =>
      value.kind === "reference" && value.interface === null ? { kind: "word" as const, text: value.name.text } : value,
    ),
    stringValue.map((value) => ({ kind: "string" as const, value })),
  ),
});

/** In the block of a core or device some words begin a clause, elsewhere `shared` does. */
const plainAttribute = attribute.filter(
  ({ name: { text } }) => !["cache", "dma", "interrupt", "shared", "sees"].includes(text),
);
const attributes = fc.array(plainAttribute, few);

// ───────────────────────────── hardware ─────────────────────────────

const level = fc.constantFrom<ast.PartLevel>("package", "die", "cluster", "board", "box", "part");

const cache: Arbitrary<Spanless<ast.CacheItem>> = fc.record({
  kind: fc.constant("cache" as const),
  documentation,
  name,
  size: expression,
  attributes,
  sharedBy: fc.array(path, { maxLength: 2 }),
});

const sees = fc.array(fc.record({ space: path }), { maxLength: 2 });
const banks = fc.array(
  fc.record({ kind: fc.constant("registers" as const), documentation, name, size: expression }),
  few,
);

/** A path of one name reads as an expression. */
const argumentValue: Arbitrary<Spanless<ast.Argument>["value"]> = fc.oneof(
  expression.filter((value) => value.kind !== "reference" || value.interface === null),
  path
    .filter(({ steps }) => steps.length > 1 || steps.some(({ selectors }) => selectors.length > 0))
    .map((whole) => ({ kind: "path" as const, path: whole })),
);

const address: Arbitrary<Spanless<Address>> = fc.oneof(
  expression,
  fc.record({
    kind: fc.constant("tuple" as const),
    entries: fc.array(
      fc.oneof(fc.constant({ from: null, to: null }), fc.record({ from: expression, to: fc.option(expression) })),
      { minLength: 2, maxLength: 3 },
    ),
  }),
);

const map: Arbitrary<Spanless<MapItem>> = fc.record({
  kind: fc.constant("map" as const),
  documentation,
  from: address,
  to: fc.option(expression),
  size: fc.option(expression),
  targets: fc.tuple(path),
  granule: fc.constant(null),
  at: fc.option(address),
  attributes: fc.array(attribute, few),
});
const interleaved: Arbitrary<Spanless<MapItem>> = fc
  .record({ map, targets: fc.array(path, some), granule: expression })
  .map(({ map: plain, ...over }) => ({ ...plain, ...over }));
const rest: Arbitrary<Spanless<ElseItem>> = fc.record({
  kind: fc.constant("else" as const),
  documentation,
  target: path,
  at: fc.option(expression),
  attributes: fc.array(attribute, few),
});

const { spaceEntry } = fc.letrec<{ spaceEntry: Spanless<SpaceEntry> }>((tie) => ({
  spaceEntry: fc.oneof(
    { maxDepth: 2, depthSize: "small" },
    map,
    interleaved,
    rest,
    fc.record({
      kind: fc.constant("for" as const),
      variables: fc.array(name, { minLength: 1, maxLength: 3 }),
      from: expression,
      to: expression,
      items: fc.array(tie("spaceEntry"), { maxLength: 2 }),
    }),
  ),
}));

const numberOrRange = fc.oneof(
  fc.record({ kind: fc.constant("index" as const), index: expression }),
  fc.record({ kind: fc.constant("range" as const), from: expression, to: expression }),
);
/** A single number is no `*`. */
const lineNumbers: Arbitrary<Spanless<LineNumbers>> = fc.oneof(
  fc.record({ axes: fc.tuple(numberOrRange) }),
  fc.record({
    axes: fc.array(fc.oneof(fc.constant({ kind: "all" as const }), numberOrRange), { minLength: 2, maxLength: 3 }),
  }),
);
const lineTarget = fc.record({ paths, entry: fc.option(fc.record({ isJoined: fc.boolean(), lines: lineNumbers })) });
const { lineItem } = fc.letrec<{ lineItem: Spanless<LineItem> }>((tie) => ({
  lineItem: fc.oneof(
    { maxDepth: 2, depthSize: "small" },
    fc.record({
      kind: fc.constant("lines" as const),
      isShared: fc.boolean(),
      lines: lineNumbers,
      target: fc.option(lineTarget),
    }),
    fc.record({
      kind: fc.constant("for" as const),
      variables: fc.array(name, { minLength: 1, maxLength: 3 }),
      from: expression,
      to: expression,
      items: fc.array(tie("lineItem"), { maxLength: 2 }),
    }),
  ),
}));
const interrupt = fc.record({
  source: fc.option(fc.oneof(fc.constant({ kind: "msi" as const }), numberOrRange)),
  target: path,
  lines: fc.option(lineNumbers),
});

const plainHardwareItem: Arbitrary<Spanless<ast.HardwareItem>> = fc.oneof(
  cache,
  fc.record({
    kind: fc.constant("core" as const),
    documentation,
    name,
    dimensions,
    isa: name,
    clock: fc.option(expression),
    caches: fc.array(cache, few),
    attributes,
    sees,
  }),
  fc.record({
    kind: fc.constant("space" as const),
    documentation,
    name,
    dimensions,
    widths: fc.array(expression, some),
    items: fc.array(spaceEntry, few),
  }),
  fc.record({
    kind: fc.constant("iommu" as const),
    documentation,
    name,
    dimensions,
    width: expression,
    to: path,
    attributes: fc.array(attribute, few),
  }),
  fc.record({ kind: fc.constant("memory" as const), documentation, name, dimensions, size: expression, attributes }),
  fc.record({ kind: fc.constant("coherence" as const), documentation, between: paths, attributes }),
  fc.record({ kind: fc.constant("port" as const), documentation, name, dimensions }),
  fc.record({
    kind: fc.constant("instance" as const),
    documentation,
    name,
    level,
    dimensions,
    part: name,
    arguments: fc.array(fc.record({ name: fc.option(name), value: argumentValue }), few),
    attributes,
  }),
  fc.record({
    kind: fc.constant("link" as const),
    documentation,
    from: path,
    to: path,
    direction: fc.constantFrom("both" as const, "oneWay" as const),
    interconnect: fc.option(name),
    attributes,
  }),
  fc.record({
    kind: fc.constant("device" as const),
    documentation,
    name,
    dimensions,
    deviceKind: name,
    at: path,
    attributes,
    banks,
    sees,
    dma: fc.array(fc.record({ reaches: paths }), few),
    interrupts: fc.array(interrupt, few),
  }),
  fc.record({
    kind: fc.constant("controller" as const),
    documentation,
    name,
    dimensions,
    lines: fc.array(expression, { minLength: 1, maxLength: 2 }),
    attributes,
    target: fc.option(lineTarget),
    routes: fc.array(lineItem, few),
    banks,
  }),
  fc.record({
    kind: fc.constant("domain" as const),
    documentation,
    domain: fc.constantFrom("failure" as const, "power" as const),
    name,
    members: paths,
  }),
  fc.record({
    kind: fc.constant("measured" as const),
    documentation,
    quantity: name,
    from: path,
    to: path,
    value: expression,
    source: string,
  }),
);

const { hardwareItem } = fc.letrec<{ hardwareItem: Spanless<ast.HardwareItem> }>((tie) => ({
  hardwareItem: fc.oneof(
    { maxDepth: 2, depthSize: "small" },
    plainHardwareItem,
    fc.record({
      kind: fc.constant("for" as const),
      variables: fc.array(name, { minLength: 1, maxLength: 3 }),
      from: expression,
      to: expression,
      items: fc.array(tie("hardwareItem"), { maxLength: 2 }),
    }),
  ),
}));

// ───────────────────────────── interfaces ─────────────────────────────

const namedType = fc.record({ kind: fc.constant("named" as const), interface: fc.option(name, { freq: 4 }), name });

/** A name alone is read as an expression where both can stand; in an array it is a type. */
function notNamed(type: Spanless<ast.TypeExpression>): Spanless<ast.TypeExpression> {
  const length = { kind: "number" as const, value: 1, raw: "1" };
  return type.kind === "named" ? { kind: "array", element: type, length, bounded: false } : type;
}

const { type } = fc.letrec<{ type: Spanless<ast.TypeExpression> }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    namedType,
    fc.record({
      kind: fc.constant("applied" as const),
      isWritable: fc.constant(false),
      interface: fc.option(name, { freq: 4 }),
      name,
      arguments: fc.array(fc.oneof({ maxDepth: 2, depthSize: "small" }, expression, tie("type").map(notNamed)), some),
    }),
    fc.record({
      kind: fc.constant("applied" as const),
      isWritable: fc.constant(true),
      interface: fc.constant(null),
      name: fc.constant({ text: "region" }),
      arguments: fc.array(expression, some),
    }),
    fc.record({ kind: fc.constant("array" as const), element: tie("type"), length: expression, bounded: fc.boolean() }),
  ),
}));

const signedNumber: Arbitrary<Expression> = fc.oneof(
  number,
  number.map((operand) => ({ kind: "unary" as const, operator: "-" as const, operand })),
);
const reserved: Arbitrary<readonly Spanless<ast.ReservedList>[]> = fc.array(
  fc.record({
    entries: fc.array(
      fc.oneof(
        fc.record({ kind: fc.constant("name" as const), name }),
        fc.record({
          kind: fc.constant("numbers" as const),
          isIdentity: fc.boolean(),
          from: signedNumber,
          to: fc.option(signedNumber),
        }),
      ),
      some,
    ),
  }),
  { maxLength: 2 },
);
const parameter = fc.record({ name, isConstant: fc.boolean() });
const openness = fc.option(fc.constantFrom("open" as const, "strict" as const));

const field: Arbitrary<Spanless<ast.Field>> = fc.record({ documentation, name, isOptional: fc.boolean(), type });
const fields = fc.array(field, few);

const interfaceItem: Arbitrary<Spanless<ast.InterfaceItem>> = fc.oneof(
  fc.record({ kind: fc.constant("const" as const), documentation, name, type: fc.option(name), value: expression }),
  fc.record({ kind: fc.constant("type" as const), documentation, name, isId: fc.boolean(), type }),
  fc.record({
    kind: fc.constantFrom("enum" as const, "flags" as const),
    documentation,
    name,
    openness,
    underlying: fc.option(name),
    members: fc.array(fc.record({ documentation, name, value: fc.option(expression) }), few),
    reserved,
  }),
  fc.record({
    kind: fc.constant("union" as const),
    documentation,
    name,
    openness,
    // In front of `@`, `reserved` begins a list.
    arms: fc.array(fc.record({ documentation, name: plainName, tag: fc.option(number), type: fc.option(type) }), few),
    reserved,
  }),
  fc.record({
    ...{ kind: fc.constant("struct" as const), documentation, name, fields, reserved },
    ...{ openness: fc.constant("open" as const), room: fc.option(expression), parameters: fc.constant([]) },
  }),
  fc.record({
    ...{ kind: fc.constant("struct" as const), documentation, name, fields, reserved },
    openness: fc.option(fc.constant("strict" as const)),
    ...{ room: fc.constant(null), parameters: fc.array(parameter, few) },
  }),
  fc.record({
    kind: fc.constant("operation" as const),
    documentation,
    name,
    verb: fc.constantFrom<ast.OperationItem["verb"]>("message", "call", "event", "stream"),
    identity: fc.option(number),
    idempotent: fc.option(fc.constant({ text: "idempotent" })),
    parameters: fields,
    uploads: fc.option(fields),
    results: fc.option(fields),
    fails: fc.option(namedType),
    clauses: fc.array(
      fc.record({
        word: fc.constantFrom<ast.OperationClause["word"]>("within", "priority", "window"),
        value: expression,
      }),
      few,
    ),
  }),
);

// ───────────────────────────── systems and files ─────────────────────────────

const clause: Arbitrary<Spanless<ast.PlacementClause>> = fc.oneof(
  fc.record({ kind: fc.constant("on" as const), targets: paths }),
  fc.record({ kind: fc.constant("near" as const), target: path }),
  fc.record({ kind: fc.constant("every" as const), level: name }),
  fc.record({ kind: fc.constant("apart" as const), program: name, level: fc.option(name) }),
  fc.record({ kind: fc.constant("copies" as const), count: expression, spread: fc.option(name) }),
  fc.record({
    kind: fc.constant("requires" as const),
    attributes: fc.array(
      attribute.filter(({ value }) => value !== null),
      some,
    ),
  }),
);
const buffer: Arbitrary<Spanless<ast.BufferItem>> = fc.record({
  kind: fc.constant("buffer" as const),
  documentation,
  name,
  size: expression,
  clauses: fc.array(
    fc.oneof(
      fc.record({ kind: fc.constant("for" as const), device: path }),
      fc.record({ kind: fc.constant("forwarded" as const) }),
      fc.record({ kind: fc.constant("readBy" as const), program: name }),
      fc.record({ kind: fc.constant("in" as const), memory: path }),
    ),
    few,
  ),
});
const program = {
  documentation,
  name,
  module: string,
  placement: fc.array(clause, few),
  drives: fc.array(path, few),
  buffers: fc.array(buffer, few),
  uses: fc.array(name, few),
  allow: fc.array(fc.record({ program: name, operations: fc.option(fc.array(name, some)) }), few),
  traffic: fc.array(fc.record({ service: name, operation: name, rate: expression, size: fc.option(expression) }), few),
};
const systemItem: Arbitrary<Spanless<ast.SystemItem>> = fc.oneof(
  fc.record({ kind: fc.constant("service" as const), interface: name, ...program }),
  fc.record({ kind: fc.constant("client" as const), ...program }),
);

/** Behind a comma these words end a list of paths. */
const wordsOfState = ["agree", "replicas"];
const replicaPath = path.filter(({ steps: [first] }) => !wordsOfState.includes(first?.name.text ?? ""));
const state: Arbitrary<Spanless<ast.StateItem>> = fc.record({
  kind: fc.constant("state" as const),
  documentation,
  name,
  type,
  duration: fc.option(number),
  replicas: fc.array(
    fc.oneof(
      fc.record({ kind: fc.constant("on" as const), targets: fc.array(replicaPath, some) }),
      fc.record({ kind: fc.constant("every" as const), level: name }),
      fc.record({ kind: fc.constant("copies" as const), count: number, spread: fc.option(name) }),
    ),
    few,
  ),
  protocols: fc.array(name, few),
});

const declaration: Arbitrary<Spanless<ast.Declaration>> = fc.oneof(
  fc.record({
    kind: fc.constantFrom("isa" as const, "interconnect" as const),
    documentation,
    name,
    attributes: fc.array(attribute, few),
  }),
  fc.record({
    kind: fc.constant("deviceKind" as const),
    documentation,
    name,
    attributes: fc.array(attribute, few),
    banks,
  }),
  fc.record({
    kind: fc.constant("part" as const),
    documentation,
    name,
    level,
    parameters: fc.array(fc.record({ name, type: name, defaultValue: fc.option(expression) }), few),
    items: fc.array(hardwareItem, few),
  }),
  fc.record({ kind: fc.constant("machine" as const), documentation, name, items: fc.array(hardwareItem, few) }),
  fc.record({
    kind: fc.constant("interface" as const),
    documentation,
    name,
    version: fc.option(number),
    items: fc.array(interfaceItem, few),
    reserved,
  }),
  fc.record({
    kind: fc.constant("system" as const),
    documentation,
    name,
    machine: name,
    items: fc.array(systemItem, few),
    isolations: fc.array(
      fc.record({ kind: fc.constant("isolate" as const), documentation, subject: path, others: paths }),
      { maxLength: 2 },
    ),
    states: fc.array(state, { maxLength: 2 }),
  }),
);

const use: Arbitrary<Spanless<ast.Use>> = fc.record({ kind: fc.constant("use" as const), path: string });

export const file: Arbitrary<Spanless<ast.File>> = fc.record({
  uses: fc.array(use, few),
  declarations: fc.array(declaration, few),
});
