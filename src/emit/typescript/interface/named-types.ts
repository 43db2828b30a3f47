/** Names for types, and ids. */

import type { PlanType } from "../../../plan/plan.ts";
import { withoutAlias } from "../codec/place.ts";
import { checkOf } from "../codec/store-code.ts";
import { documentation } from "../documentation.ts";
import {
  type FunctionDeclarationStructure,
  type StatementStructures,
  StructureKind,
  type TypeAliasDeclarationStructure,
} from "../structures.ts";
import { type InterfaceContext, plainText } from "./interface-context.ts";

/** A name for a type; of an id with the function that makes one. */
export function printAlias(context: InterfaceContext, index: number): StatementStructures[] {
  const { type, documentation: said, at, id } = context.aliasAt(index);
  const { type: name, make } = context.namesOfAlias(index);
  const base = id ? plainBase(type) : context.typeText(type);
  const qualified = JSON.stringify(`${context.plan.name}.${context.aliasAt(index).name}`);
  const alias: TypeAliasDeclarationStructure = {
    kind: StructureKind.TypeAlias,
    docs: documentation(said, at),
    leadingTrivia: "\n",
    isExported: true,
    name,
    type: id ? `${context.runtime.type("Branded")}<${base}, ${qualified}>` : base,
  };
  return make === null ? [alias] : [alias, printMaker(context, make, name, type, qualified)];
}

/** What an id is made of, as TypeScript's own type. */
function plainBase(type: PlanType): string {
  const integer = withoutAlias(type);
  return integer.kind === "scalar" ? plainText(integer.name) : "number";
}

/** Its one overload says more than its body can: a checked number is the id. */
function printMaker(
  context: InterfaceContext,
  make: string,
  name: string,
  type: PlanType,
  path: string,
): FunctionDeclarationStructure {
  const [base, wide, fits] = [plainBase(type), context.typeText(type), context.runtime.type("Fits")];
  const integer = withoutAlias(type);
  const check = context.runtime.value(integer.kind === "scalar" ? checkOf(integer.name) : "");
  return {
    ...{ kind: StructureKind.Function, isExported: true, name: make },
    overloads: [
      {
        docs: [`The {@link ${name}} of this number; an EncodeError when it is out of range.`],
        typeParameters: [`const Value extends ${wide}`],
        parameters: [{ name: "value", type: `${fits}<Value, ${wide}>` }],
        returnType: name,
      },
    ],
    ...{ parameters: [{ name: "value", type: base }], returnType: base },
    statements: [`return ${check}(value, ${path});`],
  };
}
