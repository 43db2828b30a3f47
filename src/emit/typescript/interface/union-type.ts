import { documentation } from "../documentation.ts";
import { indent, printComment } from "../print-code.ts";
import type { InterfaceContext } from "./interface-context.ts";

/** A union of objects that are told apart by their `kind`. */
export function printUnion(context: InterfaceContext, index: number): string {
  const { arms, open, documentation: said, at } = context.unionAt(index);
  const known = arms.flatMap(({ name, documentation: saidOfArm, type }) => {
    const value = type === null ? "" : `; readonly value: ${context.typeText(type)}`;
    return [
      ...documentation(saidOfArm, null).map(printComment),
      `| { readonly kind: ${JSON.stringify(name)}${value} }`,
    ];
  });
  const other = [
    "/** Of an arm that this version does not know. */",
    '| { readonly kind: "unknown"; readonly tag: number }',
  ];
  const lines = [...known, ...(open ? other : [])].map(indent).join("\n");
  const docs = documentation(said, at).map(printComment);
  return ["", ...docs, `export type ${context.namesOf({ kind: "union", union: index }).type} =\n${lines};`].join("\n");
}
