import { printParts } from "../../algorithms/hexadecimal.ts";
import { listPaths } from "../../algorithms/list-paths.ts";
import { printSize } from "../../algorithms/print-quantity.ts";
import type { PlanAddresses, PlanMachine, PlanView } from "../../plan/plan.ts";
import { printCount } from "./quantity-text.ts";

/** What a page says of addresses: who can address what, and where. */
export interface AddressesView {
  readonly ranges: readonly {
    /** Empty where they are those of the row above. */
    readonly space: string;
    readonly seenBy: string;
    readonly from: string;
    readonly size: string;
    readonly reaches: string;
    readonly access: string;
  }[];
  /** What is not shown; null when all is. */
  readonly more: string | null;
}

const mostRanges = 48;
const accessWords = { readWrite: "read, write", readOnly: "read", writeOnly: "write" } as const;

/** Null for a machine in which nobody sees a space. */
export function viewAddresses(machine: PlanMachine): AddressesView | null {
  const { addresses } = machine;
  if (addresses === null || addresses.views.length === 0) return null;
  const rows = addresses.views.flatMap((view) => viewRanges(view, addresses, machine));
  const rest = rows.length - mostRanges;
  return { ranges: rows.slice(0, mostRanges), more: rest > 0 ? printCount(rest, "more range") : null };
}

function viewRanges(view: PlanView, addresses: PlanAddresses, machine: PlanMachine): AddressesView["ranges"] {
  const space = addresses.spaces[view.space];
  const cores = view.cores.map((core) => machine.cores[core]?.path ?? "");
  const devices = view.devices.map((device) => machine.devices[device]?.path ?? "");
  const head = { space: space?.path ?? "", seenBy: listPaths([...cores, ...devices]) };
  if (view.ranges.length === 0) return [{ ...head, from: "", size: "", reaches: "nothing", access: "" }];
  return view.ranges.map(({ from, to, target, offset, access }, row) => ({
    ...(row === 0 ? head : { space: "", seenBy: "" }),
    from: printParts(BigInt(from), space?.widths ?? [64]),
    size: printSize(Number(BigInt(to) - BigInt(from) + 1n)),
    reaches: nameOf(target, addresses, machine) + (offset === "0x0" ? "" : ` from ${offset}`),
    access: accessWords[access],
  }));
}

function nameOf(
  target: PlanView["ranges"][number]["target"],
  { registers }: PlanAddresses,
  { memories }: PlanMachine,
): string {
  if ("registers" in target) return `registers ${registers[target.registers]?.path ?? ""}`;
  if ("memory" in target) return memories[target.memory]?.path ?? "";
  return `${target.interleave.map((index) => memories[index]?.path).join(", ")} by ${printSize(target.granule)}`;
}
