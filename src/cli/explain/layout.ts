import { declaredName } from "../../plan/declared-name.ts";
import type { Layout, PlanInterface, PlanType } from "../../plan/plan.ts";
import { showPlace } from "../description-files.ts";
import { printJson } from "../print-json.ts";
import type { Explanation } from "./explain.ts";
import { refuseUnknown } from "./find-element.ts";
import { renderTable } from "./text-table.ts";

interface Message {
  /** `Block.read request` */
  readonly name: string;
  readonly at: string;
  readonly layout: Layout;
}

/** Where every field of every message lies; of one interface, operation or struct when it is named. */
export const explainLayout: Explanation = (call, { plan, files }, [name], json) => {
  const all = plan.interfaces.flatMap((each) =>
    messagesOf(each).map((message) => ({ message: { ...message, at: showPlace(message.at, files) }, in: each })),
  );
  const wanted = all.filter(({ message }) => name === undefined || isMeant(name, message.name));
  if (wanted.length === 0 && name !== undefined) {
    const names = plan.interfaces.flatMap((each) => [
      each.name,
      ...messagesOf(each).map((message) => owner(message.name)),
    ]);
    return refuseUnknown(name, [...new Set(names)], "interface, operation or struct");
  }
  if (json) printJson(call.terminal, { ok: true, messages: wanted.map(({ message }) => message) });
  else call.terminal.print(wanted.map(({ message, in: owning }) => print(message, owning)).join("\n"));
  return null;
};

function messagesOf(each: PlanInterface): readonly Message[] {
  return [
    ...each.structs.map(({ name, at, layout }) => ({ name: `${each.name}.${name}`, at, layout })),
    ...each.operations.flatMap(({ name, at, verb, request, reply }) => {
      const full = `${each.name}.${name}`;
      const first = { name: `${full} ${verb === "event" ? "event" : "request"}`, at, layout: request };
      return reply === null
        ? [first]
        : [first, { name: `${full} ${verb === "stream" ? "item" : "reply"}`, at, layout: reply }];
    }),
  ];
}

function owner(message: string): string {
  return message.split(" ")[0] ?? message;
}

function isMeant(name: string, message: string): boolean {
  return owner(message) === name || message.startsWith(`${name}.`);
}

function print({ name, at, layout }: Message, owning: PlanInterface): string {
  const tail = layout.tail === null ? undefined : layout.fields[layout.tail];
  const rest = tail === undefined ? "" : `, of which the unused rest of ${tail.name} is not sent`;
  const head = `${name} (${at}): ${layout.size} bytes, aligned to ${layout.align}${rest}\n`;
  if (layout.fields.length === 0) return head;
  const left = (text: string) => ({ head: [text], align: "left" as const });
  const right = (text: string) => ({ head: [text], align: "right" as const });
  const rows = layout.fields.map((field) => [
    String(field.offset),
    String(field.size),
    field.presence === null ? field.name : `${field.name}?`,
    typeName(field.type, owning) +
      (field.dataOffset === field.offset ? "" : `, its data from ${field.dataOffset}`) +
      (field.presence === null ? "" : `, present with bit ${field.presence}`),
  ]);
  return `${head}\n${renderTable([right("offset"), right("bytes"), left("field"), left("type")], rows)}`;
}

function typeName(type: PlanType, owning: PlanInterface): string {
  switch (type.kind) {
    case "scalar":
      return type.name;
    case "string":
    case "bytes":
      return `${type.kind}<${type.bound}>`;
    case "array":
      return `${typeName(type.element, owning)}[${type.bounded ? "up to " : ""}${type.length}]`;
    case "alias":
      return `${declaredName(owning, type)} = ${typeName(type.type, owning)}`;
    case "region":
      return `${type.writable ? "writable " : ""}region<${type.bound}>`;
    case "endpoint":
      return "endpoint";
    default:
      return declaredName(owning, type);
  }
}
