import { invariant } from "../../../diagnostics/invariant.ts";
import type {
  Layout,
  PlanAlias,
  PlanEnum,
  PlanFlags,
  PlanInterface,
  PlanStruct,
  PlanType,
  PlanUnion,
  ScalarName,
} from "../../../plan/plan.ts";
import { Imports } from "../imports.ts";
import { functionScope, type Scope } from "../names.ts";
import {
  type AliasNames,
  type FlagsNames,
  type InterfaceNames,
  nameInterface,
  type TypeNames,
} from "./interface-names.ts";
import { alone, type EndpointNames, ForeignTypes, type Neighbours, type Shared, sharedBy } from "./neighbours.ts";

/** The functions of a type that a file may need; printed only when something calls them. */
export type TypeFunction =
  | "decodeFailure"
  | "fail"
  | "check"
  | "expect"
  | "nameOf"
  | "store"
  | "storeUnchecked"
  | "load";

/** An enum, struct or union of the interface. */
export type TypeReference =
  | { readonly kind: "enum"; readonly enum: number }
  | { readonly kind: "struct"; readonly struct: number }
  | { readonly kind: "union"; readonly union: number };

/** One interface file while it is printed: its names, and what turned out to be needed so far. */
export class InterfaceContext {
  readonly plan: PlanInterface;
  readonly names: InterfaceNames;
  readonly runtime: Imports;
  /** The types of other interfaces, imported from their files. */
  readonly foreign: ForeignTypes;
  /** Its own types that other interfaces use. */
  readonly shared: Shared;
  /** In order of first need; grows while its functions are printed. */
  readonly needed = new Map<string, { readonly type: TypeReference; readonly role: TypeFunction }>();
  #loadScope: Scope | null = null;

  constructor(plan: PlanInterface, neighbours: Neighbours = alone) {
    this.plan = plan;
    this.names = nameInterface(plan);
    this.runtime = new Imports("skerry/runtime", this.names.scope);
    this.foreign = new ForeignTypes(plan, neighbours, this.names.scope);
    this.shared = sharedBy(plan, neighbours);
  }

  aliasAt(index: number): PlanAlias {
    const found = this.plan.aliases[index];
    invariant(found !== undefined, `${this.plan.name} has no alias ${index}`);
    return found;
  }

  enumAt(index: number): PlanEnum {
    const found = this.plan.enums[index];
    invariant(found !== undefined, `${this.plan.name} has no enum ${index}`);
    return found;
  }

  flagsAt(index: number): PlanFlags {
    const found = this.plan.flags[index];
    invariant(found !== undefined, `${this.plan.name} has no flags ${index}`);
    return found;
  }

  structAt(index: number): PlanStruct {
    const found = this.plan.structs[index];
    invariant(found !== undefined, `${this.plan.name} has no struct ${index}`);
    return found;
  }

  namesOf(type: TypeReference): TypeNames {
    const found = this.#findNames(type);
    invariant(found !== undefined, `${this.plan.name} has no such ${type.kind}`);
    return found;
  }

  #findNames(type: TypeReference): TypeNames | undefined {
    const [list, index] = placeOf(type);
    const own = this.names[list][index];
    return own === undefined ? undefined : (this.foreign.typeNames(list, index, own) ?? own);
  }

  /** Whether another interface declares it. */
  isForeign(type: TypeReference): boolean {
    return this.declarationOf(type).from !== null;
  }

  declarationOf(type: TypeReference): PlanEnum | PlanStruct | PlanUnion {
    if (type.kind === "enum") return this.enumAt(type.enum);
    return type.kind === "struct" ? this.structAt(type.struct) : this.unionAt(type.union);
  }

  unionAt(index: number): PlanUnion {
    const found = this.plan.unions[index];
    invariant(found !== undefined, `${this.plan.name} has no union ${index}`);
    return found;
  }

  namesOfAlias(index: number): AliasNames {
    const found = this.foreign.aliasNames(index) ?? this.names.aliases[index];
    invariant(found !== undefined, `${this.plan.name} has no alias ${index}`);
    return found;
  }

  namesOfFlags(index: number): FlagsNames {
    const found = this.foreign.flagsNames(index) ?? this.names.flags[index];
    invariant(found !== undefined, `${this.plan.name} has no flags ${index}`);
    return found;
  }

  /** What the client and the descriptor of an interface of the plan are called here; imported when they are asked for. */
  endpointOf(index: number): EndpointNames {
    return this.foreign.endpointNames(index) ?? this.names;
  }

  /** The scope of a function that reads: its locals hide none of the functions that make ids and flags. */
  loadScope(): Scope {
    this.#loadScope ??= this.#makeLoadScope();
    return this.#loadScope.open();
  }

  #makeLoadScope(): Scope {
    const scope = functionScope();
    const { aliases, flags } = this.names;
    scope.claimAll([...aliases.flatMap(({ make }) => make ?? []), ...flags.map((names) => names.as)]);
    scope.claimAll(this.foreign.makers());
    return scope;
  }

  /** The name of a function of a type; from now on it is needed. */
  need(type: TypeReference, role: TypeFunction): string {
    const name = this.namesOf(type)[role];
    const isElsewhere = this.isForeign(type) && role !== "decodeFailure" && role !== "fail";
    if (!isElsewhere) this.needed.set(name, { type, role });
    return name;
  }

  /** The TypeScript type of values. */
  typeText(type: PlanType): string {
    switch (type.kind) {
      case "scalar":
        return this.#scalarText(type.name);
      case "string":
        return "string";
      case "bytes":
        return "Uint8Array";
      case "array":
        return `readonly ${this.elementText(type.element)}[]`;
      case "alias":
        return this.namesOfAlias(type.alias).type;
      case "flags":
        return this.namesOfFlags(type.flags).type;
      case "region":
        return this.runtime.type(type.writable ? "WritableRegion" : "Region");
      case "endpoint":
        return this.endpointOf(type.interface).client;
      default:
        return this.namesOf(type).type;
    }
  }

  #scalarText(name: ScalarName): string {
    const plain = plainText(name);
    return plain === "boolean" || plain === "string" || name.startsWith("f")
      ? plain
      : this.runtime.type(name.toUpperCase());
  }

  /** Whether values hold integers, of which a literal may be too large. */
  holdsIntegers(type: PlanType): boolean {
    switch (type.kind) {
      case "scalar":
        return /^[iu]/.test(type.name);
      case "alias":
        return !this.aliasAt(type.alias).id && this.holdsIntegers(type.type);
      case "array":
        return this.holdsIntegers(type.element);
      case "struct":
        return this.structAt(type.struct).layout.fields.some((field) => this.holdsIntegers(field.type));
      case "union":
        return this.unionAt(type.union).arms.some((arm) => arm.type !== null && this.holdsIntegers(arm.type));
      default:
        return false;
    }
  }

  /** The type of an array's elements, to be followed by `[]`. */
  elementText(element: PlanType): string {
    return element.kind === "array" ? `(${this.typeText(element)})` : this.typeText(element);
  }

  /** Whether reading a value can find bytes that mean nothing. */
  canRefuse(type: PlanType): boolean {
    switch (type.kind) {
      case "scalar":
        return type.name === "bool" || type.name === "char";
      case "alias":
        return this.canRefuse(type.type);
      case "enum":
        return !this.enumAt(type.enum).open;
      case "flags":
        return !this.flagsAt(type.flags).open;
      case "array":
        return type.bounded || (type.length > 0 && this.canRefuse(type.element));
      case "union": {
        const { open, arms } = this.unionAt(type.union);
        return !open || arms.some((arm) => arm.type !== null && this.canRefuse(arm.type));
      }
      case "struct":
        return this.#canRefuseFields(this.structAt(type.struct).layout);
      default:
        return true;
    }
  }

  /** Whether there are values of its TypeScript type that have no place in its bytes: strings and arrays can be too long. */
  canOverrun(type: PlanType): boolean {
    switch (type.kind) {
      case "scalar":
        return type.name === "char";
      case "alias":
        return this.canOverrun(type.type);
      case "enum":
      case "flags":
        return false;
      case "struct":
        return this.structAt(type.struct).layout.fields.some((field) => this.canOverrun(field.type));
      default:
        return true;
    }
  }

  /** Whether values have nothing in them: structs without fields, and what is made of those. */
  isEmpty(type: PlanType): boolean {
    if (type.kind === "alias") return this.isEmpty(type.type);
    if (type.kind === "array") return !type.bounded && (type.length === 0 || this.isEmpty(type.element));
    if (type.kind !== "struct") return false;
    const { presenceBytes, fields } = this.structAt(type.struct).layout;
    return presenceBytes === 0 && fields.every((field) => this.isEmpty(field.type));
  }

  #canRefuseFields({ presenceBytes, fields }: Layout): boolean {
    return presenceBytes > 0 || fields.some((field) => this.canRefuse(field.type));
  }
}

function placeOf(type: TypeReference): readonly ["enums" | "structs" | "unions", number] {
  if (type.kind === "union") return ["unions", type.union];
  return type.kind === "enum" ? ["enums", type.enum] : ["structs", type.struct];
}

/** The type of TypeScript's own that values of a scalar have. */
export function plainText(name: ScalarName): string {
  if (name === "bool") return "boolean";
  if (name === "char") return "string";
  return name === "u64" || name === "i64" ? "bigint" : "number";
}
