import { DecodeError, EncodeError } from "../../errors.ts";
import { type Lease, OutOfMemoryError, type Region } from "../../region.ts";
import { FreeList, granule } from "./free-list.ts";
import {
  type GrantEntry,
  type GrantName,
  type LeaseName,
  mostGrants,
  mostLeases,
  type Pool,
  poolHead,
} from "./pool.ts";
import { HeldRegion, HeldWritableRegion, OwnLease, type RegionKeeper, SharedRegion } from "./shared-region.ts";

/** What becomes of a grant; told to the kernel that made it. */
export const grantFate = { returned: 0, kept: 1 } as const;

/** Longest chain of programs that pass a region on. */
const longestChain = 8;

/** A grant that a program of this kernel has made. */
export interface OwnGrant extends GrantName {
  readonly grantee: number;
  readonly region: SharedRegion;
  /** The connection it was passed over. */
  readonly exchange: object;
  /** The answer to its call does not end it. */
  isKept: boolean;
}

/** A region as it stands in a message. */
export interface RegionHandle {
  readonly owner: number;
  readonly grant: number;
  readonly generation: number;
  readonly bytes: number;
}

type Tell = (core: number, fate: number, grant: GrantName) => void;

/** The shared memory that programs of one kernel have leased, granted and been granted. */
export class Leases implements RegionKeeper {
  readonly #core: number;
  readonly #pools: ReadonlyMap<number, Pool>;
  readonly #free: FreeList;
  readonly #tell: Tell;
  readonly #leases: (OwnLease | null)[] = [];
  readonly #places = new Map<OwnLease, { readonly program: object; readonly offset: number; readonly bytes: number }>();
  readonly #grants: (OwnGrant | null)[] = [];
  readonly #held = new Set<HeldRegion>();
  #generation = 0;

  /** `incarnation`: how often the kernel has started before. */
  constructor(core: number, pools: ReadonlyMap<number, Pool>, tell: Tell, incarnation = 0) {
    this.#core = core;
    // What others remember of the kernel that was here before must not name anything of this one.
    this.#generation = (incarnation << 20) >>> 0;
    if (incarnation > 0) pools.get(core)?.reset();
    this.#pools = pools;
    this.#tell = tell;
    const place = pools.get(core)?.place;
    const end = place === undefined ? 0 : place.offset + place.bytes;
    const start = place === undefined ? 0 : place.offset + poolHead;
    this.#free = new FreeList(start, Math.floor((end - start) / granule) * granule);
  }

  /** Bytes that can still be leased, in however many pieces. */
  get freeBytes(): number {
    return this.#free.free;
  }

  /** Zeroed memory for a program; throws an OutOfMemoryError. */
  lease(bytes: number, program: object): Lease {
    if (!Number.isInteger(bytes) || bytes < 1) throw new RangeError(`a lease on ${bytes} bytes where 1 or more can be`);
    const pool = this.#pools.get(this.#core);
    if (pool === undefined) throw new OutOfMemoryError(bytes, "no interface this kernel's programs use has regions");
    const number = firstFree(this.#leases, mostLeases);
    if (number < 0) throw new OutOfMemoryError(bytes, `more than ${mostLeases} leases of one kernel`);
    const offset = this.#free.take(bytes);
    if (offset < 0)
      throw new OutOfMemoryError(bytes, `no ${bytes} bytes in one piece; ${this.freeBytes} are free in all`);
    const generation = this.#nextGeneration();
    const memory = pool.segment.store.bytes.subarray(offset, offset + bytes).fill(0);
    const lease = new OwnLease(this, { owner: this.#core, lease: number, leaseGeneration: generation }, memory);
    pool.setLease(number, { generation, offset, bytes });
    this.#leases[number] = lease;
    this.#places.set(lease, { program, offset, bytes });
    return lease;
  }

  /** A program has ended. */
  releaseAll(program: object): void {
    for (const [lease, place] of [...this.#places]) if (place.program === program) lease.release();
  }

  // ── granting ──

  /** Lets the kernel of `grantee` have a region. Throws an EncodeError for what is none that can be passed. */
  grant(region: Region, grantee: number, isWritable: boolean, exchange: object, field: string): OwnGrant {
    if (!(region instanceof SharedRegion) || region.keeper !== this) throw new EncodeError(field, "not a region");
    if (!region.alive) throw new EncodeError(field, "a region that has ended");
    if (isWritable && !region.mayWrite) throw new EncodeError(field, "a region that may not be written");
    const pool = this.#pools.get(this.#core);
    const grant = firstFree(this.#grants, mostGrants);
    if (pool === undefined || grant < 0) {
      throw new OutOfMemoryError(region.length, `more than ${mostGrants} regions of one kernel under way`);
    }
    const generation = this.#nextGeneration();
    const restsOn = region.restsOn ?? { granter: this.#core, grant: 0, generation: 0 };
    pool.setGrant(grant, { ...region.name, generation, grantee, isWritable, restsOn });
    const made = { granter: this.#core, grant, generation, grantee, region, exchange, isKept: false };
    this.#grants[grant] = made;
    region.granted();
    return made;
  }

  /**
   * A grant has ended. Unless everybody who could use its memory is known to be done with it (`isReturned`), that memory
   * is not leased again.
   */
  endGrant(grant: OwnGrant, isReturned: boolean): void {
    if (this.#grants[grant.grant] !== grant) return;
    this.#grants[grant.grant] = null;
    this.#pools.get(this.#core)?.endGrant(grant.grant);
    if (isReturned) grant.region.returned();
  }

  /** Ends what was passed over a connection that is no more, to a kernel that may still be there. */
  endGrantsOf(exchange: object): void {
    for (const grant of this.#grants) if (grant?.exchange === exchange) this.endGrant(grant, false);
  }

  /** A holder tells what becomes of a grant; false when it has none such. */
  told(from: number, fate: number, number: number, generation: number): boolean {
    const grant = this.#grants[number] ?? null;
    if (grant === null || grant.generation !== generation || grant.grantee !== from) return false;
    if (fate === grantFate.kept) grant.isKept = true;
    else if (fate === grantFate.returned) this.endGrant(grant, true);
    else return false;
    return true;
  }

  // ── holding ──

  /** The region that a message from the kernel `granter` grants; throws a DecodeError when nobody has. */
  take(granter: number, handle: RegionHandle, bound: number, isWritable: boolean, field: string): HeldRegion {
    const grant = { granter, grant: handle.grant, generation: handle.generation };
    const entry = this.#verify(grant, isWritable);
    if (entry === null || entry.owner !== handle.owner) throw new DecodeError(field, "a region that was not granted");
    const pool = this.#pools.get(entry.owner);
    const lease = pool?.lease(entry.lease) ?? null;
    if (pool === undefined || lease === null || lease.generation !== entry.leaseGeneration) {
      throw new DecodeError(field, "a region that has ended");
    }
    if (lease.bytes !== handle.bytes || lease.bytes > bound) {
      throw new DecodeError(field, `a region of ${lease.bytes} bytes where at most ${bound} belong`);
    }
    const memory = pool.segment.store.bytes.subarray(lease.offset, lease.offset + lease.bytes);
    const { owner, leaseGeneration } = entry;
    const Held = isWritable ? HeldWritableRegion : HeldRegion;
    const held = new Held(this, { owner, lease: entry.lease, leaseGeneration }, memory, grant);
    this.#held.add(held);
    return held;
  }

  /** Follows a grant to the owner of its lease: everyone on the way must have had it, with the same right. */
  #verify(grant: GrantName, isWritable: boolean): GrantEntry | null {
    let first: GrantEntry | null = null;
    let grantee = this.#core;
    let name = grant;
    for (let length = 0; length < longestChain; length++) {
      const entry = this.#pools.get(name.granter)?.grant(name.grant) ?? null;
      if (entry === null || entry.generation !== name.generation || entry.grantee !== grantee) return null;
      if (isWritable && !entry.isWritable) return null;
      first ??= entry;
      if (!isSameLease(first, entry)) return null;
      if (entry.owner === name.granter) return first;
      grantee = name.granter;
      name = entry.restsOn;
    }
    return null;
  }

  /** A kernel is gone: what it held is free, what it granted has ended. */
  coreLost(core: number): void {
    for (const held of [...this.#held]) {
      if (held.name.owner !== core && held.restsOn.granter !== core) continue;
      held.lose();
      this.#held.delete(held);
    }
    for (const grant of this.#grants) {
      if (grant?.grantee === core) this.endGrant(grant, !this.#hasPassedOn(core, grant.region.name));
    }
  }

  /** Whether a lost kernel had let others have a lease, who may not know yet that they have lost it. */
  #hasPassedOn(core: number, name: LeaseName): boolean {
    const pool = this.#pools.get(core);
    if (pool === undefined) return false;
    for (let number = 0; number < mostGrants; number++) {
      const entry = pool.grant(number);
      if (entry !== null && isSameLease(entry, name)) return true;
    }
    return false;
  }

  // ── what regions ask ──

  isLeaseAlive({ owner, lease, leaseGeneration }: LeaseName): boolean {
    return this.#pools.get(owner)?.lease(lease)?.generation === leaseGeneration;
  }

  isGrantAlive({ granter, grant, generation }: GrantName): boolean {
    return this.#pools.get(granter)?.grant(grant)?.generation === generation;
  }

  giveBack(region: HeldRegion): void {
    this.#held.delete(region);
    this.#tell(region.restsOn.granter, grantFate.returned, region.restsOn);
  }

  keep({ restsOn }: HeldRegion): void {
    this.#tell(restsOn.granter, grantFate.kept, restsOn);
  }

  /** Forgets a region that an answer has given back. */
  forget(region: HeldRegion): void {
    this.#held.delete(region);
  }

  end({ name }: OwnLease): void {
    this.#pools.get(this.#core)?.endLease(name.lease);
  }

  free(lease: OwnLease): void {
    const place = this.#places.get(lease);
    if (place === undefined) return;
    this.#places.delete(lease);
    this.#leases[lease.name.lease] = null;
    this.#free.give(place.offset, place.bytes);
  }

  #nextGeneration(): number {
    this.#generation = (this.#generation + 1) >>> 0 || 1;
    return this.#generation;
  }
}

function isSameLease(one: LeaseName, other: LeaseName): boolean {
  return one.owner === other.owner && one.lease === other.lease && one.leaseGeneration === other.leaseGeneration;
}

/** -1 when all are taken. */
function firstFree(entries: readonly (object | null)[], most: number): number {
  const free = entries.indexOf(null);
  if (free >= 0) return free;
  return entries.length < most ? entries.length : -1;
}
