import type { Plan, PlanCore } from "../../../plan/plan.ts";
import { addressSeenBy } from "../addresses.ts";
import type { Instance, Partition } from "./partition.ts";

/** One range of addresses, and where in it each instance's share begins. */
export interface Pool {
  readonly base: bigint;
  readonly bytes: bigint;
  readonly bases: ReadonlyMap<Instance, bigint>;
}

export type Pooling =
  | { readonly kind: "pool"; readonly pool: Pool }
  /** Index of a memory that no address is known of. */
  | { readonly kind: "unaddressed"; readonly memory: number }
  /** The shares do not lie together. */
  | { readonly kind: "scattered"; readonly ranges: number };

interface Share {
  readonly instance: Instance;
  readonly base: bigint;
}

/**
 * Shares of the host's memory are taken from its end, all others from the beginning of their memory: so they lie together
 * where memories follow each other.
 */
export function poolOf(plan: Plan, divided: Partition): Pooling {
  const memories = [...new Set(divided.instances.flatMap(({ memory }) => memory ?? []))];
  const shares: Share[] = [];
  for (const memory of memories) {
    const base = addressOf(memory, divided.host, plan.machine);
    if (base === null) return { kind: "unaddressed", memory };
    shares.push(...sharesOf(memory, base, plan, divided));
  }
  shares.sort((a, b) => (a.base < b.base ? -1 : 1));
  const gaps = shares.filter(({ base }, place) => place > 0 && base !== endOf(shares[place - 1]));
  if (gaps.length > 0) return { kind: "scattered", ranges: gaps.length + 1 };
  const base = shares[0]?.base ?? 0n;
  const bases = new Map(shares.map((share) => [share.instance, share.base]));
  return { kind: "pool", pool: { base, bytes: endOf(shares.at(-1)) - base, bases } };
}

function sharesOf(memory: number, base: bigint, { machine }: Plan, { hostMemory, instances }: Partition): Share[] {
  const own = instances.filter((instance) => instance.memory === memory);
  const taken = own.reduce((sum, { bytes }) => sum + BigInt(bytes), 0n);
  let next = memory === hostMemory ? base + BigInt(machine?.memories[memory]?.size ?? 0) - taken : base;
  return own.map((instance) => {
    const share = { instance, base: next };
    next += BigInt(instance.bytes);
    return share;
  });
}

function endOf(share: Share | undefined): bigint {
  return share === undefined ? 0n : share.base + BigInt(share.instance.bytes);
}

/** Where the host finds a whole memory, in one piece. */
function addressOf(memory: number, host: PlanCore, machine: Plan["machine"]): bigint | null {
  if (machine === null) return null;
  const bytes = machine.memories[memory]?.size ?? 0;
  return addressSeenBy(machine.cores.indexOf(host), { target: { memory }, offset: 0, bytes }, machine);
}
