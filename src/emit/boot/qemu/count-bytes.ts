/** How much memory a kernel takes for taking part: src/kernel/{monitor,state}.c say what it is for. */
import type { Boot, Plan } from "../../../plan/plan.ts";
import { type QemuState, viewStates } from "./view-states.ts";

/** By core, in bytes: for membership, and for the replicas that it has. */
export function countBytes(plan: Plan, boot: Boot): readonly number[] {
  const { cores = [] } = plan.machine ?? {};
  const near = countNeighbours(boot);
  const hops = near.size === 0 ? 0 : [...near.values()].reduce((sum, cores) => sum + cores.size, 0);
  const states = viewStates(plan);
  return cores.map((_, core) => {
    const ofStates = states.reduce((sum, state) => sum + bytesOfState(state, core, cores.length), 0);
    return bytesOfMembership(cores.length, hops, near.get(core)?.size ?? 0) + ofStates;
  });
}

function countNeighbours({ channels }: Boot): ReadonlyMap<number, ReadonlySet<number>> {
  const near = new Map<number, Set<number>>();
  for (const { from, to } of channels) near.set(from, (near.get(from) ?? new Set()).add(to));
  return near;
}

const views = 12;

/** Views, what is known of each core, and for each neighbour what it says and is to be told. */
function bytesOfMembership(cores: number, hops: number, neighbours: number): number {
  const view = 64 + cores * 9 + hops * 2;
  const gossip = 256 + cores * 96 + hops * 12;
  return views * view + cores * 64 + hops * 16 + (2 * neighbours + 2) * gossip;
}

/** Entries of a replica's log, proposals of others that wait, and what each kernel has proposed last. */
const entries = 272;
const proposals = 64;
const sessions = 16;
const wrapping = 128;

function bytesOfState({ seats, commandBytes, capacity, ...state }: QemuState, core: number, cores: number): number {
  const longest = state.snapshotBytes + (capacity + cores * sessions) * wrapping + commandBytes + 4096;
  const asked = 16 * (commandBytes + wrapping) + longest;
  if (!seats.some((seat) => seat.core === core)) return asked;
  const logged = (entries + 2 * proposals) * (commandBytes + wrapping);
  const settled = cores * (64 + sessions * (32 + Math.max(64, state.keyBytes + 8, state.valueBytes + 8)));
  const content = (capacity + 1) * (64 + state.keyBytes + state.valueBytes);
  return asked + logged + settled + content + (4 + seats.length) * longest;
}
