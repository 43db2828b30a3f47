import { bisect } from "../../algorithms/bisect.ts";
import type { Hop, Plan } from "../../plan/plan.ts";
import { readRoutes } from "../../plan/route-reader.ts";
import { showPlace } from "../description-files.ts";
import { printJson } from "../print-json.ts";
import { refuseCall } from "../refusal.ts";
import type { Explanation } from "./explain.ts";
import { refuseUnknown } from "./find-element.ts";
import { formatBandwidth, formatCycles, formatTime, inCycles } from "./quantities.ts";
import { renderTable } from "./text-table.ts";

/** The way of a message between the kernels of two cores, as the routing tables send it. */
export const explainRoute: Explanation = (call, { plan, files }, [fromPath = "", toPath = ""], json) => {
  const cores = plan.machine?.cores ?? [];
  const paths = cores.map((core) => core.path);
  const [from, to] = [paths.indexOf(fromPath), paths.indexOf(toPath)];
  if (from === -1) return refuseUnknown(fromPath, paths, "core");
  if (to === -1) return refuseUnknown(toPath, paths, "core");
  const route = findRoute(plan, from, to, (at) => showPlace(at, files));
  if (route === null)
    return refuseCall(`no route leads from ${fromPath} to ${toPath}`, "One of them is offline, or nothing joins them.");
  if (json) printJson(call.terminal, { ok: true, ...route });
  else call.terminal.print(print(route));
  return null;
};

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
  readonly virtualChannel: number;
}

function findRoute(plan: Plan, from: number, to: number, show: (at: string) => string): Route | null {
  const { machine, routes } = plan;
  const start = machine?.cores[from];
  if (machine === null || routes === null || start === undefined) return null;
  const hops: RouteHop[] = [];
  const { nextHop, virtualChannel, latency } = readRoutes(routes);
  for (let at = from; at !== to; ) {
    const hop = hopFrom(plan, at, nextHop(at, to));
    if (hop === null) return null;
    const described = describeHop(plan, hop);
    hops.push({ ...described, at: show(described.at), virtualChannel: virtualChannel(at, to) });
    at = hop.to;
  }
  return {
    from: start.path,
    to: machine.cores[to]?.path ?? "",
    hertz: start.clock,
    picoseconds: latency(from, to),
    hops,
  };
}

function hopFrom(plan: Plan, from: number, to: number): Hop | null {
  const hops = plan.fabric?.hops ?? [];
  return hops[bisect(hops, (hop) => hop.from - from || hop.to - to)] ?? null;
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

function print({ from, to, hertz, picoseconds, hops }: Route): string {
  if (hops.length === 0) return `${from} is ${to}: a message stays on its core.\n`;
  const left = (text: string) => ({ head: [text], align: "left" as const });
  const right = (text: string) => ({ head: [text], align: "right" as const });
  const cost = (time: number) => [formatCycles(inCycles(time, hertz)), formatTime(time)];
  const rows = hops.map((hop) => [
    hop.to,
    ...cost(hop.picoseconds),
    hop.basis,
    hop.bandwidth === null ? "–" : formatBandwidth(hop.bandwidth),
    `${hop.virtualChannel}`,
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
    `${from} to ${to}: ${hops.length} ${hops.length === 1 ? "hop" : "hops"}, ${cycles} cycles, ${time}\n\n` +
    `${renderTable(columns, [...rows, ["in all", cycles ?? "", time ?? ""]])}\n` +
    "Of all ways this takes the least time; channel is the virtual channel of each hop, chosen so that no cycle of hops\n" +
    "can wait for itself. Each hop costs what fetching a line from the sender's cache costs.\n" +
    (hops.some((hop) => hop.basis === "nominal")
      ? "Nominal: the description does not say; a part without a latency counts as 100 ns so that it can be routed.\n"
      : "")
  );
}
