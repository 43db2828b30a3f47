/** The setters and methods by which a writer takes its fields. */
import type { PlanType } from "../../../plan/plan.ts";
import {
  elementPlace,
  extendPath,
  type FieldPath,
  type Place,
  printOffset,
  printPath,
  withoutAlias,
} from "../codec/place.ts";
import { StoreCode } from "../codec/store-code.ts";
import { documentation } from "../documentation.ts";
import { pascalCase, type Scope } from "../names.ts";
import { indent } from "../print-code.ts";
import type {
  GetAccessorDeclarationStructure,
  MethodDeclarationStructure,
  PropertyDeclarationStructure,
  SetAccessorDeclarationStructure,
} from "../structures.ts";
import { alignmentOf, isPlain, printClear } from "./holes.ts";
import type { InPlaceContext, MadeReference } from "./in-place-context.ts";

type ArrayType = Extract<PlanType, { kind: "array" }>;
type Property = PropertyDeclarationStructure;

/** A field, or the arm of a union, as a writer takes it. */
export interface WriterField {
  readonly name: string;
  readonly member: string;
  readonly documentation: string | null;
  readonly type: PlanType;
  readonly place: Place;
  readonly path: FieldPath;
  /** Statements that say that it was written. */
  readonly mark: readonly string[];
  /** A condition: it was begun, or written, before; null for what has nothing in it. */
  readonly marked: string | null;
  /** Whether it must be finished whenever the value is, and not only when it is {@link marked}. */
  readonly always: boolean;
  /** Of a message's last field: only what is used is sent. */
  readonly isTail: boolean;
  /** Whether elements can be added one by one. */
  readonly appends: boolean;
}

const store = "this.$store";

/** Collects the members of one writer. `scope`: of its members, the fields' own names already in it. */
export class WriterMembers {
  readonly getAccessors: GetAccessorDeclarationStructure[] = [];
  readonly setAccessors: SetAccessorDeclarationStructure[] = [];
  readonly methods: MethodDeclarationStructure[] = [];
  readonly properties: Property[] = [];
  /** Statements of `$begin`, `$check`, `$seal` and `$release`. */
  readonly begin: string[] = [];
  readonly check: string[] = [];
  readonly seal: string[] = [];
  readonly release: string[] = [];
  readonly #context: InPlaceContext;
  readonly #scope: Scope;

  constructor(context: InPlaceContext, scope: Scope) {
    this.#context = context;
    this.#scope = scope;
  }

  add(field: WriterField): void {
    const type = withoutAlias(field.type);
    if (type.kind === "struct" || type.kind === "union") this.#made(field, type);
    else if (type.kind === "array") this.#array(field, type);
    else if (type.kind === "string" || type.kind === "bytes") this.#bounded(field, type);
    else {
      this.#setter(field, this.#context.typeText(field.type), this.#stored(field));
      if (type.kind === "scalar" && this.#context.isWide(type)) this.#wide(field, type.name === "i64");
    }
  }

  #stored({ type, place, path }: WriterField): string[] {
    const code = new StoreCode(this.#context, this.#valueScope(), store);
    code.value(type, place, "value", path);
    return code.lines;
  }

  #valueScope(): Scope {
    const scope = this.#context.loadScope();
    scope.claim("value");
    return scope;
  }

  #setter(field: WriterField, type: string, lines: readonly string[], name = field.member, said?: string): void {
    const value = lines.some((line) => /\bvalue\b/.test(line)) ? "value" : "_value";
    const docs = documentation(said ?? field.documentation, null);
    const statements = [...lines, ...field.mark];
    this.setAccessors.push({ name, docs, parameters: [{ name: value, type }], statements });
  }

  #wide(field: WriterField, signed: boolean): void {
    const at = printOffset(field.place.base, field.place.offset);
    const high = printOffset(field.place.base, field.place.offset + 4);
    const path = printPath(field.path);
    const storeSafe = this.#context.runtime.value("storeSafe");
    const least = signed ? "Number.MIN_SAFE_INTEGER" : "0";
    const name = this.#scope.claim(`${field.member}Number`);
    const said = `{@link ${field.member}} from a safe integer.`;
    this.#setter(field, "number", [`${storeSafe}(${store}, ${at}, value, ${least}, ${path});`], name, said);
    const half = signed ? "I32" : "U32";
    this.methods.push({
      name: this.#scope.claim(`set${pascalCase(field.name)}`),
      docs: documentation(`{@link ${field.member}} from its halves of 32 bits.`, null),
      parameters: [
        { name: "low", type: "number" },
        { name: "high", type: "number" },
      ],
      returnType: "void",
      statements: [
        `${store}.storeU32(${at}, ${this.#context.runtime.value("checkU32")}(low, ${path}));`,
        `${store}.store${half}(${high}, ${this.#context.runtime.value(`check${half}`)}(high, ${path}));`,
        ...field.mark,
      ],
    });
  }

  #bounded(field: WriterField, type: PlanType & { kind: "string" | "bytes" }): void {
    const { place, path } = field;
    const places = `${store}, ${printOffset(place.base, place.offset)}, ${printOffset(place.base, place.dataOffset)}`;
    const put = (call: string, values: string): string[] => {
      const stored = `${this.#context.runtime.value(call)}(${places}, ${type.bound}, ${values}, ${printPath(path)});`;
      return [field.isTail ? `this.$used = ${stored}` : stored];
    };
    if (type.kind === "string") {
      this.#setter(field, "string", put("storeString", "value"));
      const name = this.#scope.claim(`${field.member}Bytes`);
      this.#setter(field, "Uint8Array", put("storeText", "value"), name, `{@link ${field.member}} as UTF-8.`);
      return;
    }
    this.#setter(field, "Uint8Array", put("storeBytes", "value"));
    this.methods.push({
      name: this.#scope.claim(`fill${pascalCase(field.name)}`),
      docs: documentation(
        `{@link ${field.member}} where it is to lie: \`fill\` gets \`length\` bytes of zeroes to write.`,
        null,
      ),
      parameters: [
        { name: "length", type: "number" },
        { name: "fill", type: "(room: Uint8Array) => void" },
      ],
      returnType: "void",
      statements: [...put("fillBytes", "length, fill"), ...field.mark],
    });
  }

  #made(field: WriterField, type: MadeReference): void {
    const { writer } = this.#context.placeNamesOf(type);
    const inside = this.#inside(field, writer);
    const at = printOffset(field.place.base, field.place.offset);
    const begun = `this.${inside}.$begin(${store}, ${at})`;
    const docs = documentation(field.documentation, null);
    this.getAccessors.push({
      ...{ name: field.member, docs, returnType: writer },
      statements: [
        ...(field.marked === null ? [] : [`if (${field.marked}) return this.${inside}.$move(${store}, ${at});`]),
        ...field.mark,
        `return ${begun};`,
      ],
    });
    this.setAccessors.push({
      name: field.member,
      parameters: [{ name: "value", type: this.#context.typeText(field.type) }],
      statements: [`${begun}.$set(value);`, ...field.mark],
    });
    const check = `this.${inside}.$check();`;
    this.check.push(field.always ? check : `if (${field.marked}) ${check}`);
    this.seal.push(`this.${inside}.$move(${store}, ${at}).$seal();`);
  }

  /** A writer of what lies inside. */
  #inside(field: WriterField, writer: string): string {
    const name = `$${field.member}Writer`;
    this.properties.push({ name, scope: "private", isReadonly: true, type: writer, initializer: `new ${writer}()` });
    this.release.push(`this.${name}.$release();`);
    return name;
  }

  #array(field: WriterField, type: ArrayType): void {
    const at = printOffset(field.place.base, field.place.offset);
    const start = printOffset(field.place.base, type.bounded ? field.place.dataOffset : field.place.offset);
    if (!field.appends) {
      this.#setter(field, this.#context.typeText(field.type), this.#stored(field));
      return;
    }
    const count = `this.$${field.member}Count`;
    this.properties.push({ name: count.slice("this.".length), scope: "private", type: "number", initializer: "0" });
    this.begin.push(`${count} = 0;`);
    const last = type.length === 0 ? null : this.#append(field, type, { count, start });
    const cleared = this.#mayLeaveHoles(type.element)
      ? [`${this.#context.runtime.value("clear")}(${store}, ${start}, ${type.length * type.stride});`]
      : [];
    const stored = type.bounded ? `${store}.loadU32(${at})` : `${type.length}`;
    const sealed = [`${count} = ${stored};`, ...(last === null ? [] : [this.#sealLast(type, { count, start, last })])];
    this.#setter(field, this.#context.typeText(field.type), [
      `${count} = 0;`,
      ...cleared,
      ...this.#stored(field),
      ...sealed,
    ]);
    this.seal.push(...sealed);
    this.check.push(...this.#finished(field, type, count, last));
    if (field.isTail) this.check.push(`this.$used = ${type.stride === 1 ? "" : `${type.stride} * `}${count};`);
  }

  /** A method that adds an element; the name of the writer of elements, if they have one. */
  #append(field: WriterField, type: ArrayType, { count, start }: { count: string; start: string }): string | null {
    const inner = withoutAlias(type.element);
    const nextIndex = this.#context.runtime.value("nextIndex");
    const scope = this.#valueScope();
    const item = scope.claim("item");
    const next = `${nextIndex}(${count}, ${type.length}, ${printPath(field.path)})`;
    const place = `const ${item} = ${start} + ${type.stride === 1 ? "" : `${type.stride} * `}${next};`;
    const name = this.#scope.claim(`append${pascalCase(field.name)}`);
    if (inner.kind === "struct" || inner.kind === "union") {
      const { writer } = this.#context.placeNamesOf(inner);
      const inside = this.#inside(field, writer);
      this.methods.push({
        name,
        docs: documentation(
          `One more element of {@link ${field.member}}, to be written before the next: the same writer each time.`,
          null,
        ),
        returnType: writer,
        statements: [
          `if (${count} > 0) this.${inside}.$check();`,
          place,
          `${count}++;`,
          ...field.mark,
          `return this.${inside}.$begin(${store}, ${item});`,
        ],
      });
      return inside;
    }
    const code = new StoreCode(this.#context, scope, store);
    code.value(type.element, elementPlace(item, type.element), "value", extendPath(field.path, "[]"));
    const clear = this.#mayLeaveHoles(type.element)
      ? printClear(this.#context, [{ from: 0, to: type.stride }], {
          store,
          base: item,
          align: alignmentOf(this.#context, type.element),
        })
      : [];
    this.methods.push({
      name,
      docs: documentation(`One more element of {@link ${field.member}}.`, null),
      parameters: [{ name: "value", type: this.#context.typeText(type.element) }],
      returnType: "void",
      statements: [place, ...clear, ...code.lines, `${count}++;`, ...field.mark],
    });
    return null;
  }

  /** Statements at the end of the value: how many elements there are. */
  #finished(field: WriterField, type: ArrayType, count: string, last: string | null): string[] {
    const at = printOffset(field.place.base, field.place.offset);
    const check = this.#context.runtime.value("checkLength");
    const lines = [
      ...(last === null ? [] : [`if (${count} > 0) this.${last}.$check();`]),
      type.bounded
        ? `${store}.storeU32(${at}, ${count});`
        : `${check}(${count}, ${type.length}, ${type.length}, ${printPath(field.path)});`,
    ];
    return field.always ? lines : [`if (${field.marked}) {`, ...lines.map(indent), "}"];
  }

  /** The element that was written last is whole. */
  #sealLast({ stride }: ArrayType, { count, start, last }: { count: string; start: string; last: string }): string {
    return `if (${count} > 0) this.${last}.$move(${store}, ${start} + ${stride} * (${count} - 1)).$seal();`;
  }

  /** Whether writing a value of the type leaves bytes of its room as they were. */
  #mayLeaveHoles(type: PlanType): boolean {
    return !isPlain(withoutAlias(type));
  }
}
