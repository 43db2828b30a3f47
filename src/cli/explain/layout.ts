import { declaredName } from "../../plan/declared-name.ts";
import type { Layout, PlanInterface, PlanType, PlanUnion } from "../../plan/plan.ts";
import { printType } from "../../plan/print-type.ts";
import { showPlace } from "../description-files.ts";
import { printJson } from "../print-json.ts";
import type { Explanation } from "./explanation.ts";
import { refuseUnknown } from "./find-element.ts";
import { renderTable } from "./text-table.ts";

interface Message {
  /** `Block.read request` */
  readonly name: string;
  readonly at: string;
  readonly layout: Layout;
}

/** A union, whose arms lie behind its tag. */
interface Choice {
  readonly name: string;
  readonly at: string;
  readonly union: Pick<PlanUnion, "tag" | "size" | "align" | "arms">;
}

type Laid = Message | Choice;

/** The interface that something belongs to, among all of them. */
interface Owner {
  readonly plan: PlanInterface;
  readonly interfaces: readonly PlanInterface[];
}

/** Where every field of every message lies; of one interface, operation, struct or union when it is named. */
export const explainLayout: Explanation = (call, { plan, files }, [name], json) => {
  const { interfaces } = plan;
  const all = interfaces.flatMap((each) =>
    laidIn(each).map((laid) => ({ laid: { ...laid, at: showPlace(laid.at, files) }, in: { plan: each, interfaces } })),
  );
  const wanted = all.filter(({ laid }) => name === undefined || isMeant(name, laid.name));
  if (wanted.length === 0 && name !== undefined) {
    const names = interfaces.flatMap((each) => [each.name, ...laidIn(each).map((laid) => owner(laid.name))]);
    return refuseUnknown(name, [...new Set(names)], "interface, operation, struct or union");
  }
  if (json) printJson(call.terminal, { ok: true, ...toJson(wanted.map(({ laid }) => laid)) });
  else call.terminal.print(wanted.map(({ laid, in: owning }) => print(laid, owning)).join("\n"));
  return null;
};

function toJson(all: readonly Laid[]) {
  return { messages: all.filter((laid) => "layout" in laid), unions: all.filter((laid) => "union" in laid) };
}

/** Types of other interfaces are explained with those. */
function laidIn(each: PlanInterface): readonly Laid[] {
  const own = <Type extends { readonly from: number | null }>(types: readonly Type[]) =>
    types.filter(({ from }) => from === null);
  return [
    ...own(each.structs).map(({ name, at, layout }) => ({ name: `${each.name}.${name}`, at, layout })),
    ...own(each.unions).map(({ name, at, ...union }) => ({ name: `${each.name}.${name}`, at, union })),
    ...messagesOf(each),
  ];
}

const answerWords = { call: "reply", stream: "item", event: "", message: "" } as const;

function messagesOf(each: PlanInterface): readonly Message[] {
  return each.operations.flatMap(({ name, at, verb, request, upload, reply }) => {
    const full = `${each.name}.${name}`;
    return [
      { name: `${full} ${verb === "event" ? "event" : "request"}`, at, layout: request },
      ...(upload === null ? [] : [{ name: `${full} upload`, at, layout: upload }]),
      ...(reply === null ? [] : [{ name: `${full} ${answerWords[verb]}`, at, layout: reply }]),
    ];
  });
}

function owner(laid: string): string {
  return laid.split(" ")[0] ?? laid;
}

function isMeant(name: string, laid: string): boolean {
  return owner(laid) === name || laid.startsWith(`${name}.`);
}

function print(laid: Laid, owning: Owner): string {
  return "union" in laid ? printChoice(laid, owning) : printMessage(laid, owning);
}

const left = (text: string) => ({ head: [text], align: "left" as const });
const right = (text: string) => ({ head: [text], align: "right" as const });

function printMessage({ name, at, layout }: Message, owning: Owner): string {
  const head = `${name} (${at}): ${layout.size} bytes, aligned to ${layout.align}${printRest(layout)}\n`;
  if (layout.fields.length === 0) return head;
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

function printRest({ tail, openBytes, fields }: Layout): string {
  if (openBytes !== null) return `, of which this version uses ${openBytes}: the first 8 say so, and what is present`;
  const last = tail === null ? undefined : fields[tail];
  return last === undefined ? "" : `, of which the unused rest of ${last.name} is not sent`;
}

function printChoice({ name, at, union }: Choice, owning: Owner): string {
  const { tag, size, align, arms } = union;
  const rows = arms.map((arm) => [
    String(arm.tag),
    arm.type === null ? "" : String(arm.offset),
    arm.name,
    arm.type === null ? "" : typeName(arm.type, owning),
  ]);
  const table = renderTable([right("tag"), right("offset"), left("arm"), left("type")], rows);
  return `${name} (${at}): ${size} bytes, aligned to ${align}, its tag a ${tag}\n\n${table}`;
}

/** As the language writes it, but with what an alias stands for, and bounded arrays in words. */
function typeName(type: PlanType, owning: Owner): string {
  switch (type.kind) {
    case "array":
      return `${typeName(type.element, owning)}[${type.bounded ? "up to " : ""}${type.length}]`;
    case "alias":
      return `${declaredName(owning.plan, type, owning.interfaces)} = ${typeName(type.type, owning)}`;
    default:
      return printType(type, owning.plan, owning.interfaces);
  }
}
