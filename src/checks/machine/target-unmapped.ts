import { addressDiagnosticsOfMachines } from "../../diagnostics/catalogue/addresses.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { MapTarget } from "../../model/address-space.ts";
import type { Machine } from "../../model/machine.ts";
import type { Check, CheckReport } from "../check.ts";

/** In a machine with address spaces, memories and registers have addresses. */
export const targetUnmapped: Check = {
  name: "target-unmapped",
  requires: [],
  run({ machines }, report) {
    for (const machine of machines) {
      const speaks = machine.spaces.some(({ maps }) => maps.length > 0);
      if (speaks && !machine.incomplete) reportUnmapped(machine, report);
    }
  },
};

function reportUnmapped({ name: machine, spaces, memories, registers }: Machine, report: CheckReport): void {
  const mapped = new Set<object>(spaces.flatMap(({ maps }) => maps.flatMap(({ target }) => acceptorsOf(target))));
  const { memoryUnmapped, registersUnmapped } = addressDiagnosticsOfMachines;
  for (const memory of memories.filter((one) => !mapped.has(one))) {
    report([memory], diagnose(memoryUnmapped, memory.span, { memory: memory.path, machine }));
  }
  const owners = registers.map(({ owner }) => (owner.kind === "device" ? owner.device : owner.controller));
  for (const owner of new Set(owners)) {
    const banks = owner.registers.filter((bank) => !mapped.has(bank));
    if (banks.length === 0) continue;
    const facts = { registers: banks.map(({ path }) => path), machine };
    report(banks, diagnose(registersUnmapped, owner.span, facts));
  }
}

function acceptorsOf(target: MapTarget): readonly object[] {
  switch (target.kind) {
    case "memory":
      return [target.memory];
    case "registers":
      return [target.registers];
    case "interleave":
      return target.interleave.memories;
    case "space":
      return [];
  }
}
