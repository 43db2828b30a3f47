import { interfaceDiagnostics } from "../../diagnostics/catalogue/interface.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { DeclaredType, Interface, Type } from "../../model/interface.ts";
import type { Check } from "../check.ts";

/** An interface has operations, or types that other interfaces use. */
export const interfaceEmpty: Check = {
  name: "interface-empty",
  requires: [],
  run({ interfaces }, report) {
    const empty = interfaces.filter(({ operations, incomplete }) => operations.length === 0 && !incomplete);
    const used = usedByOthers(empty, interfaces);
    for (const subject of empty.filter((each) => !used.has(each))) {
      report([subject], diagnose(interfaceDiagnostics.interfaceEmpty, subject.span, { name: subject.name }));
    }
  },
};

/** Those of some interfaces whose types stand in an interface that is another. */
function usedByOthers(some: readonly Interface[], all: readonly Interface[]): ReadonlySet<Interface> {
  const ownerOf = new Map<object, Interface>(
    some.flatMap((one) => declaredBy(one).map((type) => [type, one] as const)),
  );
  if (ownerOf.size === 0) return new Set();
  const found = all.flatMap((other) => typesIn(other).map((type) => ({ other, owner: ownerOf.get(elementOf(type)) })));
  return new Set(found.flatMap(({ other, owner }) => (owner === undefined || owner === other ? [] : owner)));
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
