import type { LineRange, PlanController, PlanMachine } from "../../../plan/plan.ts";
import {
  type Cell,
  cells,
  flag,
  labelled,
  node,
  type TreeNode,
  type TreeProperty,
  texts,
  twoCells,
} from "../../device-tree/tree-node.ts";
import type { Labels } from "./labels.ts";
import type { Place } from "./places.ts";

export function deviceNode(index: number, banks: readonly Place[], machine: PlanMachine, labels: Labels): TreeNode {
  const { path = "", type = "", compatible, isMailbox, isCoherent } = machine.devices[index] ?? {};
  const interrupts = machine.controllers.flatMap((controller, place) =>
    linesOf(index, controller).flatMap((line): readonly Cell[] => [{ label: labels.controllers[place] ?? "" }, line]),
  );
  const properties = [
    texts("compatible", ...(compatible ?? [`skerry,${type}`])),
    ...registers(banks, machine),
    ...(interrupts.length === 0 ? [] : [cells("interrupts-extended", ...interrupts)]),
    ...(isCoherent === undefined ? [] : [flag(isCoherent ? "dma-coherent" : "dma-noncoherent")]),
    ...(isMailbox === true ? [cells("#mbox-cells", 1)] : []),
  ];
  const name = isMailbox === true ? "mailbox" : nodeName(path);
  return labelled(labels.devices[index] ?? "", node(`${name}${unitAddress(banks)}`, properties));
}

/** A cell for each line: its number. */
export function controllerNode(index: number, banks: readonly Place[], machine: PlanMachine, labels: Labels): TreeNode {
  const label = labels.controllers[index] ?? "";
  const controller = machine.controllers[index];
  const outputs = controller === undefined ? [] : outputsOf(controller, labels);
  const properties = [
    texts("compatible", "skerry,interrupt-controller"),
    ...registers(banks, machine),
    flag("interrupt-controller"),
    cells("#address-cells", 0),
    cells("#interrupt-cells", 1),
    ...(controller?.msi === true ? [flag("msi-controller"), cells("#msi-cells", 0)] : []),
    ...(outputs.length === 0 ? [] : [cells("interrupts-extended", ...outputs)]),
  ];
  const name = banks.length === 0 ? `interrupt-controller-${labels.nodeOf(label)}` : "interrupt-controller";
  return labelled(label, node(`${name}${unitAddress(banks)}`, properties));
}

function registers(banks: readonly Place[], machine: PlanMachine): readonly TreeProperty[] {
  if (banks.length === 0) return [];
  const pieces = banks.flatMap((bank) => bank.pieces);
  const reg = cells("reg", ...pieces.flatMap(({ address, bytes }) => [...twoCells(address), ...twoCells(bytes)]));
  const names = banks.flatMap(({ target, pieces: own }) => {
    const name = "registers" in target ? machine.addresses?.registers[target.registers]?.name : null;
    return own.map((_, part) => (part === 0 ? name : `${name}-${part}`));
  });
  const said = names.filter((name) => typeof name === "string");
  return said.length === names.length ? [reg, texts("reg-names", ...said)] : [reg];
}

function unitAddress([first]: readonly Place[]): string {
  const address = first?.pieces[0]?.address;
  return address === undefined ? "" : `@${address.toString(16)}`;
}

/** The last word of a path: `card.nic[0]` becomes `nic-0`. */
function nodeName(path: string): string {
  return (path.split(".").at(-1) ?? path).replaceAll(/\W+/g, "-").replace(/-$/, "");
}

function linesOf(device: number, { sources }: PlanController): readonly number[] {
  return sources.filter((source) => source.device === device).flatMap(({ lines }) => (lines ?? []).flatMap(expand));
}

/** Lines of other controllers that those of this one go on to. */
function outputsOf({ routes }: PlanController, labels: Labels): readonly Cell[] {
  return routes.flatMap(({ to }) => {
    if (to === null || !("controller" in to)) return [];
    const label = labels.controllers[to.controller] ?? "";
    return to.lines.flatMap(expand).flatMap((line): readonly Cell[] => [{ label }, line]);
  });
}

function expand([from, to]: LineRange): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
