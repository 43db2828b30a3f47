import { printBandwidth, printTime } from "../../algorithms/print-quantity.ts";
import type { Lost } from "../../analyses/routing/find-detour.ts";
import type { Hop, Plan } from "../../plan/plan.ts";
import type { Compiled } from "../compile-files.ts";
import { showPlace } from "../description-files.ts";
import { printJson } from "../print-json.ts";
import { type Refusal, refuseCall } from "../refusal.ts";
import type { Explanation } from "./explanation.ts";
import { faultsOf } from "./faults.ts";
import { refuseUnknown } from "./find-element.ts";
import { formatCycles, inCycles } from "./quantities.ts";
import { findSteps } from "./route-steps.ts";
import { renderTable } from "./text-table.ts";

/** The way of a message between the kernels of two cores, as the routing tables send it; also once something is lost. */
export const explainRoute: Explanation = (call, compiled, operands, json) => {
  const [fromPath = "", toPath = "", without, lostPath] = operands;
  const { plan, files } = compiled;
  const paths = (plan.machine?.cores ?? []).map((core) => core.path);
  const [from, to] = [paths.indexOf(fromPath), paths.indexOf(toPath)];
  if (from === -1) return refuseUnknown(fromPath, paths, "core");
  if (to === -1) return refuseUnknown(toPath, paths, "core");
  if (without !== undefined && without !== "without") {
    return refuseCall(`explain route cannot make sense of ${without}`, "Say: FROM TO without LINK, or without CORE.");
  }
  const lost = lostPath === undefined ? null : findLost(plan, lostPath);
  if (lost !== null && "kind" in lost) return lost;
  if (lost !== null && "core" in lost && (lost.core === from || lost.core === to)) {
    return refuseCall(`${lostPath} is an end of the route`, "Name a link or core that it may go over.");
  }
  const route = findRoute(compiled, from, to, lost, (at) => showPlace(at, files));
  if (route === null) {
    const reason = lost === null ? "One of them is offline, or nothing joins them." : "No other way joins them.";
    return refuseCall(
      `no route leads from ${fromPath} to ${toPath}${lost === null ? "" : ` without ${lostPath}`}`,
      reason,
    );
  }
  if (json) printJson(call.terminal, { ok: true, ...faultsOf(compiled), ...route, without: lostPath ?? null });
  else call.terminal.print(print(route, lostPath ?? null));
  return null;
};

/** A core by its path, a link by its path or that of a port at one of its ends. */
export function findLost({ machine }: Plan, path: string): Lost | Refusal {
  const cores = (machine?.cores ?? []).map((core) => core.path);
  const links = (machine?.links ?? []).map((link) => link.path);
  const core = cores.indexOf(path);
  const link = links.findIndex((name) => name === path || name.split(/ (?:--|->) /).includes(path));
  if (core !== -1) return { core };
  return link === -1 ? refuseUnknown(path, [...cores, ...links], "link or core") : { link };
}

interface Route {
  readonly from: string;
  readonly to: string;
  readonly hertz: number;
  readonly picoseconds: number;
  readonly hops: readonly RouteHop[];
}

interface RouteHop {
  readonly from: string;
  readonly to: string;
  /** What carries it, and where the description says so. */
  readonly via: string;
  readonly at: string;
  readonly picoseconds: number;
  /** Where that number is from: the parts; a measured fact; or nowhere, when the parts do not say. */
  readonly basis: Hop["basis"];
  /** Bytes per second; null when unsaid. */
  readonly bandwidth: number | null;
  /** Null where it is worked out when the loss happens. */
  readonly virtualChannel: number | null;
}

function findRoute(
  { plan, description }: Compiled,
  from: number,
  to: number,
  lost: Lost | null,
  show: (at: string) => string,
): Route | null {
  const { machine } = plan;
  const start = machine?.cores[from];
  if (machine === null || start === undefined) return null;
  const steps = findSteps({ plan, description }, from, to, lost);
  if (steps === null) return null;
  const hops = steps.map(({ hop, virtualChannel }) => {
    const told = describeHop(plan, hop);
    return { ...told, at: show(told.at), virtualChannel };
  });
  return {
    from: start.path,
    to: machine.cores[to]?.path ?? "",
    hertz: start.clock,
    picoseconds: hops.reduce((sum, hop) => sum + hop.picoseconds, 0),
    hops,
  };
}

function describeHop({ machine }: Plan, hop: Hop): Omit<RouteHop, "virtualChannel"> {
  const name = (core: number) => machine?.cores[core]?.path ?? `core ${core}`;
  const { latency, basis, bandwidth } = hop;
  const base = { from: name(hop.from), to: name(hop.to), picoseconds: latency, basis, bandwidth };
  if ("link" in hop.via) {
    const link = machine?.links[hop.via.link];
    return { ...base, via: `link ${link?.path}`, at: link?.at ?? "" };
  }
  const domain = machine?.coherences[hop.via.coherence];
  const part = machine?.parts[domain?.part ?? 0];
  return { ...base, via: `coherence in ${part?.path === "" ? machine?.name : part?.path}`, at: domain?.at ?? "" };
}

function print({ from, to, hertz, picoseconds, hops }: Route, lost: string | null): string {
  if (hops.length === 0) return `${from} is ${to}: a message stays on its core.\n`;
  const left = (text: string) => ({ head: [text], align: "left" as const });
  const right = (text: string) => ({ head: [text], align: "right" as const });
  const cost = (time: number) => [formatCycles(inCycles(time, hertz)), printTime(time)];
  const rows = hops.map((hop) => [
    hop.to,
    ...cost(hop.picoseconds),
    hop.basis,
    hop.bandwidth === null ? "–" : printBandwidth(hop.bandwidth),
    hop.virtualChannel === null ? "–" : `${hop.virtualChannel}`,
    hop.via,
    hop.at,
  ]);
  const columns = [
    left("hop to"),
    right("cycles"),
    right("time"),
    left("basis"),
    right("bandwidth"),
    right("channel"),
    left("over"),
    left("said by"),
  ];
  const [cycles, time] = cost(picoseconds);
  return (
    `${from} to ${to}${lost === null ? "" : ` without ${lost}`}: ${hops.length} ${hops.length === 1 ? "hop" : "hops"}, ${cycles} cycles, ${time}\n\n` +
    `${renderTable(columns, [...rows, ["in all", cycles ?? "", time ?? ""]])}\n` +
    "Of all ways this takes the least time; channel is the virtual channel of each hop, chosen so that no cycle of hops\n" +
    "can wait for itself. Each hop costs what fetching a line from the sender's cache costs.\n" +
    (hops.some((hop) => hop.basis === "nominal")
      ? "Nominal: the description does not say; a part without a latency counts as 100 ns so that it can be routed.\n"
      : "")
  );
}
