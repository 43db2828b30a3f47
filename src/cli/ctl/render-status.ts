/** What a system has answered, for a person. */

import { counted } from "../../algorithms/counted.ts";
import { printableLines } from "../../diagnostics/render-width.ts";
import type { ControlRequest } from "../control/message.ts";
import type { MovedView, StatusView } from "../control/view-status.ts";
import { type Column, renderTable } from "../explain/text-table.ts";

const columns: readonly Column[] = [
  { head: ["kernel"], align: "left" },
  { head: ["state"], align: "left" },
  { head: ["starts"], align: "right" },
  { head: ["services"], align: "left" },
  { head: ["clients"], align: "left" },
];

/** What a request has brought about; the answer is the system's own, of the version that was checked. */
export function describeChange(request: ControlRequest, result: unknown): string {
  const view = result as StatusView & { readonly moved?: readonly MovedView[] };
  if (request.command === "status") return renderStatus(view);
  const moved = (view.moved ?? []).map(
    ({ service, from, to, stateBytes }) =>
      `${service} has moved from ${from} to ${to}${stateBytes === null ? "" : `, with ${counted(stateBytes, "byte")} of state`}.\n`,
  );
  return printableLines(`${moved.join("")}${sentenceOf(request, view)}`);
}

export function renderStatus({ system, pid, epoch, kernels, links, lostObjects }: StatusView): string {
  const rows = kernels.map(({ core, state, incarnation, services, clients }) => [
    ...[core, state, `${incarnation + 1}`],
    ...[services.join(", "), clients.join(", ")],
  ]);
  const cut = links.filter(({ isCut }) => isCut).map(({ name }) => name);
  const notes = [
    ...(cut.length === 0 ? [] : [`Cut: ${cut.join(", ")}.`]),
    ...(lostObjects.length === 0 ? [] : [`Lost for good: the state of ${lostObjects.join(", ")}.`]),
  ];
  const rest = notes.length === 0 ? "" : `\n${notes.join("\n")}\n`;
  const head = `${system} (process ${pid}): ${counted(kernels.length, "kernel")}, view ${epoch}.\n\n`;
  return printableLines(`${head}${renderTable(columns, rows)}${rest}`);
}

function sentenceOf(request: ControlRequest, view: StatusView): string {
  const of = (core: string): string => view.kernels.find((each) => each.core === core)?.state ?? "gone";
  switch (request.command) {
    case "kill":
      return `The kernel on ${request.core} is ended.\n`;
    case "online":
    case "offline":
      return `The kernel on ${request.core} is ${of(request.core)}.\n`;
    case "cut":
      return `${request.link} is cut.\n`;
    case "heal":
      return `${request.link} is whole again.\n`;
    default:
      return "";
  }
}
