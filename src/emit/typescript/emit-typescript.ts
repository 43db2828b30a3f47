/** All TypeScript of a plan but the routes: a file for each interface, one for the system, the table of programs. */
import { Memory } from "../../algorithms/memory.ts";
import type { Plan, PlanInterface } from "../../plan/plan.ts";
import type { OutputFile } from "../../source/output-file.ts";
import { nameFiles } from "./file-names.ts";
import { printInterfaceFile } from "./interface/interface-file.ts";
import { describeShared, sharedBy } from "./interface/neighbours.ts";
import { printFile } from "./print-file.ts";
import { printProgramsFile } from "./system/programs-file.ts";
import { printSystemFile } from "./system/system-file.ts";
import { referToInterfaces } from "./system/system-names.ts";

/** A file names others that it takes types from, and exports what they take: as long as both are the same, it holds on. */
const interfaceFiles = new Memory<PlanInterface, string>();

/** `modules`: path from the output folder to the folder of the description, `/`-separated. */
export function emitTypeScript(plan: Plan, modules: string): OutputFile[] {
  const names = nameFiles(plan);
  const neighbours = { interfaces: plan.interfaces, modules: names.interfaces.map((path) => `./${path}`) };
  const files = plan.interfaces.map((one, index): OutputFile => {
    const around = [...names.interfaces, describeShared(sharedBy(one, neighbours))].join(" ");
    const content = interfaceFiles.recall(one, () => printFile(printInterfaceFile(one, neighbours)), around);
    return { path: names.interfaces[index] ?? "", content };
  });
  if (plan.system === null || names.system === null) return files;
  const references = referToInterfaces(plan, names.interfaces);
  const system = printFile(printSystemFile(plan.system, references));
  const programs = printFile(printProgramsFile(plan.system, { references, modules }));
  return [...files, { path: names.system, content: system }, { path: "programs.ts", content: programs }];
}
