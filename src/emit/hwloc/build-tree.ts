/** From the parts, caches and cores of a machine to hwloc's tree, in which sets lie within each other. */
import type { PlanMachine } from "../../plan/plan.ts";
import type { Attribute } from "../xml/print-xml.ts";
import { nameCaches } from "./cache-levels.ts";
import { numberPus } from "./number-pus.ts";
import type { TreeObject } from "./tree.ts";

interface Candidate {
  readonly type: string;
  readonly part: number | null;
  /** Which of two with the same PUs lies outside: the lower one. */
  readonly rank: number;
  readonly cores: readonly number[];
  readonly attributes: readonly Attribute[];
}

export interface Tree {
  readonly root: TreeObject;
  /** By the index of a part: the object that stands for it, or for the next one around it that has one. */
  readonly homes: readonly TreeObject[];
}

/** Null when no core runs. */
export function buildTree(machine: PlanMachine): Tree | null {
  const open = opener(machine);
  const root = open(rootOf(machine));
  if (root.cpus.length === 0) return null;
  const candidates = [...partsOf(machine), ...cachesOf(machine), ...coresOf(machine)]
    .map((candidate) => ({ object: open(candidate), rank: candidate.rank }))
    .filter(({ object }) => object.cpus.length > 0)
    .sort(
      (a, b) => b.object.cpus.length - a.object.cpus.length || a.rank - b.rank || first(a.object) - first(b.object),
    );
  const objects = candidates.map(({ object }) => object);
  const planted = plant(root, withoutIdleGroups(objects, root));
  return { root: complete(root), homes: findHomes(machine, root, objects, planted) };
}

function opener(machine: PlanMachine): (candidate: Candidate) => TreeObject {
  const pus = numberPus(machine);
  const isOnline = (core: number): boolean => machine.cores[core]?.online === true;
  return ({ type, part, cores, attributes }) => ({
    type,
    part,
    cpus: cores
      .filter(isOnline)
      .flatMap((core) => pus[core] ?? [])
      .sort((a, b) => a - b),
    complete: new Set(cores.flatMap((core) => pus[core] ?? [])),
    attributes,
    osIndex: null,
    children: [],
    memories: [],
    devices: [],
  });
}

/** A part whose group would tell nothing is the object with the same PUs, the outermost below the machine. */
function findHomes(
  { parts }: PlanMachine,
  root: TreeObject,
  objects: readonly TreeObject[],
  planted: readonly TreeObject[],
): readonly TreeObject[] {
  const byPus = new Map([...planted].reverse().map((object) => [object.cpus.join(), object]));
  const isPlanted = new Set(planted);
  const own = new Map<number, TreeObject>();
  for (const object of objects) {
    const home = isPlanted.has(object) ? object : byPus.get(object.cpus.join());
    if (object.part !== null && home !== undefined) own.set(object.part, home);
  }
  const homes: TreeObject[] = [];
  parts.forEach(({ parent }, part) => {
    homes.push(part === 0 ? root : (own.get(part) ?? homes[parent ?? 0] ?? root));
  });
  return homes;
}

function rootOf({ name, cores }: PlanMachine): Candidate {
  return { type: "Machine", part: 0, rank: 0, cores: cores.map((_, core) => core), attributes: [["name", name]] };
}

const levelTypes: Readonly<Record<string, string>> = { package: "Package", die: "Die" };
const subtypes: Readonly<Record<string, string>> = { cluster: "Cluster", board: "Board", box: "Box" };

function partsOf({ parts, cores }: PlanMachine): readonly Candidate[] {
  const inside: number[][] = parts.map(() => []);
  cores.forEach(({ part }, core) => {
    for (let outer: number | null = part; outer !== null; outer = parts[outer]?.parent ?? null)
      inside[outer]?.push(core);
  });
  return parts.flatMap(({ level }, part): readonly Candidate[] => {
    if (part === 0) return [];
    const type = hasAround(level, part, parts) ? "Group" : (levelTypes[level] ?? "Group");
    const subtype = subtypes[level];
    const attributes: readonly Attribute[] = [
      ...(subtype === undefined ? [] : [["subtype", subtype] as const]),
      ["kind", 0],
      ["subkind", 0],
    ];
    const rank = { Package: 1, Die: 2 }[type] ?? 3;
    return [{ type, part, rank, cores: inside[part] ?? [], attributes: type === "Group" ? attributes : [] }];
  });
}

/** hwloc knows no package within a package. */
function hasAround(level: string, part: number, parts: PlanMachine["parts"]): boolean {
  for (let outer = parts[part]?.parent ?? null; outer !== null; outer = parts[outer]?.parent ?? null)
    if (parts[outer]?.level === level) return true;
  return false;
}

function cachesOf({ caches, cores }: PlanMachine): readonly Candidate[] {
  const kinds = nameCaches(caches);
  return caches.flatMap(({ size, sharedBy, lineBytes }, index): readonly Candidate[] => {
    const kind = kinds[index] ?? null;
    if (kind === null) return [];
    const attributes: readonly Attribute[] = [
      ["cache_size", size],
      ["depth", kind.level],
      ["cache_linesize", lineBytes ?? cores[sharedBy[0] ?? 0]?.isa.lineBytes ?? 0],
      ["cache_associativity", 0],
      ["cache_type", kind.content],
    ];
    const rank = 10 + 2 * (5 - kind.level) + (kind.content === 2 ? 1 : 0);
    return [{ type: kind.type, part: null, rank, cores: sharedBy, attributes }];
  });
}

function coresOf({ cores }: PlanMachine): readonly Candidate[] {
  return cores.map((_, core) => ({ type: "Core", part: null, rank: 30, cores: [core], attributes: [] }));
}

/** A group with the PUs of another object tells nothing, and hwloc drops it. */
function withoutIdleGroups(objects: readonly TreeObject[], root: TreeObject): readonly TreeObject[] {
  const others = [root, ...objects.filter(({ type }) => type !== "Group")];
  const told = new Set(others.map(({ cpus }) => cpus.join()));
  return objects.filter(({ type, cpus }) => {
    const key = cpus.join();
    if (type !== "Group") return true;
    if (told.has(key)) return false;
    told.add(key);
    return true;
  });
}

/** Puts each object, the large before the small, into the one around it; what cuts across another stays outside. */
function plant(root: TreeObject, objects: readonly TreeObject[]): readonly TreeObject[] {
  const planted: TreeObject[] = [];
  const innermost = new Map(root.cpus.map((cpu) => [cpu, root]));
  for (const object of objects) {
    const [around, ...others] = new Set(object.cpus.map((cpu) => innermost.get(cpu)));
    if (around === undefined || others.length > 0 || isRepeated(object, around)) continue;
    around.children.push(object);
    for (const cpu of object.cpus) innermost.set(cpu, object);
    planted.push(object);
  }
  return planted;
}

/** Two caches of one level over the same PUs: hwloc knows only one. */
function isRepeated({ type, cpus }: TreeObject, around: TreeObject): boolean {
  return type === around.type && cpus.length === around.cpus.length;
}

/** Adds the PUs, sorts children by their first PU, and lets each object hold what its children do. */
function complete(object: TreeObject): TreeObject {
  if (object.type === "Core") object.children.push(...object.cpus.map(openPu));
  object.children.sort((a, b) => first(a) - first(b));
  for (const child of object.children) for (const cpu of complete(child).complete) object.complete.add(cpu);
  return object;
}

function openPu(cpu: number): TreeObject {
  const empty = { attributes: [], children: [], memories: [], devices: [] };
  return { type: "PU", part: null, cpus: [cpu], complete: new Set([cpu]), osIndex: cpu, ...empty };
}

function first({ cpus }: TreeObject): number {
  return cpus[0] ?? 0;
}
