/** What cores and devices can address. */
import { printParts } from "../../algorithms/hexadecimal.ts";
import { printSize } from "../../algorithms/print-quantity.ts";
import type { PlanAddresses, PlanAnswer, PlanMachine } from "../../plan/plan.ts";
import type { ViewRange, ViewSpace } from "./view-data.ts";

const accessWords = { readWrite: "read, write", readOnly: "read only", writeOnly: "write only" } as const;

export function describeSpaces(machine: PlanMachine): readonly ViewSpace[] {
  const { addresses } = machine;
  if (addresses === null) return [];
  return addresses.views.map((view) => {
    const { path = "", widths = [64] } = addresses.spaces[view.space] ?? {};
    const ranges = view.ranges.map(
      ({ from, to, target, offset, access }): ViewRange => ({
        from: printParts(BigInt(from), widths),
        to: printParts(BigInt(to), widths),
        size: printSize(Number(BigInt(to) - BigInt(from) + 1n)),
        reaches: nameOf(target, addresses, machine) + (offset === "0x0" ? "" : ` from ${offset}`),
        access: accessWords[access],
      }),
    );
    return { name: path, ranges };
  });
}

function nameOf(target: PlanAnswer, { registers }: PlanAddresses, { memories }: PlanMachine): string {
  if ("registers" in target) return `registers ${registers[target.registers]?.path ?? ""}`;
  if ("memory" in target) return memories[target.memory]?.path ?? "";
  return `${target.interleave.map((index) => memories[index]?.path).join(", ")} by ${printSize(target.granule)}`;
}
