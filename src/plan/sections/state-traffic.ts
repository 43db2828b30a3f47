/** What programs ask of replicated state, as messages along the trees of its replicas. */
import type { Exchange } from "../../analyses/contention/contention.ts";
import { costOfUse } from "../../analyses/replicas/cost-of-use.ts";
import { listAgreeing, listAsking, type ReplicaGroup } from "../../analyses/replicas/list-messages.ts";
import { partsOf } from "../../analyses/replicas/state-parts.ts";
import { costsOf, type TreeCosts, unpackTree } from "../../analyses/trees/tree.ts";
import { invariant } from "../../diagnostics/invariant.ts";
import type { Program, StateTraffic, System } from "../../model/deployment.ts";
import type { PlanLoad, PlanProgram, PlanState, PlanStateFlow, PlanSystem } from "../plan.ts";

/** Who fills what a load goes over, and what with. */
export type Share = DistributiveOmit<PlanLoad["filledBy"][number], "demand">;
type DistributiveOmit<Union, Key extends PropertyKey> = Union extends unknown ? Omit<Union, Key> : never;

export interface StateAsked {
  readonly exchange: Exchange;
  readonly share: Share;
}

/** Each copy's own messages, and once for all copies those that replicas exchange. */
export function listStateExchanges(
  system: System,
  placed: PlanSystem,
  costs: Pick<TreeCosts, "broadcast">,
): readonly StateAsked[] {
  return listAsked(system, placed).flatMap((asked) => {
    const { traffic, group, ends, program } = asked;
    const { rate, operation } = traffic;
    const share = { program: program.name, state: traffic.state.name, operation: operation.name };
    const parts = partsOf(traffic);
    const asking = ends.map((end) => ({ rate, sent: listAsking(operation.effect, end, group, parts) }));
    const agreeing = [...countRoots(group, ends)].map(([root, copies]) => {
      return { rate: rate * copies, sent: listAgreeing(operation.effect, group, root, parts, costs) };
    });
    return [...asking, ...agreeing].map((exchange) => ({ exchange, share }));
  });
}

/** By the core that an agreement begins at: of so many copies. */
function countRoots({ protocol, tree }: ReplicaGroup, ends: readonly Ends[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { replica } of ends) {
    const root = protocol === "shootdown" ? replica : tree.core;
    counts.set(root, (counts.get(root) ?? 0) + 1);
  }
  return counts;
}

/** Picoseconds, an hour: messages are played with numbers, and this one stands for waits that grow without end. */
const endless = 3.6e15;

/** `waitOnHop`: picoseconds that a message waits on its way from a core to a neighbour. */
export function buildStateFlows(
  system: System,
  placed: PlanSystem,
  costs: TreeCosts,
  waitOnHop: (from: number, to: number) => number,
): readonly PlanStateFlow[] {
  const loadedCosts = costsOf((from, to) =>
    costs.hops(from, to).map((hop) => ({ ...hop, fetch: hop.fetch + Math.min(endless, waitOnHop(hop.from, hop.to)) })),
  );
  return listAsked(system, placed).flatMap(({ program, traffic, group, ends }) => {
    const { state, operation, rate, size } = traffic;
    return ends.map(({ core, replica }, instance): PlanStateFlow => {
      const alone = costOfUse(core, replica, group, costs)[operation.effect];
      const loaded = costOfUse(core, replica, group, loadedCosts)[operation.effect].time;
      return {
        ...{ program: program.name, instance, state: state.name, operation: operation.name },
        ...{ from: core, replica, rate, size: size?.bytes ?? null },
        ...{ messages: alone.messages, unloaded: Math.round(alone.time) },
        loaded: loaded < endless ? Math.round(loaded) : null,
      };
    });
  });
}

interface Ends {
  readonly core: number;
  readonly replica: number;
}

interface Asked {
  readonly program: PlanProgram;
  readonly traffic: StateTraffic;
  readonly group: ReplicaGroup;
  /** By copy of the program. */
  readonly ends: readonly Ends[];
}

function listAsked({ services, clients }: System, placed: PlanSystem): readonly Asked[] {
  return [...services, ...clients].flatMap((program) =>
    program.stateTraffic.map((traffic) => locate(program, traffic, placed)),
  );
}

function locate({ name }: Program, traffic: StateTraffic, { services, clients, states }: PlanSystem): Asked {
  const program = [...services, ...clients].find((built) => built.name === name);
  const state = states.find((built) => built.name === traffic.state.name);
  invariant(program !== undefined && state !== undefined, `${name} asks what is not in the plan.`);
  const replicas = state.users.find((user) => user.program === name)?.replicas ?? [];
  const ends = program.instances.map(({ core }, instance) => ({ core, replica: replicas[instance] ?? state.leader }));
  return { program, traffic, group: groupOf(state), ends };
}

function groupOf({ protocol, tree }: PlanState): ReplicaGroup {
  return { protocol, tree: unpackTree(tree.cores, tree.parents) };
}
