import type { Plan } from "../../plan/plan.ts";
import { nameFiles } from "../typescript/file-names.ts";

const known: Readonly<Record<string, string>> = {
  "boot/threads.json": "what a host boots: kernels, channels, programs",
  "machine.svg": "the machine drawn",
  "plan.json": "the plan that all other files come of",
  "programs.ts": "the programs with what they serve and use, for the host that boots them",
  "routes.bin": "the next hops, as a kernel maps them",
  "routes.json": "the next hops and latencies of every pair of cores, for tools",
  "routes.ts": "the same as TypeScript",
};

/** What a file of the output folder is. */
export function describeFile(plan: Plan, path: string): string {
  const { interfaces, system } = nameFiles(plan);
  const found = plan.interfaces[interfaces.indexOf(path)];
  if (found !== undefined) return `interface ${found.name}: client, server, messages and their codec`;
  if (path === system) return "the types that services and clients are written against";
  return known[path] ?? "";
}
