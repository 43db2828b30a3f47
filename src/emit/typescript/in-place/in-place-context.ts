import { invariant } from "../../../diagnostics/invariant.ts";
import type { PlanInterface, PlanType } from "../../../plan/plan.ts";
import { Imports } from "../imports.ts";
import { InterfaceContext, type TypeFunction, type TypeReference } from "../interface/interface-context.ts";
import type { AliasNames, FlagsNames, TypeNames } from "../interface/interface-names.ts";
import { alone, type EndpointNames, type Neighbours } from "../interface/neighbours.ts";
import { Scope } from "../names.ts";
import { ForeignPlaces } from "./foreign-places.ts";
import { type InPlaceNames, nameInPlace, type PlaceNames } from "./in-place-names.ts";

export type MadeReference = Extract<TypeReference, { kind: "struct" | "union" }>;

/**
 * An in-place file while it is printed. Types and what belongs to them are imported from the interface's own file as soon
 * as they are named; the functions that read and write them are printed here too, for those who need them.
 */
export class InPlaceContext extends InterfaceContext {
  readonly inPlace: InPlaceNames;
  /** From the interface's own file. */
  readonly plain: Imports;
  /** From the in-place files of other interfaces. */
  readonly foreignPlaces: ForeignPlaces;
  /** Flags whose numbers are taken for flags somewhere. */
  readonly taken = new Set<number>();
  /** Structs and unions that are checked in place; grows while the functions for it are printed. */
  readonly verified = new Map<string, MadeReference>();

  /** `module`: of the interface's own file. */
  constructor(plan: PlanInterface, module: string, neighbours: Neighbours = alone) {
    super(plan, neighbours);
    this.inPlace = nameInPlace(plan, this.names);
    this.foreignPlaces = new ForeignPlaces(neighbours, this.names.scope);
    // All names of that file are spoken for here as well.
    this.plain = new Imports(module, new Scope(new Set()));
  }

  override namesOf(type: TypeReference): TypeNames {
    const names = super.namesOf(type);
    if (this.isForeign(type)) return names;
    const { plain } = this;
    return {
      ...names,
      get type() {
        return plain.type(names.type);
      },
      get failure() {
        return plain.value(names.failure);
      },
    };
  }

  override namesOfAlias(index: number): AliasNames {
    const names = super.namesOfAlias(index);
    if (this.aliasAt(index).from !== null) return names;
    const { type, make } = names;
    const { plain } = this;
    return {
      get type() {
        return plain.type(type);
      },
      get make() {
        return make === null ? null : plain.value(make);
      },
    };
  }

  override namesOfFlags(index: number): FlagsNames {
    const names = super.namesOfFlags(index);
    if (this.flagsAt(index).from !== null) return names;
    const { plain, taken } = this;
    return {
      ...names,
      get type() {
        return plain.type(names.type);
      },
      get as() {
        taken.add(index);
        return names.as;
      },
    };
  }

  /** The functions of its structs stand in the interface's own file, for anybody to use. */
  override need(type: TypeReference, role: TypeFunction): string {
    const isThere = role === "store" || role === "storeUnchecked" || role === "load";
    if (type.kind !== "struct" || !isThere || this.isForeign(type)) return super.need(type, role);
    return this.plain.value(super.namesOf(type)[role]);
  }

  /** Those of a type of another interface are imported from its in-place file. */
  placeNamesOf(type: MadeReference): PlaceNames {
    const found = this.isForeign(type)
      ? this.foreignPlaces.namesOf(type.kind, this.declarationOf(type))
      : this.#own(type);
    invariant(found !== undefined, `${this.plan.name} has no such ${type.kind}`);
    return found;
  }

  #own(type: MadeReference): PlaceNames | undefined {
    return type.kind === "struct" ? this.inPlace.structs[type.struct] : this.inPlace.unions[type.union];
  }

  /** The name of the function that checks a struct or union in place; from now on it is needed. */
  needVerify(type: MadeReference): string {
    const { verify } = this.placeNamesOf(type);
    if (!this.isForeign(type)) this.verified.set(verify, type);
    return verify;
  }

  /** Its own client and descriptor are imported too. */
  override endpointOf(index: number): EndpointNames {
    const { names, plain } = this;
    const own: EndpointNames = {
      get client() {
        return plain.type(names.client);
      },
      get descriptor() {
        return plain.value(names.descriptor);
      },
    };
    return this.foreign.endpointNames(index) ?? own;
  }

  /** Whether it is 64 bits wide, and so a bigint. */
  isWide(type: PlanType): boolean {
    if (type.kind === "alias") return this.isWide(type.type);
    return type.kind === "scalar" && (type.name === "u64" || type.name === "i64");
  }
}
