/** The getters and methods by which a view reads its fields. */
import type { PlanType } from "../../../plan/plan.ts";
import { LoadCode, type MessageSource, printLoad } from "../codec/load-code.ts";
import {
  elementPlace,
  extendPath,
  type FieldPath,
  type Place,
  printOffset,
  printPath,
  withoutAlias,
} from "../codec/place.ts";
import { documentation } from "../documentation.ts";
import { pascalCase, type Scope } from "../names.ts";
import { fitParameters, type Parameter } from "../print-code.ts";
import type {
  GetAccessorDeclarationStructure,
  MethodDeclarationStructure,
  PropertyDeclarationStructure,
} from "../structures.ts";
import type { InPlaceContext, MadeReference } from "./in-place-context.ts";

type ArrayType = Extract<PlanType, { kind: "array" }>;

/** A field, or the arm of a union, as a view reads it. */
export interface ViewField {
  /** As the description has it. */
  readonly name: string;
  /** Of the getter. */
  readonly member: string;
  readonly documentation: string | null;
  readonly type: PlanType;
  /** From `this.$at`. */
  readonly place: Place;
  readonly path: FieldPath;
  /** An expression for what was received of bounded data; null for all there can be. */
  readonly room: string | null;
  /** When there is nothing to read: a condition, and a statement instead of undefined. */
  readonly absence: { readonly when: string; readonly statement: string | null } | null;
}

/** Where views find their message. */
export const viewSource: MessageSource = { store: "this.$store", bytes: "this.$bytes" };
/** The same for what lies at a constant place. */
export const constantSource: MessageSource = { ...viewSource, data: "this.$data" };

/** Collects the members of one view. `scope`: of its members, the fields' own names already in it. */
export class ViewMembers {
  readonly getAccessors: GetAccessorDeclarationStructure[] = [];
  readonly methods: MethodDeclarationStructure[] = [];
  /** Views of what lies inside. */
  readonly properties: PropertyDeclarationStructure[] = [];
  readonly #context: InPlaceContext;
  readonly #scope: Scope;

  constructor(context: InPlaceContext, scope: Scope) {
    this.#context = context;
    this.#scope = scope;
  }

  add(field: ViewField): void {
    const type = withoutAlias(field.type);
    if (field.absence !== null && field.absence.statement === null) this.#presence(field);
    if (type.kind === "struct" || type.kind === "union") this.#made(field, type);
    else if (type.kind === "array") this.#array(field, type);
    else {
      this.#plain(field);
      if (type.kind === "string") this.#text(field);
      else if (type.kind === "bytes") this.#data(field);
      else if (this.#context.isWide(type)) this.#wide(field, type.kind === "scalar" && type.name === "i64");
    }
  }

  /** Lets go of the views inside too. */
  addRelease(): void {
    if (this.properties.length === 0) return;
    const statements = ["super.$release();", ...this.properties.map(({ name }) => `this.${name}.$release();`)];
    this.methods.push({ name: "$release", hasOverrideKeyword: true, returnType: "void", statements });
  }

  #presence(field: ViewField): void {
    const name = this.#scope.claim(`has${pascalCase(field.name)}`);
    const statements = [`return !(${field.absence?.when});`];
    const docs = documentation(`Whether {@link ${field.member}} is there.`, null);
    this.getAccessors.push({ name, docs, returnType: "boolean", statements });
  }

  /** The value as objects have it. */
  #plain(field: ViewField): void {
    const source = withoutAlias(field.type).kind === "array" ? viewSource : constantSource;
    const code = new LoadCode(this.#context, this.#context.loadScope(), source);
    const value = code.value(field.type, field.place, field.path, field.member, field.room);
    const type = this.#context.typeText(field.type);
    this.#getter(field, field.member, documentation(field.documentation, null), type, [
      ...code.lines,
      `return ${value};`,
    ]);
  }

  #getter(field: ViewField, name: string, docs: string[], type: string, statements: readonly string[]): void {
    const { absence } = field;
    const returnType = absence !== null && absence.statement === null ? `${type} | undefined` : type;
    this.getAccessors.push({ name, docs, returnType, statements: [...orElse(field, "undefined"), ...statements] });
  }

  #method(
    field: ViewField,
    name: string,
    said: string,
    parameters: Parameter[],
    type: string,
    statements: string[],
  ): void {
    this.methods.push({
      name,
      docs: documentation(said.replaceAll("{@link}", `{@link ${field.member}}`), null),
      parameters: fitParameters(name, parameters, type),
      returnType: type,
      statements,
    });
  }

  #wide(field: ViewField, signed: boolean): void {
    const at = printOffset(field.place.base, field.place.offset);
    const high = printOffset(field.place.base, field.place.offset + 4);
    const load = this.#context.runtime.value(signed ? "loadNumberI64" : "loadNumberU64");
    const said = `{@link ${field.member}} as a number; an UnsafeIntegerError when none holds it exactly.`;
    const number = `return ${load}(this.$store, ${at}, ${printPath(field.path)});`;
    this.#getter(field, this.#scope.claim(`${field.member}Number`), documentation(said, null), "number", [number]);
    const halves = [
      ["Low", "The low 32 bits", printLoad(constantSource, "u32", at)],
      ["High", "The high 32 bits", printLoad(constantSource, signed ? "i32" : "u32", high)],
    ] as const;
    for (const [suffix, what, loaded] of halves) {
      const docs = documentation(`${what} of {@link ${field.member}}.`, null);
      this.#getter(field, this.#scope.claim(field.member + suffix), docs, "number", [`return ${loaded};`]);
    }
  }

  #text(field: ViewField): void {
    this.#length(field, "bytes of UTF-8");
    this.#bytes(field, "UTF-8");
    const equals = this.#context.runtime.value("equalsText");
    const name = this.#scope.claim(`${field.member}Equals`);
    const type = `string | ${this.#context.runtime.type("KnownText")}`;
    this.#method(field, name, "Whether {@link} is this text.", [{ name: "text", type }], "boolean", [
      ...orElse(field, "false"),
      `return ${equals}(${this.#bounded(field)}, text, ${printPath(field.path)});`,
    ]);
  }

  #data(field: ViewField): void {
    this.#length(field, "bytes");
    this.#bytes(field, "bytes");
    const copy = this.#context.runtime.value("copyBytes");
    const parameters = [
      { name: "target", type: "Uint8Array" },
      { name: "start", type: "number = 0" },
    ];
    const name = this.#scope.claim(`copy${pascalCase(field.name)}To`);
    const said = "Copies {@link} to `start` in `target`, which must have room; returns the number of bytes.";
    this.#method(field, name, said, parameters, "number", [
      ...orElse(field, "0"),
      `return ${copy}(${this.#bounded(field)}, target, start, ${printPath(field.path)});`,
    ]);
  }

  /** The arguments that tell where bounded data lies. */
  #bounded({ type, place, room }: ViewField): string {
    const at = printOffset(place.base, place.offset);
    return `this.$store, ${at}, ${printOffset(place.base, place.dataOffset)}, ${room ?? boundOf(type)}`;
  }

  #length(field: ViewField, unit: string): void {
    const expect = this.#context.runtime.value("expectLength");
    const at = printOffset(field.place.base, field.place.offset);
    const length = `${expect}(this.$store, ${at}, ${field.room ?? boundOf(field.type)}, ${printPath(field.path)})`;
    const docs = documentation(`The number of ${unit} of {@link ${field.member}}.`, null);
    const name = this.#scope.claim(`${field.member}Length`);
    const statements = [...orElse(field, "0"), `return ${length};`];
    this.getAccessors.push({ name, docs, returnType: "number", statements });
  }

  #bytes(field: ViewField, unit: string): void {
    const load = this.#context.runtime.value("bytesInPlace");
    const docs = documentation(`The ${unit} of {@link ${field.member}} where they lie, to be used at once.`, null);
    this.#getter(field, this.#scope.claim(`${field.member}Bytes`), docs, "Uint8Array", [
      `return ${load}(${this.#bounded(field)}, ${printPath(field.path)});`,
    ]);
  }

  #made(field: ViewField, type: MadeReference): void {
    const { view } = this.#context.placeNamesOf(type);
    const inside = this.#inside(field, view);
    const at = printOffset(field.place.base, field.place.offset);
    this.#getter(field, field.member, documentation(field.documentation, null), view, [
      `return this.${inside}.$place(this.$store, ${at});`,
    ]);
  }

  /** A view of what lies inside, moved whenever it is asked for. */
  #inside(field: ViewField, view: string): string {
    const name = `$${field.member}View`;
    this.properties.push({ name, scope: "private", isReadonly: true, type: view, initializer: `new ${view}()` });
    return name;
  }

  #array(field: ViewField, type: ArrayType): void {
    this.#plain(field);
    const at = printOffset(field.place.base, field.place.offset);
    const limit = field.room ?? `${type.length}`;
    const expect = type.bounded ? this.#context.runtime.value("expectLength") : "";
    const count = type.bounded ? `${expect}(this.$store, ${at}, ${limit}, ${printPath(field.path)})` : `${type.length}`;
    const name = this.#scope.claim(`countOf${pascalCase(field.name)}`);
    this.getAccessors.push({
      ...{ name, returnType: "number" },
      docs: documentation(`The number of elements of {@link ${field.member}}.`, null),
      statements: [...orElse(field, "0"), `return ${count};`],
    });
    if (type.length === 0) return;
    const start = printOffset(field.place.base, type.bounded ? field.place.dataOffset : field.place.offset);
    const scope = this.#context.loadScope();
    this.#elements(field, type, { count: `this.${name}`, start, scope, lines: [], indices: [scope.claim("index")] });
  }

  /** The elements of an array, or of the arrays in it: as many indices as there are arrays in one another. */
  #elements(field: ViewField, type: ArrayType, { count, start, scope, lines, indices }: ArrayWay): void {
    const local = scope.claim("item");
    const index = indices.at(-1) ?? "";
    const expectIndex = this.#context.runtime.value("expectIndex");
    const step = `${expectIndex}(${index}, ${count}, ${printPath(field.path)})`;
    const way = [...lines, `const ${local} = ${start} + ${type.stride === 1 ? "" : `${type.stride} * `}${step};`];
    const inner = withoutAlias(type.element);
    if (inner.kind !== "array") {
      this.#element(field, type, { local, scope, lines: way, indices });
      return;
    }
    const place = elementPlace(local, inner);
    let innerCount = `${inner.length}`;
    if (inner.bounded) {
      const expect = this.#context.runtime.value("expectLength");
      innerCount = `${expect}(this.$store, ${local}, ${inner.length}, ${printPath(field.path)})`;
      const name = this.#scope.claim(`countOf${pascalCase(field.name)}${"In".repeat(indices.length)}`);
      const said = "The number of elements of an array in {@link}.";
      this.#method(field, name, said, indices.map(indexParameter), "number", [...way, `return ${innerCount};`]);
    }
    if (inner.length === 0) return;
    const next = printOffset(local, inner.bounded ? place.dataOffset : 0);
    const deeper = [...indices, scope.claim(`index${indices.length + 1}`)];
    this.#elements(field, inner, { count: innerCount, start: next, scope, lines: way, indices: deeper });
  }

  #element(field: ViewField, { element }: ArrayType, { local, scope, lines, indices }: ElementWay): void {
    const type = withoutAlias(element);
    const path = extendPath(field.path, "[]");
    const name = this.#scope.claim(`${field.member}At`);
    const parameters = indices.map(indexParameter);
    if (type.kind === "struct" || type.kind === "union") {
      const { view } = this.#context.placeNamesOf(type);
      const inside = this.#inside(field, view);
      const said =
        "An element of {@link}: the same view each time, moved to it. A RangeError for an index that has none.";
      this.#method(field, name, said, parameters, view, [
        ...lines,
        `return this.${inside}.$place(this.$store, ${local});`,
      ]);
      return;
    }
    const code = new LoadCode(this.#context, scope.open(), viewSource);
    const value = code.value(element, elementPlace(local, element), path, "element");
    const said = "An element of {@link}. A RangeError for an index that has none.";
    const typeText = this.#context.typeText(element);
    this.#method(field, name, said, parameters, typeText, [...lines, ...code.lines, `return ${value};`]);
    if (!this.#context.isWide(type)) return;
    const load = this.#context.runtime.value(
      type.kind === "scalar" && type.name === "i64" ? "loadNumberI64" : "loadNumberU64",
    );
    const numbered = this.#scope.claim(`${field.member}NumberAt`);
    const numberText = "An element of {@link} as a number; an UnsafeIntegerError when none holds it exactly.";
    this.#method(field, numbered, numberText, parameters, "number", [
      ...lines,
      `return ${load}(this.$store, ${local}, ${printPath(path)});`,
    ]);
  }
}

interface ArrayWay {
  /** Expressions for the number of elements and the first one's place. */
  readonly count: string;
  readonly start: string;
  /** Statements in front. */
  readonly lines: readonly string[];
  readonly indices: readonly string[];
  readonly scope: Scope;
}

interface ElementWay {
  readonly local: string;
  readonly lines: readonly string[];
  readonly indices: readonly string[];
  readonly scope: Scope;
}

function indexParameter(name: string): Parameter {
  return { name, type: "number" };
}

/** What a getter does first when there may be nothing to read. */
function orElse({ absence }: ViewField, value: string): string[] {
  if (absence === null) return [];
  return [`if (${absence.when}) ${absence.statement ?? `return ${value};`}`];
}

function boundOf(type: PlanType): number {
  const inner = withoutAlias(type);
  return inner.kind === "string" || inner.kind === "bytes" ? inner.bound : 0;
}
