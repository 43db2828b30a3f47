import type { BootProgram } from "../kernel/boot-configuration.ts";

/**
 * The names of programs in groups: each group calls only those behind it, and its own where programs call each other in a
 * circle.
 */
export function callersFirst(programs: readonly Pick<BootProgram, "name" | "uses">[]): readonly (readonly string[])[] {
  const uses = new Map<string, Set<string>>();
  for (const { name, uses: used } of programs) {
    const known = uses.get(name) ?? new Set();
    for (const { service } of used) if (service !== name) known.add(service);
    uses.set(name, known);
  }
  const groups: (readonly string[])[] = [];
  while (uses.size > 0) {
    const called = new Set([...uses.values()].flatMap((used) => [...used]));
    const free = [...uses.keys()].filter((name) => !called.has(name));
    const group = free.length > 0 ? free : [...uses.keys()];
    for (const name of group) uses.delete(name);
    groups.push(group);
  }
  return groups;
}
