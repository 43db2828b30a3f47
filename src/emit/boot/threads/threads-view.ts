import { invariant } from "../../../diagnostics/invariant.ts";
import type {
  Boot,
  BulkRing,
  Fabric,
  Plan,
  PlanPlaces,
  PlanProgram,
  PlanState,
  PlanSystem,
  Pool,
} from "../../../plan/plan.ts";
import { type ThreadsLink, viewDomains, viewLinks } from "./threads-fates.ts";

/**
 * What `boot/threads.json` says. The runtime boots it as its `BootConfiguration`; a test holds the two types together.
 * Cores are numbers in `cores`; times are picoseconds.
 */
export interface ThreadsView {
  readonly format: "skerry-boot";
  readonly version: 1;
  readonly name: string;
  readonly cores: readonly { readonly name: string; readonly clock: number; readonly osIndex: number | null }[];
  readonly bootCore: number;
  readonly order: readonly number[];
  readonly virtualChannels: number;
  readonly channels: readonly ThreadsChannel[];
  readonly bulk: readonly ThreadsBulkRing[];
  readonly pools: readonly ThreadsPool[];
  readonly segmentBytes: number;
  readonly window: number;
  readonly programs: readonly ThreadsProgram[];
  readonly states?: readonly ThreadsState[];
  readonly links?: readonly ThreadsLink[];
  readonly domains?: readonly (readonly number[])[];
}

export interface ThreadsChannel {
  readonly from: number;
  readonly to: number;
  readonly virtualChannel: number;
  readonly slots: number;
  readonly slotBytes: number;
  readonly offset: number;
  readonly latency: number;
  readonly reliable?: false;
  readonly ordered?: false;
}

export type ThreadsBulkRing = Omit<BulkRing, "memory">;
export type ThreadsPool = Omit<Pool, "memory">;

export interface ThreadsProgram {
  readonly name: string;
  readonly kind: "service" | "client";
  readonly core: number;
  readonly instance: number;
  readonly instances: number;
  readonly places?: PlanPlaces;
  readonly uses: readonly { readonly service: string; readonly instance: number }[];
}

/** A replicated object, with its longest keys and values instead of their layouts. */
export interface ThreadsState
  extends Pick<
    PlanState,
    | "name"
    | "kind"
    | "protocol"
    | "replicas"
    | "candidates"
    | "leader"
    | "tree"
    | "capacity"
    | "commandBytes"
    | "replicaBytes"
    | "snapshotBytes"
  > {
  readonly keyBytes: number;
  readonly valueBytes: number;
  readonly leaseMilliseconds: number | null;
  readonly users: readonly {
    readonly program: string;
    readonly instance: number;
    readonly core: number;
    readonly replica: number;
  }[];
}

/** The part of a plan that a host boots; null when there is nothing to boot. */
export function viewThreads({ name, machine, fabric, routes, boot, system }: Plan): ThreadsView | null {
  if (machine === null || fabric === null || routes === null || boot === null) return null;
  const links = viewLinks(machine, fabric, boot);
  const domains = viewDomains(machine, boot);
  return {
    format: "skerry-boot",
    version: 1,
    name,
    cores: machine.cores.map((core) => ({ name: core.path, clock: core.clock, osIndex: core.osIndex })),
    bootCore: boot.bootCore,
    order: boot.order,
    virtualChannels: routes.virtualChannels,
    channels: viewChannels(boot, fabric),
    bulk: boot.bulk.map(({ memory: _, ...ring }) => ring),
    pools: boot.pools.map(({ memory: _, ...pool }) => pool),
    segmentBytes: boot.segmentBytes,
    window: boot.window,
    programs: system === null ? [] : viewPrograms(system),
    ...(system === null || system.states.length === 0 ? {} : { states: viewStates(system) }),
    ...(links.length === 0 ? {} : { links }),
    ...(domains.length === 0 ? {} : { domains }),
  };
}

function viewChannels({ channels }: Boot, { hops }: Fabric): ThreadsChannel[] {
  return channels.map(({ from, to, virtualChannel, hop, slots, slotBytes, offset }) => {
    const over = hops[hop];
    invariant(over !== undefined, `channel ${from} to ${to} runs over a hop that is not in the plan`);
    const { latency, reliable, ordered } = over;
    const weakness = { ...(reliable === false ? { reliable } : {}), ...(ordered === false ? { ordered } : {}) };
    return { from, to, virtualChannel, slots, slotBytes, offset, latency, ...weakness };
  });
}

function viewPrograms(system: PlanSystem): ThreadsProgram[] {
  const services = system.services.flatMap((program) => viewInstances(system, program, "service"));
  return [...services, ...system.clients.flatMap((program) => viewInstances(system, program, "client"))];
}

function viewInstances(system: PlanSystem, program: PlanProgram, kind: ThreadsProgram["kind"]): ThreadsProgram[] {
  return program.instances.map(({ core, bindings, places }, instance) => ({
    ...{ name: program.name, kind, core, instance, instances: program.instances.length },
    ...(places === null ? {} : { places }),
    uses: program.uses.map((use, index) => ({
      service: system.services[use]?.name ?? "",
      instance: bindings[index] ?? 0,
    })),
  }));
}

const picosecondsInMillisecond = 1e9;

function viewStates(system: PlanSystem): ThreadsState[] {
  return system.states.map((state) => ({
    ...{ name: state.name, kind: state.kind, protocol: state.protocol },
    ...{ replicas: state.replicas, ...(state.candidates === undefined ? {} : { candidates: state.candidates }) },
    ...{ leader: state.leader, tree: state.tree },
    ...{ keyBytes: state.key?.size ?? 0, valueBytes: state.value?.size ?? 0, capacity: state.capacity },
    ...{ commandBytes: state.commandBytes, replicaBytes: state.replicaBytes, snapshotBytes: state.snapshotBytes },
    leaseMilliseconds: state.lease === null ? null : state.lease / picosecondsInMillisecond,
    users: state.users.flatMap((user) => viewUsers(user, system)),
  }));
}

function viewUsers({ program, replicas }: PlanState["users"][number], { services, clients }: PlanSystem) {
  const instances = [...services, ...clients].find(({ name }) => name === program)?.instances ?? [];
  return instances.map(({ core }, instance) => ({ program, instance, core, replica: replicas[instance] ?? -1 }));
}
