/**
 * Replicated state of a plan, judged by what the plan says alone: that replicas lie on kernels that are booted, that the tree
 * reaches each of them once from whoever leads, that candidates are no replicas, and that the bounds hold what they bound.
 */
import type { Plan, PlanProgram, PlanState, PlanStateFlow, PlanSystem, PlanTree } from "../plan.ts";
import { danglingTypes, fieldTypes, partsOfTypes } from "./verify-references.ts";

/** Faults of a plan that keeps to the schema; each says where. */
export function verifyStates(plan: Plan): readonly string[] {
  const { system, traffic } = plan;
  if (system === null) return [];
  return [
    ...faultsOfNames(system),
    ...faultsOfTypes(system, plan),
    ...system.states.flatMap((state, at) => {
      const pointer = `/system/states/${at}`;
      return faultsOfState(state, plan, system).map((fault) => `${pointer}: ${fault}`);
    }),
    ...(traffic?.stateFlows ?? []).flatMap((flow, at) => {
      return faultsOfFlow(flow, system).map((fault) => `/traffic/stateFlows/${at}: ${fault}`);
    }),
    ...faultsOfShares(plan, system),
  ];
}

/** Programs name services and states alike: `uses disk, names`. */
function faultsOfNames({ services, clients, states }: PlanSystem): readonly string[] {
  const names = [...services, ...clients, ...states].map(({ name }) => name);
  return states
    .filter(({ name }) => names.indexOf(name) !== names.lastIndexOf(name))
    .map(({ name }) => `/system/states: the name ${name} is there twice`);
}

function faultsOfTypes({ states, stateTypes }: PlanSystem, plan: Plan): readonly string[] {
  if (stateTypes === null) return states.length === 0 ? [] : ["/system/stateTypes: there are none for the states"];
  const said = states.flatMap(({ key, value }) => [key, value].flatMap((one) => (one === null ? [] : fieldTypes(one))));
  return danglingTypes(stateTypes, [...partsOfTypes(stateTypes), ...said], "/system/stateTypes", plan);
}

function faultsOfState(state: PlanState, plan: Plan, system: PlanSystem): readonly string[] {
  return [
    ...faultsOfReplicas(state, plan),
    ...faultsOfTree(state),
    ...faultsOfCandidates(state, plan),
    ...faultsOfContents(state),
    ...faultsOfBounds(state),
    ...faultsOfUsers(state, system),
  ];
}

function faultsOfReplicas({ replicas }: PlanState, plan: Plan): readonly string[] {
  if (replicas.length === 0) return ["it has no replica"];
  const isAscending = replicas.every((core, place) => place === 0 || core > (replicas[place - 1] ?? -1));
  return [...(isAscending ? [] : ["its replicas do not ascend"]), ...notBooted(replicas, "replica", plan)];
}

/** A core that no kernel is started on holds nothing. */
function notBooted(cores: readonly number[], noun: string, { machine, boot }: Plan): readonly string[] {
  const booted = new Set(boot?.order ?? machine?.cores.map((_, index) => index) ?? []);
  return cores
    .filter((core) => machine?.cores[core] === undefined || !booted.has(core))
    .map((core) => `there is no kernel on the core ${core} of a ${noun}`);
}

function faultsOfTree({ leader, tree, replicas }: PlanState): readonly string[] {
  const faults: string[] = [];
  if (!replicas.includes(leader)) faults.push(`who leads, the core ${leader}, has no replica`);
  if (tree.cores[0] !== leader) faults.push(`its tree begins at the core ${tree.cores[0] ?? -1}, and ${leader} leads`);
  const sorted = tree.cores.toSorted((a, b) => a - b);
  if (sorted.length !== replicas.length || sorted.some((core, place) => core !== replicas[place])) {
    faults.push("its tree does not reach each replica once");
  }
  return [...faults, ...faultsOfParents(tree)];
}

/** Each behind its parent: so there is no circle, and all hang together. */
function faultsOfParents({ cores, parents }: PlanTree): readonly string[] {
  if (parents.length !== cores.length) return ["its tree has another number of parents than of cores"];
  return parents.flatMap((parent, place) => {
    const isRight = place === 0 ? parent === -1 : parent >= 0 && parent < place;
    return isRight ? [] : [`the parent of the core ${cores[place] ?? -1} in its tree does not stand before it`];
  });
}

function faultsOfCandidates({ candidates, replicas }: PlanState, plan: Plan): readonly string[] {
  if (candidates === undefined) return [];
  const all = candidates.flat();
  return [
    ...(candidates.length === replicas.length ? [] : ["there are candidates for another number of replicas"]),
    ...all.filter((core) => replicas.includes(core)).map((core) => `the candidate ${core} has a replica already`),
    ...all.filter((core, at) => all.indexOf(core) !== at).map((core) => `the core ${core} is a candidate twice`),
    ...notBooted(all, "candidate", plan),
  ];
}

interface Contents {
  readonly key: boolean;
  readonly value: boolean;
  /** More than one entry. */
  readonly many: boolean;
}

const contentsOf: Readonly<Record<PlanState["kind"], Contents>> = {
  register: { key: false, value: true, many: false },
  map: { key: true, value: true, many: true },
  counter: { key: false, value: false, many: false },
  set: { key: true, value: false, many: true },
  log: { key: false, value: true, many: true },
  lease: { key: false, value: false, many: false },
};

function faultsOfContents({ kind, protocol, key, value, capacity, lease }: PlanState): readonly string[] {
  const has = contentsOf[kind];
  return [
    ...((key !== null) === has.key ? [] : [`a ${kind} ${has.key ? "has" : "has no"} keys`]),
    ...((value !== null) === has.value ? [] : [`a ${kind} ${has.value ? "has" : "has no"} values`]),
    ...(capacity === 1 || has.many ? [] : [`a ${kind} has one entry, not ${capacity}`]),
    ...((lease !== null) === (kind === "lease") ? [] : ["a lease holds for a time, and nothing else does"]),
    ...(isFit(kind, protocol) ? [] : [`a ${kind} cannot agree by ${protocol}`]),
  ];
}

/** What has an order is not agreed on without one, and a lease never by two sides at once. */
function isFit(kind: PlanState["kind"], protocol: PlanState["protocol"]): boolean {
  return kind === "lease" ? protocol === "majority" : protocol !== "shootdown" || kind === "set";
}

/** By less than its contents alone take nothing is bounded, whatever the runtime adds to them. */
function faultsOfBounds({ key, value, capacity, ...bytes }: PlanState): readonly string[] {
  const [keyBytes, valueBytes] = [key?.size ?? 0, value?.size ?? 0];
  const least = {
    commandBytes: keyBytes + valueBytes,
    snapshotBytes: capacity * (keyBytes + valueBytes),
    replicaBytes: bytes.snapshotBytes + bytes.commandBytes,
  };
  return (["commandBytes", "snapshotBytes", "replicaBytes"] as const).flatMap((name) => {
    return bytes[name] >= least[name] ? [] : [`${name} is ${bytes[name]}, and what it bounds takes ${least[name]}`];
  });
}

function programOf(name: string, { services, clients }: PlanSystem): PlanProgram | undefined {
  return [...services, ...clients].find((program) => program.name === name);
}

function faultsOfUsers({ users, replicas }: PlanState, system: PlanSystem): readonly string[] {
  return users.flatMap((user) => {
    const program = programOf(user.program, system);
    if (program === undefined) return [`the program ${user.program} is not there`];
    const ofEach = user.replicas.length === program.instances.length;
    const missing = user.replicas.filter((core) => !replicas.includes(core));
    // Where there is a replica on the copy's own core, no other is nearer.
    const passedBy = program.instances.filter(({ core }, at) => replicas.includes(core) && user.replicas[at] !== core);
    return [
      ...(ofEach ? [] : [`${user.program} has ${program.instances.length} copies, and asks ${user.replicas.length}`]),
      ...missing.map((core) => `${user.program} asks the core ${core}, which has no replica`),
      ...passedBy.map(({ core }) => `${user.program} on the core ${core} asks another, and there is a replica there`),
    ];
  });
}

function faultsOfFlow({ program, instance, state, from, replica }: PlanStateFlow, system: PlanSystem) {
  const found = system.states.find(({ name }) => name === state);
  const core = programOf(program, system)?.instances[instance]?.core;
  return [
    ...(found === undefined ? [`the state ${state} is not there`] : []),
    ...(core === from ? [] : [`the copy ${instance} of ${program} is not on the core ${from}`]),
    ...(found === undefined || found.replicas.includes(replica) ? [] : [`the core ${replica} has no replica`]),
  ];
}

function faultsOfShares({ traffic }: Plan, { states }: PlanSystem): readonly string[] {
  const names = new Set(states.map(({ name }) => name));
  return (traffic?.loads ?? []).flatMap(({ filledBy }, at) =>
    filledBy.flatMap((share) =>
      "state" in share && !names.has(share.state)
        ? [`/traffic/loads/${at}: the state ${share.state} is not there`]
        : [],
    ),
  );
}
