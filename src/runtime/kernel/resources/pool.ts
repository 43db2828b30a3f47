/**
 * A core's pool of shared memory as every kernel sees it. In front of the memory lie two tables that only this core's
 * kernel writes and any may read, little-endian u32 words:
 *
 *     leases, 256 of 4 words: generation (0: free), byte offset in the segment, bytes, 0
 *     grants, 1024 of 8 words: generation (0: free), grantee core | right << 16, core that owns the lease, lease,
 *                              its generation, core whose grant this one rests on, that grant, its generation
 *
 * A grant of the owner itself rests on its own core and no other grant. What is read here is judged before it is used:
 * another kernel may have written anything.
 */
import type { Segment } from "../../channel/ring.ts";

export const mostLeases = 256;
export const mostGrants = 1024;
const leaseWords = 4;
const grantWords = 8;

/** Bytes of both tables. */
export const poolHead = (mostLeases * leaseWords + mostGrants * grantWords) * 4;

/** Where a pool lies in its segment. */
export interface PoolPlace {
  readonly core: number;
  /** A multiple of 64. */
  readonly offset: number;
  /** With both tables. */
  readonly bytes: number;
}

export interface LeaseEntry {
  readonly generation: number;
  /** In the segment. */
  readonly offset: number;
  readonly bytes: number;
}

/** Which lease, of which core, in which of its lives. */
export interface LeaseName {
  readonly owner: number;
  readonly lease: number;
  readonly leaseGeneration: number;
}

/** Which grant, in the table of the core that made it. */
export interface GrantName {
  readonly granter: number;
  readonly grant: number;
  readonly generation: number;
}

export interface GrantEntry extends LeaseName {
  readonly generation: number;
  readonly grantee: number;
  readonly isWritable: boolean;
  readonly restsOn: GrantName;
}

const writableRight = 1;

export class Pool {
  readonly place: PoolPlace;
  readonly segment: Segment;
  readonly #words: Int32Array;
  readonly #leases: number;
  readonly #grants: number;

  constructor(segment: Segment, place: PoolPlace) {
    const { offset, bytes } = place;
    const inside = offset >= 0 && offset % 64 === 0 && offset + bytes <= segment.words.byteLength;
    if (!inside || bytes < poolHead) throw new RangeError(`no pool: ${bytes} bytes at ${offset}`);
    this.place = place;
    this.segment = segment;
    this.#words = segment.words;
    this.#leases = offset >> 2;
    this.#grants = this.#leases + mostLeases * leaseWords;
  }

  /** The kernel whose pool it is has started anew: nobody has leased or been granted anything. */
  reset(): void {
    for (let word = this.#leases; word < (this.place.offset + poolHead) >> 2; word++)
      Atomics.store(this.#words, word, 0);
  }

  /** Null for a lease that is not alive or lies where none can. */
  lease(number: number): LeaseEntry | null {
    if (!(number < mostLeases)) return null;
    const at = this.#leases + number * leaseWords;
    const generation = Atomics.load(this.#words, at) >>> 0;
    const offset = Atomics.load(this.#words, at + 1) >>> 0;
    const bytes = Atomics.load(this.#words, at + 2) >>> 0;
    const { place } = this;
    const inside = offset >= place.offset + poolHead && offset + bytes <= place.offset + place.bytes;
    return generation !== 0 && inside ? { generation, offset, bytes } : null;
  }

  setLease(number: number, { generation, offset, bytes }: LeaseEntry): void {
    const at = this.#leases + number * leaseWords;
    Atomics.store(this.#words, at + 1, offset | 0);
    Atomics.store(this.#words, at + 2, bytes | 0);
    Atomics.store(this.#words, at, generation | 0);
  }

  /** Nobody can come by it any more. */
  endLease(number: number): void {
    Atomics.store(this.#words, this.#leases + number * leaseWords, 0);
  }

  /** Null for a grant that is not alive. */
  grant(number: number): GrantEntry | null {
    if (!(number < mostGrants)) return null;
    const at = this.#grants + number * grantWords;
    const [generation, whom, owner, lease, leaseGeneration, granter, grant, restsOn] = Array.from(
      { length: grantWords },
      (_, word) => Atomics.load(this.#words, at + word) >>> 0,
    ) as [number, number, number, number, number, number, number, number];
    if (generation === 0) return null;
    return {
      ...{
        generation,
        grantee: whom & 0xffff,
        isWritable: whom >>> 16 === writableRight,
        owner,
        lease,
        leaseGeneration,
      },
      restsOn: { granter, grant, generation: restsOn },
    };
  }

  setGrant(number: number, entry: GrantEntry): void {
    const { grantee, isWritable, owner, lease, leaseGeneration, restsOn } = entry;
    const at = this.#grants + number * grantWords;
    const whom = grantee | ((isWritable ? writableRight : 0) << 16);
    const words = [whom, owner, lease, leaseGeneration, restsOn.granter, restsOn.grant, restsOn.generation];
    for (const [word, value] of words.entries()) Atomics.store(this.#words, at + 1 + word, value | 0);
    Atomics.store(this.#words, at, entry.generation | 0);
  }

  endGrant(number: number): void {
    Atomics.store(this.#words, this.#grants + number * grantWords, 0);
  }
}
