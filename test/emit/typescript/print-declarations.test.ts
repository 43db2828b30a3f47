/** TypeScript's own declarations of a printed file say the same, but for what it takes from a file and does not need. */
import fc from "fast-check";
import typescript from "typescript";
import { describe, expect, test } from "vitest";
import { printInterfaceFile } from "../../../src/emit/typescript/interface/interface-file.ts";
import { printDeclarationFile } from "../../../src/emit/typescript/print-declarations.ts";
import { type PrintedFile, printFile } from "../../../src/emit/typescript/print-file.ts";
import { arbitraryInterface } from "../arbitrary-interface.ts";
import { block, eventsOnly, everything, nothing } from "../interface-plans.ts";

const printer = typescript.createPrinter({ removeComments: true });

/** One statement after the other, as TypeScript prints it: how lines are broken says nothing. */
function statementsOf(text: string): readonly string[] {
  const file = typescript.createSourceFile("it.d.ts", text, typescript.ScriptTarget.ESNext, false);
  return file.statements
    .filter((one) => !typescript.isImportDeclaration(one) && !typescript.isExportDeclaration(one))
    .map((one) => printer.printNode(typescript.EmitHint.Unspecified, one, file).replace(/\s+/g, " "))
    .map((one) => one.replace("export declare type", "export type").replaceAll(",)", ")"))
    .map((one) => one.replace("export declare interface", "export interface"));
}

function theirs(file: PrintedFile): string {
  const compilerOptions = { isolatedDeclarations: true, declaration: true, target: typescript.ScriptTarget.ESNext };
  const { outputText, diagnostics } = typescript.transpileDeclaration(printFile(file), {
    ...{ compilerOptions, reportDiagnostics: true },
  });
  expect(diagnostics?.map(({ messageText }) => messageText)).toEqual([]);
  return outputText;
}

function expectSame(file: PrintedFile): void {
  expect(statementsOf(printDeclarationFile(file))).toEqual(statementsOf(theirs(file)));
}

describe("declarations are those that TypeScript makes of the file", () => {
  test.each([block, everything, eventsOnly, nothing])("of the interface $name", (plan) => {
    expectSame(printInterfaceFile(plan));
    expectSame(printInterfaceFile(plan, { interfaces: [plan], modules: ["./it.ts"], isOpen: true }));
  });

  test("of interfaces nobody would write", () => {
    fc.assert(
      fc.property(arbitraryInterface, (plan) => expectSame(printInterfaceFile(plan))),
      { numRuns: 10 },
    );
  });
});

test("what is documented there is documented here, and only what is named is imported", () => {
  const text = printDeclarationFile(printInterfaceFile(block));
  expect(text).toContain("/** Rejects a call of Block that fails with {@link Status}. */");
  expect(text).not.toContain("checkU32");
  expect(text).toContain("import type {\n");
  expect(text.endsWith("\nexport {};\n")).toBe(true);
});
