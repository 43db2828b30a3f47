/** Replicated state: where its replicas lie, who leads them, and how many bytes it takes. */
import type { Placement, RouteLatency } from "../../analyses/placement/placement.ts";
import { listCandidates } from "../../analyses/replicas/candidates.ts";
import { nearestReplica, placeReplicas } from "../../analyses/replicas/place-replicas.ts";
import { chooseReplicaTree } from "../../analyses/replicas/replica-tree.ts";
import { stateFields } from "../../analyses/replicas/state-parts.ts";
import { packagesOf } from "../../analyses/trees/costs.ts";
import { packTree, type TreeCosts } from "../../analyses/trees/tree.ts";
import type { Program, System } from "../../model/deployment.ts";
import { type Interface, nothingReserved, type Operation } from "../../model/interface.ts";
import type { Core } from "../../model/machine.ts";
import { protocolOf, type State } from "../../model/state.ts";
import { placeOf } from "../../source/source-file.ts";
import type { Layout, PlanOperation, PlanState, PlanStateUser, PlanSystem } from "../plan.ts";
import { buildInterface } from "./interfaces.ts";

export interface StatesInput {
  readonly system: System;
  readonly interfaces: readonly Interface[];
  readonly placement: Placement;
  readonly latency: RouteLatency;
  readonly costs: TreeCosts;
}

type PlanStates = Pick<PlanSystem, "states" | "stateTypes">;

export function buildStates(input: StatesInput): PlanStates {
  const { system, interfaces } = input;
  if (system.states.length === 0) return { states: [], stateTypes: null };
  const { aliases, enums, flags, structs, unions, operations } = buildInterface(asInterface(system), interfaces);
  const states = system.states.map((state, index) => buildState(state, operations[index], input));
  return { states, stateTypes: { aliases, enums, flags, structs, unions } };
}

/** What is in an object is laid out as the messages of an operation are: the key as a request, the value as a reply. */
function asInterface({ name, documentation, span, states }: System): Interface {
  const nothing = { constants: [], aliases: [], enums: [], flags: [], structs: [], unions: [] };
  const operations = states.map(asOperation);
  return { name, version: 0, documentation, span, ...nothing, operations, reserved: nothingReserved };
}

function asOperation({ name, documentation, span, key, value }: State, index: number): Operation {
  return {
    ...{ name, documentation, span, identity: index + 1, verb: "call" },
    ...{ parameters: stateFields("key", key), uploads: null, results: stateFields("value", value), fails: null },
    ...{ isIdempotent: false, deadline: null, priority: 0, window: null },
  };
}

function buildState(state: State, laidOut: PlanOperation | undefined, input: StatesInput): PlanState {
  const { system, placement, latency } = input;
  const { machine } = system;
  const copies = listUsers(state, system, placement);
  const replicas = placeReplicas(state, { machine, users: copies.flatMap(({ cores }) => cores), latency });
  const numbers = replicas.map(({ index }) => index);
  const tree = chooseReplicaTree({ replicas: numbers, groupOf: packagesOf(machine), costs: input.costs });
  const contents = {
    kind: state.kind,
    key: state.key === null ? null : (laidOut?.request ?? null),
    value: state.value === null ? null : (laidOut?.reply ?? null),
    capacity: state.capacity?.count ?? 1,
  };
  return {
    name: state.name,
    documentation: state.documentation,
    protocol: protocolOf(state, machine),
    ...{ replicas: numbers, ...nameCandidates(listCandidates(state, replicas, machine, latency)) },
    ...{ leader: tree.core, tree: packTree(tree) },
    ...contents,
    lease: state.lease?.time ?? null,
    ...boundBytes(contents, new Set(copies.flatMap(({ cores }) => cores)).size),
    users: copies.map(({ program, cores }): PlanStateUser => {
      const nearest = cores.map((core) => nearestReplica(core, replicas, latency)?.index ?? -1);
      return { program: program.name, replicas: nearest };
    }),
    at: placeOf(state.span),
  };
}

function nameCandidates(candidates: readonly (readonly Core[])[] | null): Pick<PlanState, "candidates"> {
  return candidates === null ? {} : { candidates: candidates.map((cores) => cores.map(({ index }) => index)) };
}

interface Copies {
  readonly program: Program;
  readonly cores: readonly Core[];
}

function listUsers(state: State, { services, clients }: System, placement: Placement): readonly Copies[] {
  return [...services, ...clients]
    .filter(({ states }) => states.some((used) => used.state === state))
    .map((program) => ({ program, cores: (placement.get(program) ?? []).map(({ core }) => core) }));
}

// What the runtime sets aside, in bytes: src/runtime/state/ has the formats.
const commandHead = 32;
const snapshotHead = 128;
const entryHead = 32;
/** What each kernel proposed last, with its results, so that nothing is done twice: 16 of 64 bytes. */
const perProposer = 1024;
/** Commands that a replica keeps for those who have fallen behind. */
const mostKept = 192;

/** Numbers that the runtime itself writes as keys and values: counts, numbers of entries, tokens and holders of leases. */
const ownBytes: Readonly<Record<PlanState["kind"], { readonly key: number; readonly value: number }>> = {
  register: { key: 0, value: 0 },
  map: { key: 0, value: 0 },
  counter: { key: 0, value: 8 },
  set: { key: 0, value: 0 },
  log: { key: 8, value: 0 },
  lease: { key: 8, value: 24 },
};

function boundBytes(
  { kind, key, value, capacity }: Pick<PlanState, "kind" | "key" | "value" | "capacity">,
  proposers: number,
): Pick<PlanState, "commandBytes" | "snapshotBytes" | "replicaBytes"> {
  const keyBytes = alignedBytes(key) + ownBytes[kind].key;
  const valueBytes = alignedBytes(value) + ownBytes[kind].value;
  // A value may come with the one that it is to replace.
  const commandBytes = commandHead + keyBytes + 2 * valueBytes;
  const snapshotBytes = snapshotHead + capacity * (entryHead + keyBytes + valueBytes) + proposers * perProposer;
  return { commandBytes, snapshotBytes, replicaBytes: snapshotBytes + mostKept * commandBytes };
}

function alignedBytes(layout: Layout | null): number {
  return Math.ceil((layout?.size ?? 0) / 8) * 8;
}
