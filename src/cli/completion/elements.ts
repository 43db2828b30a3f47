/** Names of a description, as far as one can be made out: for completion, so nothing is judged and nothing is said. */
import type { Description } from "../../model/description.ts";
import type { Machine } from "../../model/machine.ts";
import { load } from "../../resolve/load.ts";
import { resolve } from "../../resolve/resolve.ts";
import type { Call } from "../call.ts";
import { findFiles } from "../compile-files.ts";
import { allFailing } from "../explain/failing.ts";

const ofMachine = {
  core: ({ cores }) => pathsOf(cores),
  cache: ({ caches }) => pathsOf(caches),
  memory: ({ memories }) => pathsOf(memories),
  device: ({ devices }) => pathsOf(devices),
  controller: ({ controllers }) => pathsOf(controllers),
  link: ({ links }) => pathsOf(links),
  port: ({ ports }) => pathsOf(ports),
  part: ({ parts }) => pathsOf(parts.slice(1)),
  failing: (machine) => pathsOf(allFailing(machine)),
} satisfies Readonly<Record<string, (machine: Machine) => readonly string[]>>;

const ofAll = {
  system: ({ systems }) => systems.map(({ name }) => name),
  program: ({ systems }) =>
    systems.flatMap(({ services, clients }) => [...services, ...clients].map(({ name }) => name)),
  service: ({ systems }) => systems.flatMap(({ services }) => services.map(({ name }) => name)),
  state: ({ systems }) => systems.flatMap(({ states }) => states.map(({ name }) => name)),
  interface: ({ interfaces }) =>
    interfaces.flatMap(({ name, operations }) => [name, ...operations.map((operation) => `${name}.${operation.name}`)]),
} satisfies Readonly<Record<string, (description: Description) => readonly string[]>>;

export type ElementKind = keyof typeof ofMachine | keyof typeof ofAll;

function pathsOf(elements: readonly { readonly path: string }[]): readonly string[] {
  return elements.map(({ path }) => path);
}

/** Each once, in the order of the description; none where there is no description or it is broken. */
export function listElements(call: Call, files: readonly string[], kinds: readonly ElementKind[]): readonly string[] {
  const description = describe(call, files);
  if (description === null) return [];
  const names = kinds.flatMap((kind) =>
    isOfMachine(kind) ? description.machines.flatMap(ofMachine[kind]) : ofAll[kind](description),
  );
  return [...new Set(names)];
}

function isOfMachine(kind: ElementKind): kind is keyof typeof ofMachine {
  return kind in ofMachine;
}

/** Null where no file is named and none lies here, and where standard input is: it is not for this. */
function describe(call: Call, names: readonly string[]): Description | null {
  if (names.includes("-")) return null;
  const files = findFiles(call, names);
  return files.kind === "refused" ? null : resolve(load(files.roots, files.host).product).product;
}
