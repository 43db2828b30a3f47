/** All TypeScript of a plan but the routes: a file for each interface, one for the system, the table of programs. */
import { Memory } from "../../algorithms/memory.ts";
import type { Plan, PlanInterface } from "../../plan/plan.ts";
import type { OutputFile } from "../../source/output-file.ts";
import { inPlaceFile, nameFiles } from "./file-names.ts";
import { printInPlaceFile } from "./in-place/in-place-file.ts";
import { printInterfaceFile } from "./interface/interface-file.ts";
import { describeShared, type Neighbours, sharedBy } from "./interface/neighbours.ts";
import { printFile } from "./print-file.ts";
import { printStateFile } from "./state/state-file.ts";
import { referToStates } from "./state/state-names.ts";
import { interfaceOfStates } from "./state/state-plan.ts";
import { printProgramsFile } from "./system/programs-file.ts";
import { printSystemFile } from "./system/system-file.ts";
import { referToInterfaces } from "./system/system-names.ts";

/** A file names others that it takes types from, and exports what they take: as long as both are the same, it holds on. */
const interfaceFiles = new Memory<PlanInterface, string>();
const inPlaceFiles = new Memory<PlanInterface, string | null>();

interface TypeScriptOptions {
  /** Path from the output folder to the folder of the description, `/`-separated. */
  readonly modules: string;
  readonly inPlace: boolean;
  /** Whether interfaces export all that anybody could take of them. */
  readonly isOpen?: boolean;
}

export function emitTypeScript(plan: Plan, { modules, inPlace, isOpen = false }: TypeScriptOptions): OutputFile[] {
  const names = nameFiles(plan);
  const stateTypes = plan.system === null ? null : interfaceOfStates(plan.system);
  const neighbours = {
    interfaces: [...plan.interfaces, ...(stateTypes === null ? [] : [stateTypes])],
    modules: names.interfaces.map((path) => `./${path}`),
    isOpen,
  };
  const files = plan.interfaces.flatMap((one, index): OutputFile[] => {
    const path = names.interfaces[index] ?? "";
    const around = [...names.interfaces, describeShared(sharedBy(one, neighbours))].join(" ");
    const content = interfaceFiles.recall(one, () => printFile(printInterfaceFile(one, neighbours)), around);
    const second = inPlace ? inPlaceFiles.recall(one, () => printInPlace(one, `./${path}`, neighbours), around) : null;
    return [{ path, content }, ...(second === null ? [] : [{ path: inPlaceFile(path), content: second }])];
  });
  if (plan.system === null || names.system === null) return files;
  const references = referToInterfaces(plan, names.interfaces);
  const states = names.states === null ? null : referToStates(plan.system, names.states);
  const system = printFile(printSystemFile(plan.system, references, states));
  const options = { references, states, modules, interfaces: plan.interfaces };
  const programs = printFile(printProgramsFile(plan.system, options));
  return [
    ...files,
    ...(names.states === null || stateTypes === null
      ? []
      : [{ path: names.states, content: printFile(printStateFile(plan.system, stateTypes, neighbours)) }]),
    { path: names.system, content: system },
    { path: "programs.ts", content: programs },
  ];
}

function printInPlace(plan: PlanInterface, module: string, neighbours: Neighbours): string | null {
  const file = printInPlaceFile(plan, module, neighbours);
  return file === null ? null : printFile(file);
}
