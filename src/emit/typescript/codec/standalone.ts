/** The functions that write and read a struct or union by itself. Those of structs are for anybody to use. */

import type { InterfaceContext, TypeFunction, TypeReference } from "../interface/interface-context.ts";
import type { Scope } from "../names.ts";
import type { FunctionDeclarationStructure } from "../structures.ts";
import { type Parameter, printFunction, startOf } from "./codec-functions.ts";
import { LoadCode } from "./load-code.ts";
import { StoreCode } from "./store-code.ts";

type MadeReference = TypeReference & { kind: "struct" | "union" };

const path = { known: false, text: "" } as const;

/** From now on the functions of every struct that the interface declares itself, and that has something in it, are needed. */
export function needStandaloneFunctions(context: InterfaceContext): void {
  context.plan.structs.forEach(({ from }, index) => {
    const type = { kind: "struct", struct: index } as const;
    if (from !== null || context.isEmpty(type)) return;
    context.need(type, "store");
    context.need(type, "storeUnchecked");
    context.need(type, "load");
  });
}

export function printStandalone(
  context: InterfaceContext,
  type: MadeReference,
  role: TypeFunction,
): FunctionDeclarationStructure {
  if (role === "load") return printLoad(context, type);
  return role === "store" ? printStore(context, type) : printStoreUnchecked(context, type);
}

function printStore(context: InterfaceContext, type: MadeReference): FunctionDeclarationStructure {
  const { store, type: typeName } = context.namesOf(type);
  return standalone(type, {
    ...printFunction(store, [...storeParameters(context, type), fieldParameter(context, type)], "void", [
      ...storeLines(context, type, true),
    ]),
    docs: [
      `Writes ${a(typeName)} at \`base\`, ${placeText(context, type)}. An EncodeError for a value that does not fit.`,
    ],
  });
}

function printStoreUnchecked(context: InterfaceContext, type: MadeReference): FunctionDeclarationStructure {
  const { store, storeUnchecked } = context.namesOf(type);
  const field = context.canOverrun(type) ? [fieldParameter(context, type)] : [];
  const said = [
    `{@link ${store}} for a value that its type vouches for: what does not fit becomes another value of the type, or an`,
    "error at the reader. Nothing is ever written outside.",
  ];
  return standalone(type, {
    ...printFunction(storeUnchecked, [...storeParameters(context, type), ...field], "void", [
      ...storeLines(context, type, false),
    ]),
    docs: [`\n${said.join("\n")}`],
  });
}

function printLoad(context: InterfaceContext, type: MadeReference): FunctionDeclarationStructure {
  const { load, type: typeName } = context.namesOf(type);
  const code = new LoadCode(context, codecScope(context), { store: "store", bytes: "" });
  const start = startOf("base");
  const value = type.kind === "union" ? code.arms(type, start, path, "made") : code.fields(type, start, path);
  const refuses = context.canRefuse(type);
  const parameters = [...placeParameters(context), ...(refuses ? [fieldParameter(context, type)] : [])];
  const refusal = refuses ? " A DecodeError for bytes that are none." : "";
  return standalone(type, {
    ...printFunction(load, parameters, typeName, [...code.lines, `return ${value};`]),
    docs: [`Reads ${a(typeName)} at \`base\`, ${placeText(context, type)}.${refusal}`],
  });
}

/** Structs have theirs exported and documented; those of unions are the file's own. */
function standalone(type: MadeReference, printed: FunctionDeclarationStructure): FunctionDeclarationStructure {
  return type.kind === "struct" ? { ...printed, isExported: true } : { ...printed, docs: [] };
}

function storeLines(context: InterfaceContext, type: MadeReference, checks: boolean): readonly string[] {
  const code = new StoreCode(context, codecScope(context), "store", checks);
  if (type.kind === "union") code.arms(type, startOf("base"), "value", path);
  else code.fields(type, startOf("base"), "value", path);
  return code.lines;
}

function placeParameters(context: InterfaceContext): Parameter[] {
  return [
    ["store", context.runtime.type("Store")],
    ["base", "number"],
  ];
}

function storeParameters(context: InterfaceContext, type: MadeReference): Parameter[] {
  return [...placeParameters(context), ["value", context.namesOf(type).type]];
}

/** What errors call the value: the caller's name for it, or the type's. */
function fieldParameter(context: InterfaceContext, type: MadeReference): Parameter {
  const name = JSON.stringify(`${context.plan.name}.${context.namesOf(type).name}`);
  return ["field", type.kind === "struct" ? `string = ${name}` : "string"];
}

function placeText(context: InterfaceContext, type: MadeReference): string {
  const { size, align } = type.kind === "union" ? context.unionAt(type.union) : context.structAt(type.struct).layout;
  const bytes = size === 1 ? "1 byte" : `${size} bytes`;
  return align === 1 ? bytes : `a multiple of ${align}: ${bytes}`;
}

function a(typeName: string): string {
  return `${/^[aeio]/i.test(typeName) ? "an" : "a"} {@link ${typeName}}`;
}

export function codecScope(context: InterfaceContext): Scope {
  const scope = context.loadScope();
  scope.claimAll(["store", "base", "value", "field"]);
  return scope;
}
