/** Headers for programs in C, in `c/`: one for each interface, and two that these include. */
import { kebabCase } from "../../algorithms/letter-case.ts";
import type { Plan } from "../../plan/plan.ts";
import type { OutputFile } from "../../source/output-file.ts";
import { isHost } from "../boot/qemu/platform.ts";
import { codecHeader, codecHeaderName } from "./codec-header.ts";
import { printHostServices } from "./host-services.ts";
import { printInterfaceHeader } from "./interface-header.ts";
import { kernelHeader, kernelHeaderName } from "./kernel-header.ts";
import { nameInterfaces, snakeCase } from "./names.ts";
import { printStateHeader } from "./state-header.ts";

const folder = "c";

/** `all`: whether interfaces that no program in C serves or uses are wanted too. */
export function emitC(plan: Plan, all: boolean): OutputFile[] {
  const wanted = all ? new Set(plan.interfaces.keys()) : interfacesInC(plan);
  const states = emitStates(plan);
  if (wanted.size === 0 && states.length === 0) return [];
  const neighbours = { plans: plan.interfaces, names: nameInterfaces(plan.interfaces) };
  const paths = headerPaths(plan);
  return [
    { path: `${folder}/${codecHeaderName}`, content: codecHeader },
    { path: `${folder}/${kernelHeaderName}`, content: kernelHeader },
    ...[...wanted].map((index) => ({
      path: paths[index] ?? "",
      content: printInterfaceHeader(index, neighbours),
    })),
    ...states,
    ...hostServices(plan, paths),
  ];
}

/** What programs in C use of the system's replicated objects. */
function emitStates({ system, interfaces }: Plan): OutputFile[] {
  if (system === null) return [];
  const programs = [...system.services, ...system.clients].filter(({ module }) => isInC(module));
  const content = printStateHeader(system, programs, interfaces);
  const file = `${snakeCase(system.name).replaceAll("_", "-")}-state.h`;
  return content === null ? [] : [{ path: `${folder}/${file}`, content }];
}

function hostServices(plan: Plan, headers: readonly string[]): OutputFile[] {
  const hosts = (plan.machine?.cores ?? []).flatMap((core, index) => (isHost(core) ? [index] : []));
  const content = hosts.length === 0 ? null : printHostServices(plan, new Set(hosts), headers);
  return content === null ? [] : [{ path: `${folder}/host-services.c`, content }];
}

/** Whether a module holds a program in C. */
export function isInC(module: string): boolean {
  return module.endsWith(".c");
}

function interfacesInC({ system }: Plan): ReadonlySet<number> {
  const programs = [...(system?.services ?? []), ...(system?.clients ?? [])].filter(({ module }) => isInC(module));
  const used = programs.flatMap(({ uses }) => uses.map((service) => system?.services[service]?.interface ?? null));
  return new Set([...programs.map((program) => program.interface), ...used].flatMap((index) => index ?? []));
}

/** By interface. Lower case, so that no two are one on a file system that does not tell the cases apart. */
export function headerPaths({ interfaces }: Plan): readonly string[] {
  const taken = new Set([codecHeaderName, kernelHeaderName]);
  return interfaces.map(({ name }) => {
    let file = `${kebabCase(name)}.h`;
    for (let number = 2; taken.has(file); number++) file = `${kebabCase(name)}-${number}.h`;
    taken.add(file);
    return `${folder}/${file}`;
  });
}
