/** How much memory a kernel takes for taking part: src/kernel/{control,state} say what it is for. */
import type { Boot, Plan } from "../../../plan/plan.ts";
import { type QemuState, viewStates } from "./view-states.ts";

/** By core, in bytes: for membership, and for the replicas that it has. */
export function countBytes(plan: Plan, boot: Boot): readonly number[] {
  const { cores = [] } = plan.machine ?? {};
  const near = countNeighbours(boot);
  const hops = near.size === 0 ? 0 : [...near.values()].reduce((sum, cores) => sum + cores.size, 0);
  const states = viewStates(plan);
  const places = states.reduce((sum, { candidates }) => sum + candidates.length, 0);
  return cores.map((_, core) => {
    const ofStates = states.reduce((sum, state) => sum + bytesOfState(state, core, cores.length), 0);
    return bytesOfMembership(cores.length, hops, places, near.get(core)?.size ?? 0) + ofStates;
  });
}

function countNeighbours({ channels }: Boot): ReadonlyMap<number, ReadonlySet<number>> {
  const near = new Map<number, Set<number>>();
  for (const { from, to } of channels) near.set(from, (near.get(from) ?? new Set()).add(to));
  return near;
}

const views = 12;

/** Views, what is known of each core, and for each neighbour what it says and is to be told. */
function bytesOfMembership(cores: number, hops: number, places: number, neighbours: number): number {
  const view = 64 + cores * 9 + hops * 2 + places * 4;
  const gossip = 256 + cores * 96 + hops * 12 + places * 16;
  return views * view + cores * 64 + hops * 16 + places * 32 + (2 * neighbours + 2) * gossip;
}

/** Of a replica: entries of its log and those it catches up with, proposals that wait, snapshots that it holds or gets. */
const entries = 2 * 288;
const proposals = 2 * 64;
const snapshots = 4;
/** What each kernel has proposed last. */
const sessions = 16;
/** Of anything that is kept, beside its own bytes. */
const wrapping = 128;
const leastOfState = 48 * 1024;

function bytesOfState(
  { seats, users, candidates, capacity, ...state }: QemuState,
  core: number,
  cores: number,
): number {
  const command = 64 + state.keyBytes + 2 * state.valueBytes + wrapping;
  const said = (seats.length + users.length + candidates.length + 2) * (4096 + command + state.valueBytes + wrapping);
  const asked = leastOfState + said + sessions * (command + 256);
  if (![...seats, ...candidates].some((each) => each.core === core)) return asked;
  const snapshot = state.snapshotBytes + (capacity + cores * sessions) * wrapping;
  const settled = cores * (64 + sessions * wrapping);
  const content = (capacity + 1) * (64 + state.keyBytes + state.valueBytes);
  return asked + (entries + proposals) * command + settled + content + snapshots * snapshot;
}
