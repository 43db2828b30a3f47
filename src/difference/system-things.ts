import { printSize } from "../algorithms/print-quantity.ts";
import type { Plan, PlanProgram, PlanState } from "../plan/plan.ts";
import type { Facts, Things } from "./change.ts";
import { said, things } from "./machine-things.ts";

/** What runs on a machine, and what joins it: by name. */
export function thingsOfSystem(plan: Plan): readonly Things[] {
  const { system, interfaces, boot } = plan;
  const core = coreNames(plan);
  return [
    things(
      "interface",
      interfaces,
      ({ name }) => name,
      ({ version, fingerprint }) => ({ version: `${version}`, fingerprint }),
    ),
    things(
      "system",
      system === null ? [] : [system],
      ({ name }) => name,
      () => ({}),
    ),
    ...(["services", "clients"] as const).map((kind) =>
      things(
        kind.slice(0, -1),
        system?.[kind],
        ({ name }) => name,
        (program) => factsOfProgram(program, plan),
      ),
    ),
    things(
      "state",
      system?.states,
      ({ name }) => name,
      (state) => factsOfState(state, core),
    ),
    things(
      "channel",
      boot?.channels,
      ({ from, to, virtualChannel }) => `${core(from)} -> ${core(to)}, virtual channel ${virtualChannel}`,
      ({ slots, slotBytes, memory }) => ({
        slots: `${slots} of ${printSize(slotBytes)}`,
        ...said("in", plan.machine?.memories[memory ?? -1]?.path ?? null),
      }),
    ),
    things(
      "bulk ring",
      boot?.bulk,
      ({ program, instance, service, serviceInstance, direction }) =>
        `${program} ${instance} to ${service} ${serviceInstance}, ${direction}`,
      ({ from, to, blocks, blockBytes }) => ({
        ...{ from: core(from), to: core(to), blocks: `${blocks} of ${printSize(blockBytes)}` },
      }),
    ),
    things(
      "boot",
      boot === null ? [] : [boot],
      () => "order",
      ({ bootCore }) => ({ "first core": core(bootCore) }),
    ),
  ];
}

export function coreNames({ machine }: Plan): (core: number) => string {
  return (core) => machine?.cores[core]?.path ?? `core ${core}`;
}

function factsOfProgram(program: PlanProgram, plan: Plan): Facts {
  const core = coreNames(plan);
  const { instances, buffers, uses } = program;
  const bound = uses.map((use, place) => {
    const service = plan.system?.services[use];
    const at = instances.map(({ bindings }) => core(service?.instances[bindings[place] ?? -1]?.core ?? -1));
    return [`bound to ${service?.name ?? ""} on`, listed(at)] as const;
  });
  const placed = buffers.map(({ name, size }, place) => {
    const memories = instances.map(({ buffers: own }) => plan.machine?.memories[own[place]?.memory ?? -1]?.path ?? "");
    return [`buffer ${name}`, `${printSize(size)} in ${listed(memories)}`] as const;
  });
  return {
    ...{ module: program.module, on: listed(instances.map((instance) => core(instance.core))) },
    ...said("serves", plan.interfaces[program.interface ?? -1]?.name ?? null),
    ...said("drives", program.drives.map((device) => plan.machine?.devices[device]?.path ?? "").join(", ") || null),
    ...Object.fromEntries([...bound, ...placed]),
  };
}

function listed(names: readonly string[]): string {
  return [...new Set(names)].join(", ");
}

function factsOfState(state: PlanState, core: (core: number) => string): Facts {
  return {
    ...{ kind: state.kind, protocol: state.protocol, capacity: `${state.capacity}` },
    replicas: state.replicas.map(core).join(", "),
    leader: core(state.leader),
  };
}
