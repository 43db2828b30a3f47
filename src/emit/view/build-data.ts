import { counted } from "../../algorithms/counted.ts";
import { printSize } from "../../algorithms/print-quantity.ts";
import type { Plan, PlanMachine, Routes } from "../../plan/plan.ts";
import { describeBars, describeCores, describeDevices, describeParts } from "./describe-elements.ts";
import { describeLinks } from "./describe-links.ts";
import { describePrograms, describeStates } from "./describe-programs.ts";
import { describeSpaces } from "./describe-spaces.ts";
import { FactTable } from "./fact-table.ts";
import { layOutMachine } from "./lay-out-machine.ts";
import { indexMachine } from "./machine-index.ts";
import type { ViewChannels, ViewData, ViewHops } from "./view-data.ts";

/** Of a plan that has a machine. */
export async function buildViewData(plan: Plan, machine: PlanMachine): Promise<ViewData> {
  const index = indexMachine(machine);
  const placement = await layOutMachine(plan, machine, index);
  const facts = new FactTable();
  const elements = { machine, index, placement, facts };
  return {
    ...{ format: "skerry-view", version: 1, name: plan.name, summary: summaryOf(plan, machine) },
    documentation: plan.system?.documentation ?? machine.documentation,
    ...{ width: Math.ceil(placement.width), height: Math.ceil(placement.height) },
    labels: placement.labels.map(({ text, at }) => [text, Math.round(at.x), Math.round(at.y)]),
    parts: describeParts(elements),
    cores: describeCores(elements),
    bars: describeBars(elements),
    devices: describeDevices(elements),
    ...describeLinks(plan, elements),
    hops: columnsOfHops(plan),
    channels: columnsOfChannels(plan),
    routes: plan.routes === null ? null : withoutLosses(plan.routes),
    views: describeSpaces(machine),
    programs: describePrograms(plan, machine),
    states: describeStates(plan, facts),
    facts: facts.lists,
  };
}

function summaryOf(plan: Plan, machine: PlanMachine): string {
  const memory = machine.memories.reduce((bytes, { size }) => bytes + size, 0);
  const isas = [...new Set(machine.cores.map(({ isa }) => isa.name))].join(", ");
  const services = plan.system?.services.length ?? 0;
  return [
    `${counted(machine.cores.length, "core")}${isas === "" ? "" : ` (${isas})`}`,
    ...(memory > 0 ? [`${printSize(memory)} of memory`] : []),
    ...(machine.links.length > 0 ? [counted(machine.links.length, "link")] : []),
    ...(services > 0 ? [counted(services, "service")] : []),
  ].join(", ");
}

function columnsOfHops({ fabric }: Plan): ViewHops {
  const hops = fabric?.hops ?? [];
  return {
    from: hops.map(({ from }) => from),
    to: hops.map(({ to }) => to),
    link: hops.map(({ via }) => ("link" in via ? via.link : -1)),
    latency: hops.map(({ latency }) => latency),
  };
}

function columnsOfChannels({ boot }: Plan): ViewChannels {
  const channels = boot?.channels ?? [];
  return {
    hop: channels.map(({ hop }) => hop),
    virtualChannel: channels.map(({ virtualChannel }) => virtualChannel),
    slots: channels.map(({ slots }) => slots),
  };
}

function withoutLosses(routes: Routes): Routes {
  return { ...routes, failover: [], lines: [], unprepared: [] };
}
