import { machineDiagnostics } from "../../diagnostics/catalogue/machine.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Machine, Memory } from "../../model/machine.ts";
import type { Check, CheckReport } from "../check.ts";
import { boxOf } from "./boxes.ts";

/** No two memories of a box are the same NUMA node of its operating system. */
export const memoryNodeTwice: Check = {
  name: "memory-node-twice",
  requires: [],
  run({ machines }, report) {
    for (const machine of machines) judge(machine, report);
  },
};

function judge({ memories }: Machine, report: CheckReport): void {
  const taken = new Map<string, Memory>();
  for (const memory of memories) {
    if (memory.node === null) continue;
    const key = `${memory.node} ${boxOf(memory.part)?.path ?? ""}`;
    const first = taken.get(key);
    if (first === undefined) {
      taken.set(key, memory);
      continue;
    }
    const facts = { memory: memory.path, first: first.path, node: memory.node };
    const related = [{ span: first.span, message: `\`${first.path}\` is it already` }];
    report([memory], diagnose(machineDiagnostics.memoryNodeTwice, memory.span, facts, { related }));
  }
}
