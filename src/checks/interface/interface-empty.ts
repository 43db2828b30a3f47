import { interfaceDiagnostics } from "../../diagnostics/catalogue/interface.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { DeclaredType, Interface, Type } from "../../model/interface.ts";
import type { Check } from "../check.ts";

/** An interface has operations, or types that other interfaces use. */
export const interfaceEmpty: Check = {
  name: "interface-empty",
  requires: [],
  run({ interfaces }, report) {
    for (const subject of interfaces) {
      if (subject.operations.length > 0 || subject.incomplete || isUsedBy(interfaces, subject)) continue;
      report([subject], diagnose(interfaceDiagnostics.interfaceEmpty, subject.span, { name: subject.name }));
    }
  },
};

function isUsedBy(interfaces: readonly Interface[], subject: Interface): boolean {
  const own = new Set<Type>(declaredBy(subject));
  return interfaces.some((other) => other !== subject && typesIn(other).some((type) => own.has(elementOf(type))));
}

function declaredBy({ aliases, enums, flags, structs, unions }: Interface): readonly DeclaredType[] {
  return [...aliases, ...enums, ...flags, ...structs, ...unions];
}

/** The types that an interface names, in its messages and in its own types. */
function typesIn({ aliases, structs, unions, operations }: Interface): readonly Type[] {
  const fields = [
    ...structs.flatMap((struct) => struct.fields),
    ...operations.flatMap(({ parameters, uploads, results }) => [...parameters, ...(uploads ?? []), ...results]),
  ];
  return [
    ...aliases.map(({ type }) => type),
    ...fields.map(({ type }) => type),
    ...unions.flatMap(({ arms }) => arms.flatMap(({ type }) => type ?? [])),
    ...operations.flatMap(({ fails }) => fails ?? []),
  ];
}

function elementOf(type: Type): Type {
  return type.kind === "array" ? elementOf(type.element) : type;
}
