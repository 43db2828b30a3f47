import { predictAgreement } from "../../analyses/replicas/predict-agreement.ts";
import { computeFabric } from "../../analyses/routing/fabric.ts";
import { treeCosts } from "../../analyses/trees/costs.ts";
import { type TreeCosts, timeBetween, unpackTree } from "../../analyses/trees/tree.ts";
import type { Machine } from "../../model/machine.ts";
import type { PlanState, PlanSystem } from "../../plan/plan.ts";
import { readRoutes } from "../../plan/route-reader.ts";
import { showPlace } from "../description-files.ts";
import { printJson } from "../print-json.ts";
import { refuseCall } from "../refusal.ts";
import { printAgreement } from "./agreement-text.ts";
import type { Explanation } from "./explain.ts";
import { refuseUnknown } from "./find-element.ts";
import { judgeLosses, type Losses } from "./replica-losses.ts";

/** What agreeing on replicated state costs, what its reads cost, and which losses it survives; one object when it is named. */
export const explainAgreement: Explanation = (call, { plan, description, files }, [name], json) => {
  const machine = description.machines.find((each) => each.name === plan.machine?.name);
  const { system, routes } = plan;
  if (system === null || system.states.length === 0 || machine === undefined || routes === null) {
    return refuseCall(
      "the description has no replicated state, so nothing is agreed on",
      "Declare some: `state hits: counter`.",
    );
  }
  const names = system.states.map((state) => state.name);
  const states = name === undefined ? system.states : system.states.filter((state) => state.name === name);
  if (states.length === 0) return refuseUnknown(name ?? "", names, "replicated state");
  const costs = treeCosts({ machine, hops: computeFabric(machine), nextHop: readRoutes(routes).nextHop });
  const views = states.map((state) => ({
    ...viewAgreement(state, { system, machine, costs }),
    at: showPlace(state.at, files),
  }));
  if (json) printJson(call.terminal, { ok: true, system: system.name, states: views });
  else call.terminal.print(views.map((view) => printAgreement(view)).join("\n"));
  return null;
};

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
  /** What each kind of read promises. */
  readonly reads: { readonly get: "local"; readonly read: "linearisable" | "unordered" };
  readonly users: readonly UserView[];
  readonly losses: Losses;
  /** By place in `replicas`: where that one is rebuilt when it is lost, the best first; none where it is not. */
  readonly candidates: readonly (readonly string[])[];
}

/** What it costs a copy of a program. */
export interface UserView {
  readonly program: string;
  readonly core: string;
  /** Of the nearest replica. */
  readonly replica: string;
  readonly change: Cost;
  readonly get: Cost;
  readonly read: Cost;
}

export interface Cost {
  readonly messages: number;
  readonly time: number;
}

interface Around {
  readonly system: PlanSystem;
  readonly machine: Machine;
  readonly costs: TreeCosts;
}

function viewAgreement(state: PlanState, around: Around): AgreementView {
  const { machine, costs } = around;
  const pathOf = (core: number): string => machine.cores[core]?.path ?? "";
  const { phases } = predictAgreement(
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
  return instances.map(({ core }, index) => {
    const replica = replicas[index] ?? -1;
    const [corePath, replicaPath] = [machine.cores[core]?.path ?? "", machine.cores[replica]?.path ?? ""];
    return { program, core: corePath, replica: replicaPath, ...costsAt(core, replica, state, around.costs) };
  });
}

/** A kernel without a replica asks the nearest; that one passes on to the leader what it does not lead itself. */
function costsAt(
  core: number,
  replica: number,
  { protocol, tree, leader }: PlanState,
  costs: TreeCosts,
): Pick<UserView, "change" | "get" | "read"> {
  const way = (from: number, to: number): number => timeBetween(from, to, costs);
  const isOrdered = protocol !== "shootdown";
  const root = isOrdered ? leader : replica;
  const { phases, knownAt, read } = predictAgreement(protocol, unpackTree(tree.cores, tree.parents), root, costs);
  const asked = { messages: core === replica ? 0 : 2, time: way(core, replica) + way(replica, core) };
  const passedOn = { messages: replica === root ? 0 : 1, time: way(replica, root) };
  const agreed = phases.reduce((sum, { messages }) => sum + messages, 0);
  const answer = protocol === "majority" ? way(root, replica) : isOrdered ? knownAt(replica) - read.time : 0;
  const isAnswered = protocol === "majority" && replica !== root;
  return {
    change: {
      messages: asked.messages + passedOn.messages + agreed,
      time: asked.time + passedOn.time + knownAt(replica),
    },
    get: asked,
    read: {
      messages: asked.messages + passedOn.messages + read.messages + (isAnswered ? 1 : 0),
      time: asked.time + passedOn.time + read.time + answer,
    },
  };
}
