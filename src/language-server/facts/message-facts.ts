/** Values of constants, and where things lie in messages. */
import { counted } from "../../algorithms/counted.ts";
import type { Layout, LayoutField, PlanInterface } from "../../plan/plan.ts";
import { placeOf } from "../../source/source-file.ts";
import type { Judged } from "../judged.ts";
import { interfacesOf } from "../planned.ts";
import type { DeclaredSymbol } from "../symbols/symbol.ts";

export function messageFacts(symbol: DeclaredSymbol, judged: Judged): readonly string[] {
  const owner = interfaceOf(symbol);
  const plan = owner && interfacesOf(judged).find(({ name }) => name === owner.name);
  return plan === null || plan === undefined ? [] : factsIn(plan, symbol);
}

function interfaceOf(symbol: DeclaredSymbol): DeclaredSymbol | null {
  let owner: DeclaredSymbol | null = symbol;
  while (owner !== null && owner.kind !== "interface") owner = owner.container;
  return owner;
}

function factsIn(plan: PlanInterface, { kind, name, nameSpan, container }: DeclaredSymbol): readonly string[] {
  const here = placeOf(nameSpan);
  const find = <One extends { readonly at: string }>(all: readonly One[]) => all.filter(({ at }) => at === here);
  switch (kind) {
    case "interface":
      return [`version ${plan.version}, fingerprint ${plan.fingerprint}`, counted(plan.operations.length, "operation")];
    case "const":
      return find(plan.constants).map(({ value }) => `= ${value.toLocaleString("en")}`);
    case "struct":
      return find(plan.structs).map(({ layout }) => `${printBytes(layout)}, aligned to ${layout.align}`);
    case "field":
      return find(fieldsOf(plan)).map(describeField);
    case "member":
      return [...plan.enums, ...plan.flags]
        .filter((one) => one.name === container?.name)
        .flatMap(({ members }) => members.filter((member) => member.name === name))
        .map(({ value }) => `= ${value}`);
    case "operation":
      return find(plan.operations).map(
        ({ opcode, request, reply }) =>
          `opcode ${opcode}, request ${printBytes(request)}${reply === null ? "" : `, reply ${printBytes(reply)}`}`,
      );
    default:
      return [];
  }
}

/** Of all structs and messages. */
export function fieldsOf({ structs, operations }: PlanInterface): readonly LayoutField[] {
  const messages = operations.flatMap(({ request, upload, reply }) => [request, upload ?? [], reply ?? []].flat());
  return [...structs.map(({ layout }) => layout), ...messages].flatMap(({ fields }) => fields);
}

/** `at 8, 4 bytes` */
export function describeField({ offset, dataOffset, size }: LayoutField): string {
  const data = dataOffset === offset ? "" : `, data at ${dataOffset}`;
  return `at ${offset}${data}, ${counted(size, "byte")}`;
}

function printBytes({ size }: Layout): string {
  return counted(size, "byte");
}
