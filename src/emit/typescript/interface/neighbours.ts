/** Types that interface files take from each other: each is declared in the file of its own interface. */
import { Memory } from "../../../algorithms/memory.ts";
import { invariant } from "../../../diagnostics/invariant.ts";
import type { PlanInterface } from "../../../plan/plan.ts";
import { Imports } from "../imports.ts";
import type { Scope } from "../names.ts";
import {
  type AliasNames,
  type FlagsNames,
  type InterfaceNames,
  nameInterface,
  type TypeNames,
} from "./interface-names.ts";

/** All interfaces of a plan, with their files as they import each other: `./block.ts`. */
export interface Neighbours {
  readonly interfaces: readonly PlanInterface[];
  readonly modules: readonly string[];
  /** Whether others may take types from these too, so that each gives away all it declares. */
  readonly isOpen?: boolean;
  /** By interface: what its module exports under another name, because two of its interfaces had the same. */
  readonly renamed?: readonly ReadonlyMap<string, string>[];
  /** The same of what uses them in place, where that is no file beside the module. */
  readonly placeModules?: readonly string[];
  readonly placeRenamed?: readonly ReadonlyMap<string, string>[];
}

/** Of an interface that takes nothing from others, and gives them nothing. */
export const alone: Neighbours = { interfaces: [], modules: [] };

/** The lists of an interface's plan that hold types. */
export type ListName = "aliases" | "enums" | "flags" | "structs" | "unions";

const listNames: readonly ListName[] = ["aliases", "enums", "flags", "structs", "unions"];

/** The types of an interface that others take from it, and those of them that operations of others fail with. */
export interface Shared {
  readonly types: ReadonlySet<Named>;
  readonly failures: ReadonlySet<Named>;
}

interface Named {
  readonly name: string;
}

/** The same for the same types. */
export function describeShared({ types, failures }: Shared): string {
  return [types, failures].map((set) => [...set].map(({ name }) => name).join(",")).join(";");
}

export function sharedBy(plan: PlanInterface, { interfaces, isOpen = false }: Neighbours): Shared {
  if (isOpen) return shareAll(plan);
  const home = interfaces.indexOf(plan);
  const [types, failures] = [new Set<Named>(), new Set<Named>()];
  for (const { list, name, isFailure } of takenFrom.recall(interfaces, () => groupTaken(interfaces)).get(home) ?? []) {
    const own = plan[list][placeAtHome(plan, list, name)];
    if (own !== undefined) types.add(own);
    if (own !== undefined && isFailure) failures.add(own);
  }
  return { types, failures };
}

function shareAll(plan: PlanInterface): Shared {
  const own = (list: ListName): readonly Named[] => plan[list].filter(({ from }) => from === null);
  return { types: new Set(listNames.flatMap(own)), failures: new Set([...own("enums"), ...own("structs")]) };
}

/** A type that an interface takes from the one with the index `from`. */
interface Taken {
  readonly list: ListName;
  readonly name: string;
  readonly from: number;
  /** Whether some operation fails with it. */
  readonly isFailure: boolean;
}

const taken = new Memory<PlanInterface, readonly Taken[]>();
const takenFrom = new Memory<readonly PlanInterface[], ReadonlyMap<number, readonly Taken[]>>();

/** What all others take, by whom they take it from. */
function groupTaken(interfaces: readonly PlanInterface[]): ReadonlyMap<number, readonly Taken[]> {
  const groups = new Map<number, Taken[]>();
  for (const one of interfaces.flatMap((other) => taken.recall(other, () => takenBy(other)))) {
    const group = groups.get(one.from);
    if (group === undefined) groups.set(one.from, [one]);
    else group.push(one);
  }
  return groups;
}

function takenBy(plan: PlanInterface): readonly Taken[] {
  const failing = new Set(plan.operations.flatMap(({ fails }) => (fails === null ? [] : declarationOf(plan, fails))));
  return listNames.flatMap((list) =>
    plan[list].flatMap((type): Taken[] => {
      const { name, from } = type;
      return from === null ? [] : [{ list, name, from, isFailure: failing.has(type) }];
    }),
  );
}

function declarationOf(
  plan: PlanInterface,
  fails: NonNullable<PlanInterface["operations"][number]["fails"]>,
): Named | undefined {
  return fails.kind === "enum" ? plan.enums[fails.enum] : plan.structs[fails.struct];
}

function placeAtHome(home: PlanInterface, list: ListName, name: string): number {
  return home[list].findIndex((type) => type.from === null && type.name === name);
}

const namesAtHome = new Memory<PlanInterface, InterfaceNames>();

interface Home {
  readonly plan: PlanInterface;
  readonly names: InterfaceNames;
  readonly imports: Imports;
}

/** What stands for an endpoint in code: the class of its client, and the constant that tells how to make one. */
export interface EndpointNames {
  readonly client: string;
  readonly descriptor: string;
}

/** What a file imports from its neighbours, collected while it is printed. Whatever is named is imported. */
export class ForeignTypes {
  readonly #plan: PlanInterface;
  readonly #neighbours: Neighbours;
  readonly #scope: Scope;
  readonly #homes = new Map<number, Home>();

  constructor(plan: PlanInterface, neighbours: Neighbours, scope: Scope) {
    this.#plan = plan;
    this.#neighbours = neighbours;
    this.#scope = scope;
  }

  /** The import declarations. */
  print(): string[] {
    const homes = [...this.#homes].sort(([left], [right]) => left - right);
    return homes.flatMap(([, { imports }]) => imports.print() ?? []);
  }

  /** Null for a type of the file's own; so with the others. */
  typeNames(list: "enums" | "structs" | "unions", index: number, own: TypeNames): TypeNames | null {
    const found = this.#find(list, index);
    const names = found?.home.names[list][found.place];
    if (found === null || names === undefined) return null;
    const { imports } = found.home;
    return {
      ...own,
      ...{ name: names.name, members: names.members },
      get type() {
        return imports.type(names.type);
      },
      get failure() {
        return imports.value(names.failure);
      },
      get check() {
        return imports.value(names.check);
      },
      get expect() {
        return imports.value(names.expect);
      },
      get nameOf() {
        return imports.value(names.nameOf);
      },
      get store() {
        return imports.value(names.store);
      },
      get storeUnchecked() {
        return imports.value(names.storeUnchecked);
      },
      get load() {
        return imports.value(names.load);
      },
    };
  }

  aliasNames(index: number): AliasNames | null {
    const found = this.#find("aliases", index);
    const names = found?.home.names.aliases[found.place];
    if (found === null || names === undefined) return null;
    const { imports } = found.home;
    return {
      get type() {
        return imports.type(names.type);
      },
      get make() {
        return names.make === null ? null : imports.value(names.make);
      },
    };
  }

  flagsNames(index: number): FlagsNames | null {
    const found = this.#find("flags", index);
    const names = found?.home.names.flags[found.place];
    if (found === null || names === undefined) return null;
    const { imports } = found.home;
    return {
      ...names,
      get type() {
        return imports.type(names.type);
      },
      get as() {
        return imports.value(names.as);
      },
    };
  }

  /** Null for the file's own interface. */
  endpointNames(index: number): EndpointNames | null {
    const plan = this.#neighbours.interfaces[index];
    if (plan === undefined || plan === this.#plan) return null;
    const { imports, names } = this.#homeAt(index);
    return {
      get client() {
        return imports.type(names.client);
      },
      get descriptor() {
        return imports.value(names.descriptor);
      },
    };
  }

  /** What the functions that make ids and flags are called here, imported or not. */
  makers(): string[] {
    const aliases = this.#plan.aliases.flatMap((_, index) => {
      const found = this.#find("aliases", index);
      const make = found?.home.names.aliases[found.place]?.make ?? null;
      return found === null || make === null ? [] : [found.home.imports.local(make)];
    });
    const flags = this.#plan.flags.flatMap((_, index) => {
      const found = this.#find("flags", index);
      const as = found?.home.names.flags[found.place]?.as;
      return found === null || as === undefined ? [] : [found.home.imports.local(as)];
    });
    return [...aliases, ...flags];
  }

  #find(list: ListName, index: number): { readonly home: Home; readonly place: number } | null {
    const type = this.#plan[list][index];
    if (type === undefined || type.from === null) return null;
    const home = this.#homeAt(type.from);
    return { home, place: placeAtHome(home.plan, list, type.name) };
  }

  #homeAt(index: number): Home {
    const known = this.#homes.get(index);
    if (known !== undefined) return known;
    const plan = this.#neighbours.interfaces[index];
    invariant(plan !== undefined, `${this.#plan.name} takes a type from an interface that is not there`);
    const { modules, renamed = [] } = this.#neighbours;
    const imports = new Imports(modules[index] ?? "", this.#scope, plan.name, renamed[index]);
    const home = { plan, imports, names: namesAtHome.recall(plan, () => nameInterface(plan)) };
    this.#homes.set(index, home);
    return home;
  }
}
