import { printBandwidth, printFrequency, printTime } from "../../algorithms/print-quantity.ts";
import { bandwidthOfCarrier, describeCarrier, describeOperation } from "../../plan/describe-traffic.ts";
import type { Plan, PlanFlow, PlanLoad, PlanMachine, PlanTraffic } from "../../plan/plan.ts";
import { readRoutes } from "../../plan/read-routes.ts";
import { printJson } from "../print-json.ts";
import { refuseCall } from "../refusal.ts";
import type { Explanation } from "./explanation.ts";
import { formatShare } from "./quantities.ts";
import { type Column, renderTable } from "./text-table.ts";

/** What the declared traffic puts on everything that carries it, and how long messages wait. */
export const explainTraffic: Explanation = (call, { plan }, _operands, json) => {
  const { system, machine, traffic } = plan;
  if (system === null || machine === null)
    return refuseCall("the description has no system, so nothing is asked of it");
  if (traffic === null)
    return refuseCall(
      `no program of ${system.name} declares traffic`,
      "Say behind a program how often it does what: traffic disk.read 20 kHz.",
    );
  const loads = traffic.loads.map((load) => viewLoad(load, plan, machine));
  const flows = viewFlows(traffic, plan, machine);
  const stateFlows = viewStateFlows(traffic, machine);
  if (json) printJson(call.terminal, { ok: true, system: system.name, loads, flows, stateFlows });
  else {
    const asked = [flows.length > 0 ? printFlows(flows) : "", stateFlows.length > 0 ? printStateFlows(stateFlows) : ""];
    const parts = [printLoads(system.name, loads), printHottest(loads), ...asked];
    call.terminal.print(parts.filter((part) => part !== "").join("\n"));
  }
  return null;
};

interface LoadView {
  readonly over: string;
  readonly isMemory: boolean;
  readonly bandwidth: number | null;
  readonly demand: number;
  readonly utilisation: number | null;
  readonly wait: number | null;
  readonly filledBy: readonly { readonly program: string; readonly operation: string; readonly demand: number }[];
}

function viewLoad({ carrier, filledBy, ...load }: PlanLoad, plan: Plan, machine: PlanMachine): LoadView {
  return {
    over: describeCarrier(carrier, machine),
    isMemory: "memory" in carrier,
    bandwidth: bandwidthOfCarrier(carrier, machine),
    ...load,
    filledBy: filledBy.map((share) => ({
      program: share.program,
      operation: describeOperation(share, plan),
      demand: share.demand,
    })),
  };
}

interface FlowView {
  readonly program: string;
  readonly instance: number;
  readonly operation: string;
  readonly rate: number;
  readonly from: string;
  readonly to: string;
  /** Picoseconds for a line along the route and back; with the waits, null where these grow without end. */
  readonly unloaded: number;
  readonly loaded: number | null;
}

function viewFlows({ flows }: PlanTraffic, plan: Plan, machine: PlanMachine): readonly FlowView[] {
  if (plan.routes === null) return [];
  const { latency } = readRoutes(plan.routes);
  return flows.map((flow) => {
    const { program, instance, rate, from, to, waits } = flow;
    const unloaded = latency(from, to) + latency(to, from);
    return {
      program,
      instance,
      operation: describeOperation(flow, plan),
      rate,
      from: machine.cores[from]?.path ?? "",
      to: machine.cores[to]?.path ?? "",
      unloaded,
      loaded: waitsOf(waits) === null ? null : unloaded + (waitsOf(waits) ?? 0),
    };
  });
}

function waitsOf({ toService, toClient }: PlanFlow["waits"]): number | null {
  return toService === null || toClient === null ? null : toService + toClient;
}

interface StateFlowView {
  readonly program: string;
  readonly instance: number;
  readonly operation: string;
  readonly rate: number;
  readonly from: string;
  readonly replica: string;
  readonly messages: number;
  /** Picoseconds until the program knows. */
  readonly unloaded: number;
  readonly loaded: number | null;
}

function viewStateFlows({ stateFlows = [] }: PlanTraffic, { cores }: PlanMachine): readonly StateFlowView[] {
  return stateFlows.map(({ program, instance, state, operation, rate, from, replica, messages, unloaded, loaded }) => ({
    ...{ program, instance, operation: `${state}.${operation}`, rate },
    ...{ from: cores[from]?.path ?? "", replica: cores[replica]?.path ?? "" },
    ...{ messages, unloaded, loaded },
  }));
}

const left = (head: string): Column => ({ head: [head], align: "left" });
const right = (head: string): Column => ({ head: [head], align: "right" });

function printLoads(system: string, loads: readonly LoadView[]): string {
  const rows = loads.map((load) => [
    load.over,
    formatShare(load.utilisation),
    printBandwidth(load.demand),
    load.bandwidth === null ? "–" : printBandwidth(load.bandwidth),
    printWait(load),
    load.filledBy[0] === undefined ? "" : `${load.filledBy[0].operation} of ${load.filledBy[0].program}`,
  ]);
  const columns = [left("over"), right("used"), right("demand"), right("bandwidth"), right("waiting"), left("mostly")];
  return (
    `What the declared traffic of ${system} puts on the machine, busiest first:\n\n${renderTable(columns, rows)}` +
    "\nDerived: whole slots and units of transfer, along the routes; of memories what goes in and out, as if nothing were\n" +
    "cached, data for devices too. Waiting: the mean for messages that come at random\n" +
    "(Pollaczek and Khinchine); where no bandwidth is stated nobody can say.\n"
  );
}

function printWait({ utilisation, wait }: LoadView): string {
  if (wait !== null) return printTime(wait);
  return utilisation === null ? "–" : "no end";
}

/** Of everything, and of the other kind: of memories where a link is the hottest, and the other way round. */
function printHottest(loads: readonly LoadView[]): string {
  const [hottest] = loads;
  if (hottest === undefined) return "Nothing leaves the core it is on.\n";
  const other = loads.find(({ isMemory }) => isMemory !== hottest.isMemory);
  const next =
    other === undefined ? "" : `\n${printFilling(other, `the hottest ${other.isMemory ? "memory" : "link"}`)}`;
  return `${printFilling(hottest, "the hottest")}${next}`;
}

function printFilling(load: LoadView, rank: string): string {
  const rows = load.filledBy.map(({ program, operation, demand }) => [
    program,
    operation,
    printBandwidth(demand),
    formatShare(load.demand === 0 ? null : demand / load.demand),
  ]);
  const columns = [left("program"), left("operation"), right("demand"), right("share")];
  return `Who fills ${load.over}, ${rank}:\n\n${renderTable(columns, rows)}`;
}

function printFlows(flows: readonly FlowView[]): string {
  const rows = flows.map(({ program, instance, operation, rate, from, to, unloaded, loaded }) => [
    `${program} ${instance}`,
    operation,
    printFrequency(rate),
    from,
    to,
    printTime(unloaded),
    loaded === null ? "no end" : printTime(loaded),
  ]);
  const columns = [
    left("program"),
    left("operation"),
    right("rate"),
    left("from"),
    left("to"),
    right("unloaded"),
    right("under load"),
  ];
  return `A line there and one back, alone and with the waits of this traffic:\n\n${renderTable(columns, rows)}`;
}

function printStateFlows(flows: readonly StateFlowView[]): string {
  const rows = flows.map(({ program, instance, operation, rate, from, replica, messages, unloaded, loaded }) => [
    ...[`${program} ${instance}`, operation, printFrequency(rate), from, replica],
    ...[String(messages), printTime(unloaded), loaded === null ? "no end" : printTime(loaded)],
  ]);
  const columns = [
    ...[left("program"), left("operation"), right("rate"), left("from"), left("replica")],
    ...[right("messages"), right("unloaded"), right("under load")],
  ];
  return (
    `Replicated state: until the program knows, alone and with the waits of this traffic:\n\n${renderTable(columns, rows)}` +
    "\nMessages of each time by itself, between all kernels (`skerry explain agreement` says which); changes that come\n" +
    "close together share some of them.\n"
  );
}
