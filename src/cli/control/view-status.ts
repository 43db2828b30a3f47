/** What a control socket answers: a system as it is now, in the names of its description. */
import type { ChangeOutcome, SystemStatus } from "../../runtime/hosts/threads/options.ts";
import type { BootConfiguration } from "../../runtime/kernel/boot-configuration.ts";
import type { KernelLoad, RingLoad } from "../../runtime/kernel/load.ts";
import { labelOf } from "./names.ts";

export interface StatusView {
  readonly system: string;
  readonly pid: number;
  /** Of the view that kernels act on. */
  readonly epoch: number;
  readonly kernels: readonly KernelView[];
  readonly links: readonly { readonly name: string; readonly isCut: boolean }[];
  /** Replicated objects whose state is lost for good. */
  readonly lostObjects: readonly string[];
}

export interface KernelView {
  readonly core: string;
  /** Of the core. */
  readonly number: number;
  readonly state: string;
  readonly incarnation: number;
  readonly services: readonly string[];
  readonly clients: readonly string[];
}

export interface LoadView extends StatusView {
  /** Of the kernels that run. */
  readonly loads: readonly NamedLoad[];
}

type NamedLoad = Omit<KernelLoad, "core" | "rings"> & {
  readonly core: string;
  /** Of the rings that come in, absent where they are not looked into. */
  readonly rings?: readonly NamedRing[];
};

type NamedRing = Omit<RingLoad, "from"> & { readonly from: string };

export function viewStatus(configuration: BootConfiguration, status: SystemStatus): StatusView {
  const { name, links = [] } = configuration;
  const cuts = new Set(status.cuts.map((hop) => hop.join(" ")));
  return {
    ...{ system: name, pid: process.pid, epoch: status.epoch },
    kernels: status.cores.map(({ core, name: path, state, incarnation }) => {
      const here = status.programs.filter((program) => program.core === core);
      const named = (kind: "service" | "client") => here.filter((each) => each.kind === kind).map(labelOf);
      return { core: path, number: core, state, incarnation, services: named("service"), clients: named("client") };
    }),
    links: links.map((link) => ({ name: link.name, isCut: link.hops.every((hop) => cuts.has(hop.join(" "))) })),
    lostObjects: status.lostObjects,
  };
}

export function viewLoad(
  configuration: BootConfiguration,
  status: SystemStatus,
  loads: readonly KernelLoad[],
): LoadView {
  const nameOf = (core: number): string => configuration.cores[core]?.name ?? "";
  const named = loads.map(({ core, rings, ...load }): NamedLoad => {
    const inward = rings?.map((ring) => ({ ...ring, from: nameOf(ring.from) }));
    return { ...load, core: nameOf(core), ...(inward === undefined ? {} : { rings: inward }) };
  });
  return { ...viewStatus(configuration, status), loads: named };
}

export interface MovedView {
  readonly service: string;
  readonly from: string;
  readonly to: string;
  readonly stateBytes: number | null;
}

export function viewChange(
  { cores, programs }: BootConfiguration,
  { moved }: Extract<ChangeOutcome, { kind: "done" }>,
): { readonly moved: readonly MovedView[] } {
  return {
    moved: moved.map(({ service, instance, from, to, stateBytes }) => {
      const program = programs.find((each) => each.name === service && each.instance === instance);
      const label = program === undefined ? service : labelOf(program);
      return { service: label, from: cores[from]?.name ?? "", to: cores[to]?.name ?? "", stateBytes };
    }),
  };
}
