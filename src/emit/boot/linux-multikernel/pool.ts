import type { Plan } from "../../../plan/plan.ts";
import { addressSeenBy } from "../addresses.ts";
import { type Instance, type Partition, unit } from "./partition.ts";

/** One range of addresses, and where in it each instance's share begins. */
export interface Pool {
  readonly base: bigint;
  readonly bytes: bigint;
  readonly bases: ReadonlyMap<Instance, bigint>;
}

export type Pooling =
  | { readonly kind: "pool"; readonly pool: Pool }
  /** Index of a memory whose shares have no address, or several. */
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
    const lent = sharesOf(memory, plan, divided);
    if (lent === null) return { kind: "unaddressed", memory };
    shares.push(...lent);
  }
  shares.sort((a, b) => (a.base < b.base ? -1 : 1));
  const gaps = shares.filter(({ base }, place) => place > 0 && base !== endOf(shares[place - 1]));
  if (gaps.length > 0) return { kind: "scattered", ranges: gaps.length + 1 };
  const base = shares[0]?.base ?? 0n;
  const bases = new Map(shares.map((share) => [share.instance, share.base]));
  return { kind: "pool", pool: { base, bytes: endOf(shares.at(-1)) - base, bases } };
}

/** Null where the host does not see them in one piece. */
function sharesOf(memory: number, { machine }: Plan, { host, hostMemory, instances }: Partition): Share[] | null {
  if (machine === null) return null;
  const own = instances.filter((instance) => instance.memory === memory);
  const bytes = own.reduce((sum, instance) => sum + instance.bytes, 0);
  const size = machine.memories[memory]?.size ?? 0;
  const offset = memory === hostMemory ? Math.floor((size - bytes) / unit) * unit : 0;
  let next = addressSeenBy(machine.cores.indexOf(host), { target: { memory }, offset, bytes }, machine);
  if (next === null) return null;
  const shares: Share[] = [];
  for (const instance of own) {
    shares.push({ instance, base: next });
    next += BigInt(instance.bytes);
  }
  return shares;
}

function endOf(share: Share | undefined): bigint {
  return share === undefined ? 0n : share.base + BigInt(share.instance.bytes);
}
