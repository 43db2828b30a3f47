import { Memory } from "../../../algorithms/memory.ts";
import type { PlanInterface } from "../../../plan/plan.ts";
import { inPlaceFile } from "../file-names.ts";
import { Imports } from "../imports.ts";
import { nameInterface } from "../interface/interface-names.ts";
import type { Neighbours } from "../interface/neighbours.ts";
import type { Scope } from "../names.ts";
import { type InPlaceNames, nameInPlace, type PlaceNames } from "./in-place-names.ts";

const namesAtHome = new Memory<PlanInterface, InPlaceNames>();

/** Views and writers that an in-place file imports from those of its neighbours. Whatever is named is imported. */
export class ForeignPlaces {
  readonly #neighbours: Neighbours;
  readonly #scope: Scope;
  /** By interface. */
  readonly #imports = new Map<number, Imports>();

  constructor(neighbours: Neighbours, scope: Scope) {
    this.#neighbours = neighbours;
    this.#scope = scope;
  }

  /** The import declarations. */
  print(): string[] {
    const sorted = [...this.#imports].sort(([left], [right]) => left - right);
    return sorted.flatMap(([, imports]) => imports.print() ?? []);
  }

  namesOf(
    kind: "struct" | "union",
    { name, from }: { readonly name: string; readonly from: number | null },
  ): PlaceNames | undefined {
    const home = from === null ? undefined : this.#neighbours.interfaces[from];
    if (home === undefined || from === null) return undefined;
    const list = kind === "struct" ? "structs" : "unions";
    const place = home[list].findIndex((type) => type.from === null && type.name === name);
    const names = namesAtHome.recall(home, () => nameInPlace(home, nameInterface(home)))[list][place];
    if (names === undefined) return undefined;
    const imports = this.#from(from, home.name);
    return {
      get view() {
        return imports.value(names.view);
      },
      get writer() {
        return imports.value(names.writer);
      },
      get verify() {
        return imports.value(names.verify);
      },
    };
  }

  #from(home: number, name: string): Imports {
    const known = this.#imports.get(home);
    if (known !== undefined) return known;
    const { modules, placeModules, placeRenamed } = this.#neighbours;
    const module = placeModules?.[home] ?? inPlaceFile(modules[home] ?? "");
    const imports = new Imports(module, this.#scope, name, placeRenamed?.[home]);
    this.#imports.set(home, imports);
    return imports;
  }
}
