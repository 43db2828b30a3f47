/** What the printers of one interface's header know of it. */
import { invariant } from "../../diagnostics/invariant.ts";
import type { PlanEnum, PlanFlags, PlanInterface, PlanStruct, PlanType, PlanUnion } from "../../plan/plan.ts";
import type { ChoiceNames, InterfaceNames, RecordNames, UnionNames } from "./names.ts";

/** All interfaces of a plan and, in the same order, what they are called. */
export interface Neighbours {
  readonly plans: readonly PlanInterface[];
  readonly names: readonly InterfaceNames[];
}

type ListName = "aliases" | "enums" | "flags" | "structs" | "unions";

/** A type of the interface's own, or one that it takes from another. */
export interface Named<Type, Names> {
  readonly type: Type;
  readonly names: Names;
}

export class HeaderContext {
  readonly plan: PlanInterface;
  readonly names: InterfaceNames;
  readonly #neighbours: Neighbours;

  constructor(index: number, neighbours: Neighbours) {
    const [plan, names] = [neighbours.plans[index], neighbours.names[index]];
    invariant(plan !== undefined && names !== undefined, `there is no interface ${index}`);
    this.plan = plan;
    this.names = names;
    this.#neighbours = neighbours;
  }

  structAt(index: number): Named<PlanStruct, RecordNames> {
    return this.#find("structs", index);
  }

  unionAt(index: number): Named<PlanUnion, UnionNames> {
    return this.#find("unions", index);
  }

  enumAt(index: number): Named<PlanEnum, ChoiceNames> {
    return this.#find("enums", index);
  }

  flagsAt(index: number): Named<PlanFlags, ChoiceNames> {
    return this.#find("flags", index);
  }

  aliasAt(index: number): Named<PlanInterface["aliases"][number], string> {
    return this.#find("aliases", index);
  }

  /** Whether the headers of other interfaces declare it too. */
  isShared(list: ListName, index: number): boolean {
    const type = this.plan[list][index];
    if (type === undefined || type.from !== null) return true;
    const own = this.#neighbours.plans.indexOf(this.plan);
    return this.#neighbours.plans.some((plan) =>
      plan[list].some(({ from, name }) => from === own && name === type.name),
    );
  }

  /** Whether no byte tells of its values. */
  isEmpty(type: PlanType): boolean {
    if (type.kind === "alias") return this.isEmpty(type.type);
    if (type.kind === "array") return !type.bounded && (type.length === 0 || this.isEmpty(type.element));
    if (type.kind !== "struct") return false;
    const { presenceBytes, fields } = this.structAt(type.struct).type.layout;
    return presenceBytes === 0 && fields.every((field) => this.isEmpty(field.type));
  }

  #find<List extends ListName>(
    list: List,
    index: number,
  ): Named<PlanInterface[List][number], InterfaceNames[List][number]> {
    const type: PlanInterface[List][number] | undefined = this.plan[list][index];
    invariant(type !== undefined, `${this.plan.name} has no ${index} among its ${list}`);
    const home = type.from === null ? this.plan : this.#neighbours.plans[type.from];
    const names = type.from === null ? this.names : this.#neighbours.names[type.from];
    const place = home?.[list].findIndex(({ from, name }) => from === null && name === type.name) ?? -1;
    const found: InterfaceNames[List][number] | undefined = names?.[list][type.from === null ? index : place];
    invariant(found !== undefined, `${this.plan.name} takes ${type.name} from where it is not`);
    return { type, names: found };
  }
}
