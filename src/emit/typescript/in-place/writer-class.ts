/** The classes that write structs, unions and messages in place. */
import type { Layout, LayoutField, PlanArm } from "../../../plan/plan.ts";
import { pathOfField, startOf } from "../codec/codec-functions.ts";
import {
  armPlace,
  extendPath,
  type FieldPath,
  fieldPlace,
  knownPath,
  openBit,
  presenceBit,
  printOffset,
  tailOf,
  withoutAlias,
} from "../codec/place.ts";
import { StoreCode } from "../codec/store-code.ts";
import { documentation } from "../documentation.ts";
import { memberScope, type Scope } from "../names.ts";
import { printArray } from "../print-code.ts";
import { type ClassDeclarationStructure, type MethodDeclarationStructure, StructureKind } from "../structures.ts";
import { holesOfFields, holesOfMessage, holesOfStruct, printClear } from "./holes.ts";
import type { InPlaceContext, MadeReference } from "./in-place-context.ts";
import type { PlacedMessage } from "./view-class.ts";
import { type WriterField, WriterMembers } from "./writer-members.ts";

const start = startOf("this.$at");
const bitsInWord = 31;

export function printStructWriter(context: InPlaceContext, index: number): ClassDeclarationStructure {
  const { name, layout, documentation: said, at } = context.structAt(index);
  const type = { kind: "struct", struct: index } as const;
  const scope = memberScope();
  const pathOf = (field: LayoutField) => knownPath(`${name}.${field.name}`);
  const members = writerFields(context, scope, layout, pathOf, null);
  const clear = printClear(context, holesOfStruct(layout), { store: "store", base: "at", align: layout.align });
  const { type: typeName } = context.namesOf(type);
  const used = layout.openBytes === null ? [] : [`store.storeU32(at, ${layout.openBytes});`];
  members.methods.push(
    ...printBegin(context, [...clear, ...used, ...members.begin]),
    printSet(context, type, typeName),
    { name: "$check", returnType: "void", statements: members.check },
    ...printSeal(members),
    ...printRelease(members),
  );
  return printClass(context.placeNamesOf(type).writer, context.runtime.value("Writer"), members, [
    ...documentation(said, at, `Writes {@link ${typeName}} in place.`),
  ]);
}

export function printMessageWriter(context: InPlaceContext, message: PlacedMessage): ClassDeclarationStructure {
  const { operation, layout, names } = message;
  const scope = memberScope();
  const members = writerFields(context, scope, layout, pathOfField(context, operation), tailOf(layout));
  const clear = printClear(context, holesOfMessage(layout), { store: "store", base: "at", align: 8 });
  const tail = tailOf(layout);
  const used = tail === null ? [] : ["this.$used = 0;"];
  const bytes = tail === null ? `${layout.size}` : `${tail.dataOffset} + this.$used`;
  members.methods.push(
    ...printBegin(context, [...clear, ...used, ...members.begin]),
    { name: "$check", returnType: "void", statements: members.check },
    { name: "$finish", returnType: "number", statements: ["this.$check();", `return ${bytes};`] },
    ...printRelease(members),
  );
  const docs = documentation(`${message.said}, written in place.`, null);
  return printClass(names.writer, context.runtime.value("MessageWriter"), members, docs);
}

function writerFields(
  context: InPlaceContext,
  scope: Scope,
  layout: Layout,
  pathOf: (field: LayoutField) => FieldPath,
  tail: LayoutField | null,
): WriterMembers {
  const names = scope.claimAll(layout.fields.map((field) => field.name));
  const collected = new WriterMembers(context, scope);
  const needed = layout.fields.filter((field) => mustBeWritten(context, field));
  printNeeded(context, collected, needed.map(pathOf));
  layout.fields.forEach((field, index) => {
    const { name, documentation, type } = field;
    const [place, path] = [fieldPlace(start, field), pathOf(field)];
    const { mark, marked, always } = markOf(layout, field, needed.indexOf(field));
    const said = { name, member: names[index] ?? "", documentation, type, place, path, mark, marked, always };
    collected.add({ ...said, isTail: field === tail, appends: true });
  });
  return collected;
}

/** Everything but what is optional, what has nothing in it, and arrays: these count their elements. */
function mustBeWritten(context: InPlaceContext, { type, presence }: LayoutField): boolean {
  return presence === null && withoutAlias(type).kind !== "array" && !context.isEmpty(type);
}

function markOf(layout: Layout, field: LayoutField, bit: number): Pick<WriterField, "mark" | "marked" | "always"> {
  if (field.presence !== null) {
    const isOpen = layout.openBytes !== null;
    const at = printOffset("this.$at", isOpen ? 4 : field.presence >> 3);
    const [suffix, mask] = isOpen ? ["U32", openBit(field)] : ["U8", presenceBit(field)];
    const load = `this.$store.load${suffix}(${at})`;
    const mark = `this.$store.store${suffix}(${at}, ${load} | ${mask});`;
    return { mark: [mark], marked: `(${load} & ${mask}) !== 0`, always: false };
  }
  if (bit < 0) return { mark: [], marked: null, always: true };
  const word = wordOf(bit);
  const mask = 1 << (bit % bitsInWord);
  return { mark: [`${word} |= ${mask};`], marked: `(${word} & ${mask}) !== 0`, always: true };
}

/** The field that holds the bit of a field. */
function wordOf(bit: number): string {
  const word = Math.floor(bit / bitsInWord);
  return word === 0 ? "this.$written" : `this.$written${word}`;
}

function printNeeded(context: InPlaceContext, members: WriterMembers, paths: readonly FieldPath[]): void {
  for (let first = 0; first < paths.length; first += bitsInWord) {
    const inWord = paths.slice(first, first + bitsInWord);
    const word = wordOf(first);
    const needed = 2 ** inWord.length - 1;
    const list = printArray(inWord.map(({ text }) => JSON.stringify(text)));
    const expect = context.runtime.value("expectWritten");
    members.check.push(`if ((${word} & ${needed}) !== ${needed}) ${expect}(${word}, ${needed}, ${list});`);
    if (first === 0) continue;
    const name = word.slice("this.".length);
    members.properties.push({ name, scope: "private", type: "number", initializer: "0" });
    members.begin.push(`${word} = 0;`);
    members.seal.push(`${word} = -1;`);
  }
}

function printBegin(context: InPlaceContext, statements: readonly string[]): MethodDeclarationStructure[] {
  if (statements.length === 0) return [];
  return [
    {
      name: "$begin",
      hasOverrideKeyword: true,
      parameters: [
        { name: "store", type: context.runtime.type("Store") },
        { name: "at", type: "number" },
      ],
      returnType: "this",
      statements: [...statements, "return super.$begin(store, at);"],
    },
  ];
}

/** Writes all of a struct or union from an object. */
function printSet(context: InPlaceContext, type: MadeReference, typeName: string): MethodDeclarationStructure {
  const scope = context.loadScope();
  scope.claim("value");
  const code = new StoreCode(context, scope, "this.$store");
  code.value(type, start, "value", knownPath(typeName));
  const value = code.lines.length === 0 ? "_value" : "value";
  const layout = type.kind === "struct" ? context.structAt(type.struct).layout : null;
  const holes = layout === null ? [] : holesOfFields(context, layout);
  const clear = printClear(context, holes, { store: "this.$store", base: "this.$at", align: layout?.align ?? 1 });
  return {
    name: "$set",
    parameters: [{ name: value, type: typeName }],
    returnType: "void",
    statements: [...clear, ...code.lines, "this.$seal();"],
  };
}

function printSeal({ seal }: WriterMembers): MethodDeclarationStructure[] {
  if (seal.length === 0) return [];
  return [{ name: "$seal", hasOverrideKeyword: true, returnType: "void", statements: ["super.$seal();", ...seal] }];
}

function printRelease({ release }: WriterMembers): MethodDeclarationStructure[] {
  if (release.length === 0) return [];
  const statements = ["super.$release();", ...release];
  return [{ name: "$release", hasOverrideKeyword: true, returnType: "void", statements }];
}

function printClass(name: string, base: string, members: WriterMembers, docs: string[]): ClassDeclarationStructure {
  const { properties, getAccessors, setAccessors, methods } = members;
  return {
    kind: StructureKind.Class,
    ...{ docs, isExported: true, name, extends: base, getAccessors, setAccessors, methods },
    ...(properties.length === 0 ? {} : { properties }),
  };
}

export function printUnionWriter(context: InPlaceContext, index: number): ClassDeclarationStructure {
  const { name, arms, size, align, documentation: said, at } = context.unionAt(index);
  const type = { kind: "union", union: index } as const;
  const scope = memberScope();
  const names = scope.claimAll(arms.map((arm) => arm.name));
  const members = new WriterMembers(context, scope);
  const whole = [{ from: 0, to: size }];
  members.begin.push(...printClear(context, whole, { store: "store", base: "at", align }));
  const expect = context.runtime.value("expectWritten");
  members.check.push(`if (this.$written === 0) ${expect}(0, 1, [${JSON.stringify(name)}]);`);
  arms.forEach((arm, position) => {
    const field = armField(context, index, arm, names[position] ?? "");
    if (arm.type !== null) members.add({ ...field, type: arm.type });
    else {
      const setter = scope.claim(`set${arm.name.charAt(0).toUpperCase()}${arm.name.slice(1)}`);
      const docs = documentation(arm.documentation, null);
      members.methods.push({ name: setter, docs, returnType: "void", statements: [...field.mark] });
    }
  });
  const { type: typeName } = context.namesOf(type);
  members.methods.push(
    ...printBegin(context, members.begin),
    printSet(context, type, typeName),
    { name: "$check", returnType: "void", statements: members.check },
    ...printSeal(members),
    ...printRelease(members),
  );
  return printClass(context.placeNamesOf(type).writer, context.runtime.value("Writer"), members, [
    ...documentation(
      said,
      at,
      `Writes {@link ${typeName}} in place: the arm that is written last is the one it holds.`,
    ),
  ]);
}

function armField(context: InPlaceContext, index: number, arm: PlanArm, member: string): Omit<WriterField, "type"> {
  const { name, tag } = context.unionAt(index);
  const suffix = tag.toUpperCase();
  const type = arm.type ?? { kind: "scalar", name: "u8" };
  return {
    ...{ name: arm.name, member, documentation: arm.documentation, isTail: false, appends: false },
    place: armPlace(start, arm.offset, type),
    path: extendPath(knownPath(name), `.${arm.name}`),
    mark: [`this.$store.store${suffix}(this.$at, ${arm.tag});`, "this.$written = 1;"],
    marked: `this.$written !== 0 && this.$store.load${suffix}(this.$at) === ${arm.tag}`,
    always: false,
  };
}
