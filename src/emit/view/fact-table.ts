import type { Facts } from "./view-data.ts";

/** Lists of facts, each kept once however many elements share it. */
export class FactTable {
  readonly lists: Facts[] = [];
  readonly #known = new Map<string, number>();

  /** Its index; facts without a value are left out. */
  add(facts: readonly (readonly [label: string, value: string | null])[]): number {
    const said = facts.flatMap(([label, value]) => (value === null || value === "" ? [] : [[label, value] as const]));
    const key = JSON.stringify(said);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#known.set(key, this.lists.length);
    return this.lists.push(said) - 1;
  }
}
