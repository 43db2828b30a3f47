/** What `explain agreement` tells of one object. */
import { type CostOfUse, costOfUse } from "../../analyses/replicas/cost-of-use.ts";
import { predictAgreement } from "../../analyses/replicas/predict-agreement.ts";
import { type TreeCosts, unpackTree } from "../../analyses/trees/tree.ts";
import type { Machine } from "../../model/machine.ts";
import type { PlanState, PlanSystem } from "../../plan/plan.ts";
import { judgeLosses, type Losses } from "./replica-losses.ts";

/** Cores by their paths; times are picoseconds. */
export interface AgreementView {
  readonly name: string;
  readonly kind: PlanState["kind"];
  readonly protocol: PlanState["protocol"];
  readonly replicas: readonly string[];
  readonly leader: string;
  readonly tree: { readonly cores: readonly string[]; readonly parents: readonly number[] };
  readonly capacity: number;
  readonly bytes: { readonly command: number; readonly snapshot: number; readonly replica: number };
  /** Of a change that the leader has; of `shootdown`, that it makes. */
  readonly phases: readonly { readonly name: string; readonly messages: number; readonly done: number }[];
  readonly messages: number;
  /** Over which interconnect a core tells several with one line. */
  readonly broadcasts: readonly { readonly from: string; readonly to: readonly string[]; readonly over: string }[];
  /** What each kind of read promises. */
  readonly reads: { readonly get: "local"; readonly read: "linearisable" | "unordered" };
  readonly users: readonly UserView[];
  readonly losses: Losses;
  /** By place in `replicas`: where that one is rebuilt when it is lost, the best first; none where it is not. */
  readonly candidates: readonly (readonly string[])[];
}

/** What it costs a copy of a program. */
export interface UserView extends CostOfUse {
  readonly program: string;
  readonly core: string;
  /** Of the nearest replica. */
  readonly replica: string;
}

interface Around {
  readonly system: PlanSystem;
  readonly machine: Machine;
  readonly costs: TreeCosts;
}

export function viewAgreement(state: PlanState, around: Around): AgreementView {
  const { machine, costs } = around;
  const pathOf = (core: number): string => machine.cores[core]?.path ?? "";
  const { phases, broadcasts } = predictAgreement(
    state.protocol,
    unpackTree(state.tree.cores, state.tree.parents),
    state.leader,
    costs,
  );
  return {
    ...{ name: state.name, kind: state.kind, protocol: state.protocol, capacity: state.capacity },
    replicas: state.replicas.map(pathOf),
    leader: pathOf(state.leader),
    tree: { cores: state.tree.cores.map(pathOf), parents: state.tree.parents },
    bytes: { command: state.commandBytes, snapshot: state.snapshotBytes, replica: state.replicaBytes },
    phases,
    messages: phases.reduce((sum, { messages }) => sum + messages, 0),
    broadcasts: broadcasts.map(({ from, to, over }) => ({ from: pathOf(from), to: to.map(pathOf), over })),
    reads: { get: "local", read: state.protocol === "shootdown" ? "unordered" : "linearisable" },
    users: state.users.flatMap((user) => viewUser(user, state, around)),
    losses: judgeLosses(state, machine),
    candidates: (state.candidates ?? []).map((cores) => cores.map(pathOf)),
  };
}

function viewUser(
  { program, replicas }: PlanState["users"][number],
  state: PlanState,
  around: Around,
): readonly UserView[] {
  const { system, machine } = around;
  const instances = [...system.services, ...system.clients].find(({ name }) => name === program)?.instances ?? [];
  const group = { protocol: state.protocol, tree: unpackTree(state.tree.cores, state.tree.parents) };
  return instances.map(({ core }, index) => {
    const replica = replicas[index] ?? -1;
    const [corePath, replicaPath] = [machine.cores[core]?.path ?? "", machine.cores[replica]?.path ?? ""];
    return { program, core: corePath, replica: replicaPath, ...costOfUse(core, replica, group, around.costs) };
  });
}
