/** ts-morph prints the same structures: what it says is right, ours says sooner. */
import fc from "fast-check";
import { IndentationText, NewLineKind, Project, QuoteKind, type StatementStructures, StructureKind } from "ts-morph";
import { describe, expect, test } from "vitest";
import { printInterfaceFile } from "../../../src/emit/typescript/interface/interface-file.ts";
import { printStatements } from "../../../src/emit/typescript/print-structures.ts";
import type {
  FunctionDeclarationStructure,
  MethodDeclarationStructure,
  ParameterDeclarationStructure,
  PropertyDeclarationStructure,
  Signature,
  Statement,
} from "../../../src/emit/typescript/structures.ts";
import { arbitraryInterface } from "../arbitrary-interface.ts";
import { block, eventsOnly, everything, nothing } from "../interface-plans.ts";

const project = new Project({
  useInMemoryFileSystem: true,
  skipLoadingLibFiles: true,
  manipulationSettings: {
    indentationText: IndentationText.TwoSpaces,
    newLineKind: NewLineKind.LineFeed,
    quoteKind: QuoteKind.Double,
  },
});

const kinds = {
  class: StructureKind.Class,
  function: StructureKind.Function,
  interface: StructureKind.Interface,
  typeAlias: StructureKind.TypeAlias,
} as const;

/** Ours are theirs but for the word that says which is which. */
function theirs(statement: Statement): StatementStructures | string {
  // A constant's object stands as it is; ts-morph would move it.
  if (typeof statement === "string" || statement.kind === "constant") return printStatements([statement]);
  return thaw({ ...statement, kind: kinds[statement.kind] });
}

/** ts-morph takes no readonly lists. */
function thaw<Value>(value: Value): Value extends object ? StatementStructures : never;
function thaw(value: unknown): unknown {
  return structuredClone(value);
}

function printByTsMorph(statements: readonly Statement[]): string {
  return project.createSourceFile("it.ts", { statements: statements.map(theirs) }, { overwrite: true }).getFullText();
}

/** Both are tidied alike: how many empty lines there are says nothing, whether there are any does. */
function normal(text: string): string {
  return text
    .replace(/ +$/gm, "")
    .replace(/\n{3,}/g, "\n\n")
    .replace(/ \{\n *\}$/gm, " {}")
    .trim();
}

function expectSame(statements: readonly Statement[]): void {
  expect(normal(printStatements(statements))).toBe(normal(printByTsMorph(statements)));
}

describe("structures are printed as ts-morph prints them", () => {
  test.each([block, everything, eventsOnly, nothing])("in the file of $name", (plan) => {
    expectSame(printInterfaceFile(plan).statements);
  });

  test("in the files of interfaces nobody would write", () => {
    fc.assert(
      fc.property(arbitraryInterface, (plan) => expectSame(printInterfaceFile(plan).statements)),
      { numRuns: 25 },
    );
  });

  test("in every combination", () => {
    fc.assert(fc.property(fc.array(arbitraryStatement, { maxLength: 5 }), expectSame), { numRuns: 200 });
  });
});

// ───────────────────────────── arbitrary structures ─────────────────────────────

const name = fc.constantFrom("first", "Second", "third$");
const type = fc.constantFrom("number", "readonly string[]", "{\n  a: number;\n}", "Promise<void>");
const docs = fc.array(fc.constantFrom("Short.", "\nSeveral.\n\nLines."), { maxLength: 1 });
const code = fc.constantFrom("call();", "if (a) {", "  nested();", "}", "return [\n  1,\n];", "const a = { b: 1 };");
const statements = fc.array(code, { maxLength: 4 }).map(closeBlocks);
const flag = fc.boolean();

/** As many closing braces as opening ones, none before its partner. */
function closeBlocks(lines: readonly string[]): string[] {
  let open = 0;
  const kept = lines.filter((line) => {
    if (line === "if (a) {") open++;
    if (line === "}") open--;
    if (open < 0) open = 0;
    else return true;
    return false;
  });
  return [...kept, ...Array.from({ length: open }, () => "}")];
}

const parameters: fc.Arbitrary<ParameterDeclarationStructure[]> = fc
  .tuple(fc.array(fc.record({ name, hasQuestionToken: flag, type }), { maxLength: 3 }), flag)
  .map(([list, broken]) => {
    if (!broken) return list;
    const last = list.length - 1;
    return list.map((one, index) => ({
      ...one,
      leadingTrivia: "\n" as const,
      trailingTrivia: index === last ? (",\n" as const) : ("," as const),
    }));
  });
const signature: fc.Arbitrary<Signature> = fc.record({ parameters, returnType: type });
const method: fc.Arbitrary<MethodDeclarationStructure> = fc.record({
  ...{ docs, name, isStatic: flag, isAsync: flag, parameters, returnType: type, statements },
});
const property: fc.Arbitrary<PropertyDeclarationStructure> = fc.record(
  {
    docs,
    name,
    isStatic: flag,
    isReadonly: flag,
    hasQuestionToken: flag,
    type,
    initializer: fc.constant("[\n  1,\n]"),
  },
  { requiredKeys: ["name", "type"] },
);
const arbitraryFunction: fc.Arbitrary<FunctionDeclarationStructure> = fc.record({
  ...{ kind: fc.constant("function" as const), docs, isExported: flag, name, parameters, returnType: type, statements },
  overloads: fc.array(signature, { maxLength: 2 }),
});

const arbitraryStatement: fc.Arbitrary<Statement> = fc.oneof(
  arbitraryFunction,
  fc.record(
    {
      ...{ kind: fc.constant("class" as const), docs, isExported: flag, name, extends: type },
      implements: fc.array(name, { minLength: 1, maxLength: 2 }),
      properties: fc.array(property, { minLength: 1, maxLength: 2 }),
      ctors: fc.array(fc.record({ docs, parameters, statements }), { maxLength: 1 }),
      getAccessors: fc.uniqueArray(fc.record({ docs, name, returnType: type, statements }), {
        maxLength: 2,
        selector: (one) => one.name,
      }),
      methods: fc.array(method, { maxLength: 2 }),
    },
    { requiredKeys: ["kind", "name"] },
  ),
  fc.record(
    {
      ...{ kind: fc.constant("interface" as const), docs, isExported: flag, name },
      extends: fc.array(name, { maxLength: 2 }),
      properties: fc.array(fc.record({ docs, name, isReadonly: flag, hasQuestionToken: flag, type }), { maxLength: 2 }),
      methods: fc.array(fc.record({ docs, name, parameters, returnType: type }), { maxLength: 2 }),
    },
    { requiredKeys: ["kind", "name"] },
  ),
  fc.record(
    {
      kind: fc.constant("typeAlias" as const),
      docs,
      isExported: flag,
      name,
      type,
      leadingTrivia: fc.constant("\n" as const),
    },
    { requiredKeys: ["kind", "name", "type"] },
  ),
  fc.constantFrom("const plain = 1;", "\n/** Said. */\nexport const made = {\n  a: 1,\n};", 'import "x";'),
);
