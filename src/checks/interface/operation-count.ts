import { interfaceDiagnostics } from "../../diagnostics/catalogue/interface.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import { type Check, eachInterface } from "../check.ts";

/** Opcodes are one byte, from 1. */
const mostOperations = 255;

/** The operations of an interface can be numbered in one byte. */
export const operationCount: Check = {
  name: "operation-count",
  requires: [],
  run: eachInterface(({ name, operations, span }, report) => {
    const first = operations.find(({ identity }) => identity > mostOperations);
    if (first === undefined) return;
    const facts = { name, count: operations.length, most: mostOperations, last: first.name, number: first.identity };
    const related = [{ span, message: `the interface \`${name}\`` }];
    report([first], diagnose(interfaceDiagnostics.tooManyOperations, first.span, facts, { related }));
  }),
};
