/** Part declarations as text. */
import { cachesOfCore, directCores, firstCpu, type Group } from "./arrange.ts";
import type { CacheFacts, CoreFacts, MachineFacts } from "./facts.ts";
import { lineBytesOf } from "./line-bytes.ts";
import { cacheName, coreName, corePaths, groupName, memoryName, sharedCacheName } from "./names.ts";
import {
  firstId,
  firstNode,
  memoriesOf,
  type Parameter,
  type PartDeclaration,
  type PartDeclarations,
} from "./part-declarations.ts";
import { printClock, printSize } from "./print-quantity.ts";

export interface Printing {
  readonly facts: MachineFacts;
  readonly declarations: PartDeclarations;
  /** If so, each package is a coherence domain, joined to the others by links; else all cores are one domain. */
  readonly packagesKnown: boolean;
  /** Ports a package needs to reach every other one. */
  readonly portsOfPackage: number;
}

export function printPart(declaration: PartDeclaration, printing: Printing): readonly string[] {
  const { model: group, name, parameters } = declaration;
  const formal = parameters.map((parameter) => `${parameter.name}: ${parameter.type}`).join(", ");
  return [
    ...documentationOf(declaration, printing.facts),
    `${group.level} ${name}${formal === "" ? "" : `(${formal})`} {`,
    ...indent(printContents(group, parameters, printing)),
    "}",
  ];
}

function documentationOf({ model, instances }: PartDeclaration, facts: MachineFacts): readonly string[] {
  if (model.level !== "package" || facts.model === null) return [];
  return [`/// ${facts.model}${instances.length === 1 ? "" : `, of which there are ${instances.length}`}.`];
}

function printContents(group: Group, parameters: readonly Parameter[], printing: Printing): readonly string[] {
  const inner = group.groups.map((part) => printInstance(part, group, parameters, printing));
  const cores = directCores(group).flatMap((core) => printCore(core, group, parameters, printing));
  const ports =
    group.level === "package" && printing.portsOfPackage > 0 ? [`port socket[${printing.portsOfPackage}]`] : [];
  const isDomain = group.level === "package" && printing.packagesKnown;
  return [
    ...inner,
    ...cores,
    ...printSharedCaches(group, printing.facts.isa),
    ...(isDomain ? printCoherence(group) : []),
    ...printMemories(group, parameters),
    ...ports,
  ];
}

/** `package p1: Package(firstCpu: 4, firstNode: 1)`, with numbers that count from those of the outer part. */
export function printInstance(
  group: Group,
  outer: Group,
  outerParameters: readonly Parameter[],
  { declarations }: Printing,
): string {
  const declaration = declarations.get(group);
  const values = (declaration?.parameters ?? []).map(({ name, of }) => {
    if (of === "cpu") return `${name}: ${countFrom("cpu", firstCpu(group), outer, outerParameters)}`;
    if (of === "id") return `${name}: ${countFrom("id", firstId(group) ?? 0, outer, outerParameters)}`;
    if (of === "node") return `${name}: ${countFrom("node", firstNode(group) ?? 0, outer, outerParameters)}`;
    const node = memoriesOf(group)[of.memory];
    return `${name}: ${node === undefined ? "" : memorySize(memoriesOf(outer).indexOf(node), outer, outerParameters)}`;
  });
  const actual = values.length === 0 ? "" : `(${values.join(", ")})`;
  return `${group.level} ${groupName(group, outer)}: ${declaration?.name ?? ""}${actual}`;
}

/** A number of Linux's or of the hardware's: as it is, or counted from the first of its part when the part has a parameter for that. */
function countFrom(of: keyof typeof firsts, number: number, group: Group, parameters: readonly Parameter[]): string {
  const parameter = parameters.find((candidate) => candidate.of === of);
  if (parameter === undefined) return `${number}`;
  const first = firsts[of](group) ?? 0;
  return number === first ? parameter.name : `${parameter.name} + ${number - first}`;
}

const firsts = { cpu: firstCpu, id: firstId, node: firstNode } as const;

function memorySize(index: number, group: Group, parameters: readonly Parameter[]): string {
  const parameter = parameters.find(({ of }) => typeof of === "object" && of.memory === index);
  return parameter?.name ?? printSize(memoriesOf(group)[index]?.memory ?? 0);
}

function printCore(
  core: CoreFacts,
  group: Group,
  parameters: readonly Parameter[],
  { facts }: Printing,
): readonly string[] {
  const clock = core.clock === null ? "" : ` @ ${printClock(core.clock.hertz)}`;
  const attributes = [
    ...(core.cpus.length > 1 ? [`threads ${core.cpus.length}`] : []),
    ...(core.kind === null ? [] : [`kind ${core.kind}`]),
    `os ${countFrom("cpu", core.cpus[0] ?? 0, group, parameters)}`,
    ...(core.hardwareId === null ? [] : [`id ${countFrom("id", core.hardwareId, group, parameters)}`]),
  ];
  const head = `core ${coreName(core, group)}: ${facts.isa}${clock}, ${attributes.join(", ")}`;
  const caches = cachesOfCore(facts, core).map((cache) => printCache(cacheName(cache), cache, facts.isa));
  return caches.length === 0 ? [head] : [`${head} {`, ...indent(caches), "}"];
}

function printCache(name: string, cache: CacheFacts, isa: string): string {
  const told = cache.lineBytes !== null && cache.lineBytes !== lineBytesOf(isa);
  const line = told ? `, line ${cache.lineBytes} bytes` : "";
  return `cache ${name}: ${printSize(cache.size)}${line}`;
}

export function printSharedCaches(group: Group, isa: string): readonly string[] {
  const paths = corePaths(group);
  return group.caches.map((cache) => {
    const sharers = [...paths].filter(([core]) => core.cpus.some((cpu) => cache.cpus.includes(cpu)));
    const names = sharers.map(([, path]) => path).join(", ");
    return `${printCache(sharedCacheName(cache, group), cache, isa)}, shared by ${names}`;
  });
}

/** Linux runs on cores whose caches are coherent with each other; how long a line takes between them it doesn't tell. */
export function printCoherence(group: Group): readonly string[] {
  const paths = [...corePaths(group).values()];
  return paths.length > 1 ? [`coherence between ${paths.join(", ")}`] : [];
}

export function printMemories(group: Group, parameters: readonly Parameter[]): readonly string[] {
  return group.memories.flatMap((memory, index) => {
    const node = memory.number === null ? "" : `, node ${countFrom("node", memory.number, group, parameters)}`;
    const kind = memory.kind === null ? [] : [`/// ${memory.kind}.`];
    return [...kind, `memory ${memoryName(index, group)}: ${memorySize(index, group, parameters)}${node}`];
  });
}

export function indent(lines: readonly string[]): readonly string[] {
  return lines.map((line) => (line === "" ? "" : `  ${line}`));
}
