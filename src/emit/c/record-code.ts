/** Structs, unions and messages: their C types, constants of their places, and the functions that write and read them. */
import type { Layout, LayoutField, PlanUnion } from "../../plan/plan.ts";
import { longestBytes, shortestBytes, tailOf, unitBytes } from "../typescript/codec/place.ts";
import type { HeaderContext } from "./header-context.ts";
import { isBounded, lengthBytes } from "./layout-facts.ts";
import { LoadCode } from "./load-code.ts";
import type { CodecNames, RecordNames, UnionNames } from "./names.ts";
import { indent, printDocumentation, printFunction } from "./print-c.ts";
import { boundOf, StoreCode } from "./store-code.ts";
import { declare } from "./type-text.ts";
import { printArmGetters, printGetters } from "./view-code.ts";
import { printWriter } from "./writer-code.ts";

/** A struct that stands in messages, or by itself: all of its bytes are always there. */
export function printStruct(context: HeaderContext, index: number): string[] {
  const { type, names } = context.structAt(index);
  const { documentation } = type;
  const layout = { ...type.layout, tail: null };
  const head = printRecord(context, layout, names, [documentation]);
  if (context.isEmpty({ kind: "struct", struct: index })) return head;
  const code = new StoreCode(context);
  code.fields(layout, names, "to", "value->");
  const store = printCodec(names.store, `const ${names.type} *value, uint8_t *to`, code.lines);
  const load = (keeps: boolean): string[] => {
    const code = new LoadCode(context, keeps);
    code.fields(layout, names, "from", "value->");
    return code.lines;
  };
  return [...head, ...printWhole(names, store, load), ...printGetters(context, layout, names)];
}

export function printUnion(context: HeaderContext, index: number): string[] {
  const { type, names } = context.unionAt(index);
  const code = new StoreCode(context);
  code.arms(index, names, "to", "value->");
  const store = printCodec(names.store, `const ${names.type} *value, uint8_t *to`, code.lines, false);
  const load = (keeps: boolean): string[] => {
    const code = new LoadCode(context, keeps);
    code.arms(index, names, "from", "value->");
    return code.lines;
  };
  const declared = printUnionType(context, type, names);
  return [...declared, ...printWhole(names, store, load, false), ...printArmGetters(context, index, names)];
}

/** A message, of which the unused end of its last bounded field is not sent. */
export function printMessage(context: HeaderContext, layout: Layout, names: RecordNames, said: string): string[] {
  const head = printRecord(context, layout, names, [said]);
  const store = new StoreCode(context);
  const [least, most] = [shortestBytes(layout), longestBytes(layout)];
  if (least > 0) store.lines.push(`if (room < ${least}u) return SKERRY_NO_ROOM;`);
  store.fields(layout, names, "to", "value->");
  store.tail(layout, names, "to", "value->");
  const parameters = `const ${names.type} *value, uint8_t *to, uint32_t room, uint32_t *bytes`;
  const load = (keeps: boolean): string[] => {
    const code = new LoadCode(context, keeps);
    const below = least === 0 ? "" : `bytes < ${least}u || `;
    code.lines.push(`if (${below}bytes > ${most}u) return SKERRY_BYTES;`);
    code.fields(layout, names, "from", "value->");
    return code.lines;
  };
  const received = "const uint8_t *from, uint32_t bytes";
  return [
    ...head,
    ...printCodec(names.store, parameters, store.lines),
    ...printCodec(names.load, `${names.type} *value, ${received}`, load(true)),
    ...printCodec(names.check, received, load(false)),
    ...printOpen(names, [`skerry_reason reason = ${names.check}(from, bytes);`], "bytes"),
    ...printGetters(context, layout, names),
    ...printWriter(context, layout, names),
  ];
}

/** Behind what writes it: what reads it, what checks it, and its view. */
function printWhole(
  names: CodecNames,
  store: readonly string[],
  load: (keeps: boolean) => readonly string[],
  returns: boolean = true,
): string[] {
  const received = `bytes < ${names.size} ? SKERRY_BYTES : ${names.check}(from)`;
  return [
    ...store,
    ...printCodec(names.load, `${names.type} *value, const uint8_t *from`, load(true), returns),
    ...printCodec(names.check, "const uint8_t *from", load(false), returns),
    ...printOpen(names, [`skerry_reason reason = ${received};`], names.size),
  ];
}

function printOpen({ open, view }: CodecNames, reason: readonly string[], bytes: string): string[] {
  const body = [...reason, "view->at = from;", `view->bytes = ${bytes};`, "return reason;"];
  return printFunction("skerry_reason", open, `${view} *view, const uint8_t *from, uint32_t bytes`, body);
}

/** `returns`: whether the statements end without having returned. */
function printCodec(name: string, parameters: string, lines: readonly string[], returns: boolean = true): string[] {
  const text = lines.join("\n");
  const unused = parameters.split(", ").flatMap((parameter) => {
    const local = /\w+$/.exec(parameter)?.[0] ?? "";
    return new RegExp(`\\b${local}\\b`).test(text) ? [] : [`(void)${local};`];
  });
  const reason = lines.some((line) => line.includes("reason = ")) ? ["skerry_reason reason;"] : [];
  const body = [...reason, ...unused, ...lines, ...(returns ? ["return SKERRY_OK;"] : [])];
  return printFunction("skerry_reason", name, parameters, body);
}

function printRecord(
  context: HeaderContext,
  layout: Layout,
  names: RecordNames,
  said: readonly (string | null)[],
): string[] {
  const members = layout.fields.flatMap((field, index) => {
    const has = names.has[index];
    const declared = `${declare(context, field.type, names.members[index] ?? "")};`;
    return [...printDocumentation(field.documentation), ...(has ? [`bool ${has};`] : []), declared];
  });
  // C has no struct without members.
  const some = members.length === 0 ? ["char nothing;"] : members;
  return [
    ...printPlaces(layout, names),
    ...printDocumentation(...said),
    `typedef struct ${names.type} {`,
    ...some.map(indent),
    `} ${names.type};`,
    "",
    ...printView(names),
  ];
}

function printView({ view }: CodecNames): string[] {
  return [`typedef struct ${view} {`, "  const uint8_t *at;", "  uint32_t bytes;", `} ${view};`, ""];
}

function printPlaces(layout: Layout, names: RecordNames): string[] {
  const size = tailOf(layout) === null ? layout.size : longestBytes(layout);
  const fields = layout.fields.flatMap((field, index) => {
    const named = names.fields[index];
    if (named === undefined) return [];
    const places = [`#define ${named.at} ${field.offset}`];
    if (isBounded(field.type)) {
      places.push(`#define ${named.data} ${field.dataOffset}`, `#define ${named.bound} ${boundOf(field.type)}`);
    }
    return [...places, printPlaceAssertion(field, named, names.size)];
  });
  return [`#define ${names.size} ${size}`, ...fields];
}

function printPlaceAssertion(field: LayoutField, named: RecordNames["fields"][number], size: string): string {
  const unit = unitBytes(field.type);
  const inside = isBounded(field.type)
    ? `${named.at} + ${lengthBytes} <= ${size} && ${named.data} + ${named.bound} * ${unit} <= ${size}`
    : `${named.at} + ${field.size} <= ${size}`;
  return `SKERRY_ASSERT(${inside}, "${named.at}");`;
}

function printUnionType(context: HeaderContext, type: PlanUnion, names: UnionNames): string[] {
  const { arms, tag, size, documentation, open } = type;
  const values = arms.flatMap((arm, index) =>
    arm.type === null
      ? []
      : [...printDocumentation(arm.documentation), `${declare(context, arm.type, names.members[index] ?? "")};`],
  );
  const held = values.length === 0 ? [] : ["union {", ...values.map(indent), "} as;"];
  const other = open
    ? "One that has no name here is of an arm that this version does not know; it cannot be sent."
    : null;
  return [
    `#define ${names.size} ${size}`,
    ...arms.flatMap((arm, index) => [
      ...(arm.type === null ? printDocumentation(arm.documentation) : []),
      `#define ${names.tags[index]} ${arm.tag}`,
    ]),
    ...printDocumentation(documentation),
    `typedef struct ${names.type} {`,
    ...printDocumentation(other).map(indent),
    `  uint${tag.slice(1)}_t tag;`,
    ...held.map(indent),
    `} ${names.type};`,
    "",
    ...printView(names),
  ];
}
