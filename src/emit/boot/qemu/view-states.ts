/** Replicated objects, and the links whose loss the tables know a way round, as kernels on bare metal are told of them. */
import { qemuDiagnostics as faults } from "../../../diagnostics/catalogue/qemu.ts";
import type { Plan, PlanState } from "../../../plan/plan.ts";
import { faultOf, type TargetFault } from "../target.ts";
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
  /** Cores that may stand in for a replica on another: replica by replica, the best first. */
  readonly candidates: readonly { readonly core: number; readonly replica: number }[];
}

/** A hop between neighbours, the lower core first, and the link of the plan that it goes with. */
export interface QemuHop {
  readonly link: number;
  readonly one: number;
  readonly other: number;
}

const kinds: readonly PlanState["kind"][] = ["register", "map", "counter", "set"];
const protocols: readonly PlanState["protocol"][] = ["broadcast", "twoPhase"];

/** What kernels in C cannot do of that. */
export function judgeStates(states: readonly PlanState[]): readonly TargetFault[] {
  return states.flatMap((state) => {
    const rule = ruleBroken(state);
    return rule === null ? [] : [faultOf(faults.qemuState, state.at, { state: state.name, rule })];
  });
}

function ruleBroken({ kind, protocol }: PlanState): string | null {
  if (!kinds.includes(kind)) return `is a ${kind}: on bare metal there are objects of the kinds ${kinds.join(", ")}`;
  if (protocols.includes(protocol)) return null;
  return `is agreed on by ${protocol}: on bare metal agree by ${protocols.join(" or ")}`;
}

export function viewHops({ machine, fabric, boot }: Plan): readonly QemuHop[] {
  const links: readonly ThreadsLink[] = machine && fabric && boot ? viewLinks(machine, fabric, boot) : [];
  return links.flatMap(({ link, hops }) => hops.map(([one, other]) => ({ link, one, other })));
}

export function viewStates(plan: Plan): readonly QemuState[] {
  const { programs = [], states = [] } = viewThreads(plan) ?? {};
  return states.map(({ tree, users, leaseMilliseconds, candidates = [], ...state }) => ({
    ...{ name: state.name, kind: state.kind, protocol: state.protocol, leader: state.leader },
    ...{ capacity: state.capacity, keyBytes: state.keyBytes, valueBytes: state.valueBytes },
    ...{ commandBytes: state.commandBytes, snapshotBytes: state.snapshotBytes },
    leaseMilliseconds: leaseMilliseconds ?? 0,
    seats: tree.cores.map((core, place) => ({ core, parent: tree.parents[place] ?? -1 })),
    users: users.map(({ program, instance, replica }) => ({
      program: programs.findIndex((each) => each.name === program && each.instance === instance),
      replica,
    })),
    candidates: candidates.flatMap((cores, place) =>
      cores.map((core) => ({ core, replica: state.replicas[place] ?? -1 })),
    ),
  }));
}
