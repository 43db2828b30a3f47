/** The classes that read structs, unions and messages in place. */
import type { Layout, LayoutField, PlanArm, PlanOperation } from "../../../plan/plan.ts";
import {
  type Parameter,
  pathOfField,
  pathOfMessage,
  printFunction,
  startOf,
  unused,
} from "../codec/codec-functions.ts";
import { LoadCode, printFields, printLoad } from "../codec/load-code.ts";
import {
  armPlace,
  extendPath,
  type FieldPath,
  fieldPlace,
  knownPath,
  longestBytes,
  openBit,
  type Place,
  presenceBit,
  printOffset,
  roomOfTail,
  shortestBytes,
  tailOf,
} from "../codec/place.ts";
import { documentation } from "../documentation.ts";
import { memberScope, nameProperties, type Scope } from "../names.ts";
import {
  type ClassDeclarationStructure,
  type FunctionDeclarationStructure,
  type MethodDeclarationStructure,
  StructureKind,
} from "../structures.ts";
import type { InPlaceContext, MadeReference } from "./in-place-context.ts";
import type { PlaceNames } from "./in-place-names.ts";
import { VerifyCode } from "./verify-code.ts";
import { constantSource, type ViewField, ViewMembers, viewSource } from "./view-members.ts";

const start = startOf("this.$at");

/** The fields of a layout as members of a class. */
interface NamedFields {
  readonly layout: Layout;
  readonly members: readonly string[];
  readonly pathOf: (field: LayoutField) => FieldPath;
}

export function printStructView(context: InPlaceContext, index: number): ClassDeclarationStructure {
  const { name, layout, documentation: said, at } = context.structAt(index);
  const type = { kind: "struct", struct: index } as const;
  const scope = memberScope();
  const fields = {
    layout,
    members: scope.claimAll(layout.fields.map((field) => field.name)),
    pathOf: (field: LayoutField) => knownPath(`${name}.${field.name}`),
  };
  const members = viewFields(context, scope, fields, () => null);
  const { type: typeName } = context.namesOf(type);
  members.methods.push(printToObject(context, scope, typeName, type));
  return printClass(context.placeNamesOf(type).view, "View", members, context, [
    ...[said ?? "", `Reads {@link ${typeName}} in place.`],
    at,
  ]);
}

function viewFields(
  context: InPlaceContext,
  scope: Scope,
  { layout, members, pathOf }: NamedFields,
  roomOf: (field: LayoutField) => string | null,
): ViewMembers {
  const collected = new ViewMembers(context, scope);
  layout.fields.forEach((field, index) => {
    const { name, documentation, type } = field;
    const [place, path] = [fieldPlace(start, field), pathOf(field)];
    const [room, absence] = [roomOf(field), absenceOf(layout, field)];
    collected.add({ name, member: members[index] ?? "", documentation, type, place, path, room, absence });
  });
  collected.addRelease();
  return collected;
}

function absenceOf({ openBytes }: Layout, field: LayoutField): ViewField["absence"] {
  if (field.presence === null) return null;
  const isOpen = openBytes !== null;
  const at = printOffset("this.$at", isOpen ? 4 : field.presence >> 3);
  const stored = printLoad(constantSource, isOpen ? "u32" : "u8", at);
  return { when: `(${stored} & ${isOpen ? openBit(field) : presenceBit(field)}) === 0`, statement: null };
}

function printToObject(
  context: InPlaceContext,
  scope: Scope,
  typeName: string,
  type: MadeReference,
): MethodDeclarationStructure {
  const code = new LoadCode(context, context.loadScope(), viewSource);
  const value = code.value(type, start, knownPath(typeName), "made");
  return {
    name: scope.claim("toObject"),
    docs: documentation("All of it as a plain object.", null),
    returnType: typeName,
    statements: [...code.lines, `return ${value};`],
  };
}

function printClass(
  name: string,
  base: string,
  members: ViewMembers,
  context: InPlaceContext,
  [...said]: readonly (string | null)[],
): ClassDeclarationStructure {
  const at = said.pop() ?? null;
  return {
    kind: StructureKind.Class,
    docs: documentation(null, at, ...said.map((text) => text ?? "")),
    isExported: true,
    name,
    extends: context.runtime.value(base),
    ...(members.properties.length === 0 ? {} : { properties: members.properties }),
    getAccessors: members.getAccessors,
    methods: members.methods,
  };
}

export function printUnionView(context: InPlaceContext, index: number): ClassDeclarationStructure {
  const { name, tag, arms, open, documentation: said, at } = context.unionAt(index);
  const type = { kind: "union", union: index } as const;
  const scope = memberScope();
  const [kind = "", tagName = "", ...armMembers] = scope.claimAll(["kind", "tag", ...arms.map((arm) => arm.name)]);
  const members = new ViewMembers(context, scope);
  const kinds = [...arms.map((arm) => JSON.stringify(arm.name)), ...(open ? ['"unknown"'] : [])];
  const error = context.runtime.value("DecodeError");
  const tagText = `this.${tagName}`;
  members.getAccessors.push(
    {
      name: kind,
      docs: documentation("Which arm it holds.", null),
      returnType: kinds.length === 0 ? "never" : kinds.join(" | "),
      statements: [
        `switch (${tagText}) {`,
        ...arms.flatMap((arm) => [`  case ${arm.tag}:`, `    return ${JSON.stringify(arm.name)};`]),
        "  default:",
        open
          ? '    return "unknown";'
          : `    throw new ${error}(${JSON.stringify(name)}, \`\${${tagText}} is no arm of ${name}\`);`,
        "}",
      ],
    },
    {
      name: tagName,
      docs: documentation("The number of the arm.", null),
      returnType: "number",
      statements: [`return ${printLoad(constantSource, tag, "this.$at")};`],
    },
  );
  arms.forEach((arm, position) => {
    if (arm.type !== null) members.add(armField(context, name, arm, armMembers[position] ?? "", { kind, tagText }));
  });
  members.addRelease();
  const { type: typeName } = context.namesOf(type);
  members.methods.push(printToObject(context, scope, typeName, type));
  return printClass(context.placeNamesOf(type).view, "View", members, context, [
    ...[said ?? "", `Reads {@link ${typeName}} in place. The getter of another arm than it holds throws a TypeError.`],
    at,
  ]);
}

function armField(
  context: InPlaceContext,
  union: string,
  arm: PlanArm,
  member: string,
  { kind, tagText }: { readonly kind: string; readonly tagText: string },
): ViewField {
  const type = arm.type ?? { kind: "scalar", name: "u8" };
  const wrong = context.runtime.value("wrongArm");
  const refusal = `throw ${wrong}(${JSON.stringify(union)}, this.${kind}, ${JSON.stringify(arm.name)});`;
  return {
    ...{ name: arm.name, member, documentation: arm.documentation, type, room: null },
    place: armPlace(start, arm.offset, type),
    path: extendPath(knownPath(union), `.${arm.name}`),
    absence: { when: `${tagText} !== ${arm.tag}`, statement: refusal },
  };
}

/** A message as its view and writer know it. */
export interface PlacedMessage {
  readonly operation: PlanOperation;
  readonly layout: Layout;
  readonly names: PlaceNames;
  /** `Request of read` */
  readonly said: string;
  /** The type of the object it stands for; null when that has no name. */
  readonly type: string | null;
}

export function printMessageView(context: InPlaceContext, message: PlacedMessage): ClassDeclarationStructure {
  const { operation, layout, names } = message;
  const scope = memberScope();
  const members = scope.claimAll(layout.fields.map((field) => field.name));
  const tail = tailOf(layout);
  const fields = { layout, members, pathOf: pathOfField(context, operation) };
  const collected = viewFields(context, scope, fields, (field) =>
    field === tail ? roomOfTail(field, "this.$bytes") : null,
  );
  collected.methods.push(printMessageToObject(context, scope, message), printReceive(context, message));
  return printClass(names.view, "MessageView", collected, context, [`${message.said}, read in place.`, null]);
}

function printMessageToObject(
  context: InPlaceContext,
  scope: Scope,
  { operation, layout, type }: PlacedMessage,
): MethodDeclarationStructure {
  const code = new LoadCode(context, context.loadScope(), viewSource);
  const values = code.message(layout, start, pathOfField(context, operation), pathOfMessage(context, operation));
  const members = nameProperties(layout.fields);
  const properties = layout.fields.map((field, index) => {
    const optional = field.presence === null ? "" : "?";
    return `readonly ${members[index]}${optional}: ${context.typeText(field.type)}`;
  });
  return {
    name: scope.claim("toObject"),
    docs: documentation("All of it as a plain object.", null),
    returnType: type ?? `{ ${properties.join("; ")} }`,
    statements: [...code.lines, `return ${printFields(layout.fields, members, values)};`],
  };
}

function printReceive(context: InPlaceContext, { operation, layout }: PlacedMessage): MethodDeclarationStructure {
  const [store, at, bytes] = ["store", "at", "bytes"];
  const scope = context.loadScope();
  scope.claimAll([store, at, bytes]);
  const path = pathOfMessage(context, operation);
  const code = new VerifyCode(context, scope, { store, bytes });
  code.message(layout, startOf(at), pathOfField(context, operation), path);
  const expect = context.runtime.value("expectBytes");
  const [least, most] = [shortestBytes(layout), longestBytes(layout)];
  return {
    name: "$receive",
    parameters: [
      { name: store, type: context.runtime.type("Store") },
      { name: at, type: "number" },
      { name: bytes, type: "number" },
    ],
    returnType: "this",
    statements: [
      `${expect}(${bytes}, ${least}, ${most}, ${JSON.stringify(path.text)});`,
      ...code.lines,
      `this.$bytes = ${bytes};`,
      `return this.$place(${store}, ${at});`,
    ],
  };
}

/** The functions that check structs and unions in place, those included that these need in turn. */
export function printVerifyFunctions(context: InPlaceContext): FunctionDeclarationStructure[] {
  const printed: FunctionDeclarationStructure[] = [];
  // A map may grow while it is walked: what a function needs comes behind it.
  for (const [name, type] of context.verified) {
    const isExported = context.shared.types.has(context.declarationOf(type));
    printed.push({ ...printVerify(context, name, type), isExported });
  }
  return printed;
}

function printVerify(context: InPlaceContext, name: string, type: MadeReference): FunctionDeclarationStructure {
  const scope = context.loadScope();
  scope.claimAll(["store", "base", "field"]);
  const code = new VerifyCode(context, scope, { store: "store", bytes: "" });
  const place: Place = startOf("base");
  const path: FieldPath = { known: false, text: "" };
  if (type.kind === "struct") code.fields(type.struct, place, path);
  else code.arms(type.union, place, path);
  const parameters: Parameter[] = [
    ["store", context.runtime.type("Store")],
    ["base", "number"],
    ["field", "string"],
  ];
  return printFunction(name, unused(parameters, code.lines), "void", code.lines);
}
