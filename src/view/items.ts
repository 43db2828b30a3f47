/** Everything that can be chosen: what it is called, and what is said of it in one line. */
import type { ViewBox, ViewData } from "../emit/view/view-data.ts";

export const kinds = ["part", "core", "bar", "device", "link", "program", "state"] as const;
export type Kind = (typeof kinds)[number];
export type ItemName = `${Kind} ${number}`;

export interface Item {
  readonly name: ItemName;
  readonly kind: Kind;
  readonly index: number;
  /** As the description has it. */
  readonly title: string;
  /** `core`, `service`, `memory`. */
  readonly role: string;
  readonly about: string;
  /** Null where it has no place of its own. */
  readonly box: ViewBox | null;
}

export type Items = ReadonlyMap<ItemName, Item>;

export function listItems(data: ViewData): Items {
  const ranOn = programsByCore(data);
  const items: Item[] = [
    ...data.parts.map(({ path, level, type, box }, index) =>
      item("part", index, path, level, index === 0 ? "" : type, box),
    ),
    ...data.cores.map(({ path, label, box }, index) => {
      const programs = ranOn.get(index) ?? [];
      return item("core", index, path, "core", [label, ...programs].join(", "), box);
    }),
    ...data.bars.map(({ path, kind, label, box }, index) => item("bar", index, path, kind, label, box)),
    ...data.devices.map(({ path, type, box }, index) => item("device", index, path, "device", type, box)),
    ...data.links.map(({ path, kind }, index) => item("link", index, path, "link", data.linkKinds[kind] ?? "", null)),
    ...data.programs.map(({ name, kind, serves, instances }, index) => {
      const where = instances.map(({ core }) => data.cores[core]?.path ?? "");
      const places = where.length > 2 ? `${where.length} copies` : `on ${where.join(" and ")}`;
      return item("program", index, name, kind, serves === null ? places : `${serves}, ${places}`, null);
    }),
    ...data.states.map(({ name, replicas }, index) =>
      item("state", index, name, "replicated state", `${replicas.length} replicas`, null),
    ),
  ];
  return new Map(items.map((each) => [each.name, each]));
}

function item(kind: Kind, index: number, title: string, role: string, about: string, box: ViewBox | null): Item {
  return { name: `${kind} ${index}`, kind, index, title, role, about, box };
}

/** Names of what runs on each core: `disk`, `web[1]`. */
export function programsByCore({ programs }: ViewData): ReadonlyMap<number, readonly string[]> {
  const found = new Map<number, string[]>();
  for (const program of programs) {
    for (const [instance, { core }] of program.instances.entries()) {
      const known = found.get(core) ?? [];
      found.set(core, known);
      known.push(nameInstance(program, instance));
    }
  }
  return found;
}

/** `disk`, or `web[1]` where there are several: as a running system calls it. */
export function nameInstance(
  { name, instances }: { readonly name: string; readonly instances: readonly unknown[] },
  instance: number,
): string {
  return instances.length > 1 ? `${name}[${instance}]` : name;
}

/** One line that says what it is, for those who do not see where it lies. */
export function describeItem({ role, title, about }: Item): string {
  return `${role} ${title}${about === "" ? "" : `, ${about}`}`;
}
