/** Replicated objects, and the links whose loss the tables know a way round, as kernels on bare metal are told of them. */
import type { Plan, PlanState } from "../../../plan/plan.ts";
import { type ThreadsLink, viewLinks } from "../threads/threads-fates.ts";
import { viewThreads } from "../threads/threads-view.ts";

export interface QemuState extends Pick<PlanState, "name" | "kind" | "protocol" | "leader" | "capacity"> {
  readonly keyBytes: number;
  readonly valueBytes: number;
  readonly commandBytes: number;
  readonly snapshotBytes: number;
  readonly leaseMilliseconds: number;
  /** The tree over the replicas: each behind its parent, whose place that is; -1 for the root. */
  readonly seats: readonly { readonly core: number; readonly parent: number }[];
  /** Copies of programs, by their index in the blob, and the core of the replica that each asks. */
  readonly users: readonly { readonly program: number; readonly replica: number }[];
}

/** A hop between neighbours, the lower core first, and the link of the plan that it goes with. */
export interface QemuHop {
  readonly link: number;
  readonly one: number;
  readonly other: number;
}

export function viewHops({ machine, fabric, boot }: Plan): readonly QemuHop[] {
  const links: readonly ThreadsLink[] = machine && fabric && boot ? viewLinks(machine, fabric, boot) : [];
  return links.flatMap(({ link, hops }) => hops.map(([one, other]) => ({ link, one, other })));
}

export function viewStates(plan: Plan): readonly QemuState[] {
  const { programs = [], states = [] } = viewThreads(plan) ?? {};
  return states.map(({ tree, users, leaseMilliseconds, ...state }) => ({
    ...{ name: state.name, kind: state.kind, protocol: state.protocol, leader: state.leader },
    ...{ capacity: state.capacity, keyBytes: state.keyBytes, valueBytes: state.valueBytes },
    ...{ commandBytes: state.commandBytes, snapshotBytes: state.snapshotBytes },
    leaseMilliseconds: leaseMilliseconds ?? 0,
    seats: tree.cores.map((core, place) => ({ core, parent: tree.parents[place] ?? -1 })),
    users: users.map(({ program, instance, replica }) => ({
      program: programs.findIndex((each) => each.name === program && each.instance === instance),
      replica,
    })),
  }));
}
