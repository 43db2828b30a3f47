/** All TypeScript of a plan but the routes: a file for each interface, one for the system, the table of programs. */
import type { Plan } from "../../plan/plan.ts";
import type { OutputFile } from "../../source/output-file.ts";
import { nameFiles } from "./file-names.ts";
import { printInterfaceFile } from "./interface/interface-file.ts";
import { printFile } from "./print-file.ts";
import { printProgramsFile } from "./system/programs-file.ts";
import { printSystemFile } from "./system/system-file.ts";
import { referToInterfaces } from "./system/system-names.ts";

/** `modules`: path from the output folder to the folder of the description, `/`-separated. */
export function emitTypeScript(plan: Plan, modules: string): OutputFile[] {
  const names = nameFiles(plan);
  const files = plan.interfaces.map((one, index): OutputFile => {
    const path = names.interfaces[index] ?? "";
    return { path, content: printFile(printInterfaceFile(one)) };
  });
  if (plan.system === null || names.system === null) return files;
  const references = referToInterfaces(plan, names.interfaces);
  const system = printFile(printSystemFile(plan.system, references));
  const programs = printFile(printProgramsFile(plan.system, { references, modules }));
  return [...files, { path: names.system, content: system }, { path: "programs.ts", content: programs }];
}
