import { type Lease, type Region, RegionEndedError, type WritableRegion } from "../../region.ts";
import type { GrantName, LeaseName } from "./pool.ts";

/** What regions ask of the kernel they are in. */
export interface RegionKeeper {
  isLeaseAlive(name: LeaseName): boolean;
  isGrantAlive(name: GrantName): boolean;
  /** Tells the granter that the region is given back. */
  giveBack(region: HeldRegion): void;
  /** Tells the granter that the answer to its call does not give the region back. */
  keep(region: HeldRegion): void;
  /** The lease can be no longer come by. */
  end(lease: OwnLease): void;
  /** Nobody holds the lease any more. */
  free(lease: OwnLease): void;
}

/** A region in the kernel of a program that has it: its own, or one it was granted. */
export abstract class SharedRegion implements Region {
  readonly length: number;
  readonly name: LeaseName;
  readonly keeper: RegionKeeper;
  readonly #memory: Uint8Array;
  /** Grants to others that rest on it. */
  #outstanding = 0;

  constructor(keeper: RegionKeeper, name: LeaseName, memory: Uint8Array) {
    this.keeper = keeper;
    this.name = name;
    this.length = memory.length;
    this.#memory = memory;
  }

  abstract get alive(): boolean;
  abstract get mayWrite(): boolean;
  /** Null for the owner's own. */
  abstract get restsOn(): GrantName | null;
  abstract keep(): this;
  abstract release(): void;
  /** The last grant that rested on it has come back. */
  protected abstract settled(): void;

  get outstanding(): number {
    return this.#outstanding;
  }

  /** The memory, if it can still be used. */
  protected get memory(): Uint8Array {
    if (!this.alive) throw new RegionEndedError();
    return this.#memory;
  }

  copyTo(target: Uint8Array, start = 0): number {
    const { memory } = this;
    if (!(Number.isInteger(start) && start >= 0 && start <= memory.length)) {
      throw new RangeError(`byte ${start} of a region of ${memory.length}`);
    }
    const part = memory.subarray(start, start + target.length);
    target.set(part);
    return part.length;
  }

  slice(start?: number, end?: number): Uint8Array {
    // Of an own kind: `slice` of shared memory would be shared too where a subclass said so.
    return this.memory.slice(start, end);
  }

  [Symbol.dispose](): void {
    this.release();
  }

  granted(): void {
    this.#outstanding++;
  }

  returned(): void {
    this.#outstanding--;
    if (this.#outstanding === 0) this.settled();
  }
}

/** A lease of a program of this kernel. */
export class OwnLease extends SharedRegion implements Lease {
  #released = false;
  #releasesWhenReturned = false;

  get alive(): boolean {
    return !this.#released;
  }

  get mayWrite(): boolean {
    return true;
  }

  get restsOn(): null {
    return null;
  }

  get bytes(): Uint8Array {
    return this.memory;
  }

  keep(): this {
    return this;
  }

  releaseWhenReturned(): this {
    this.#releasesWhenReturned = true;
    return this;
  }

  release(): void {
    if (this.#released) return;
    this.#released = true;
    this.keeper.end(this);
    if (this.outstanding === 0) this.keeper.free(this);
  }

  protected settled(): void {
    if (this.#releasesWhenReturned) this.release();
    else if (this.#released) this.keeper.free(this);
  }
}

/** A region that another kernel has granted. */
export class HeldRegion extends SharedRegion {
  readonly restsOn: GrantName;
  #kept = false;
  /** No program of this kernel uses it any more. */
  #ended = false;
  /** Its granter knows, or will by the answer to its call. */
  #gone = false;

  constructor(keeper: RegionKeeper, name: LeaseName, memory: Uint8Array, grant: GrantName) {
    super(keeper, name, memory);
    this.restsOn = grant;
  }

  get alive(): boolean {
    return !this.#ended && this.keeper.isLeaseAlive(this.name) && this.keeper.isGrantAlive(this.restsOn);
  }

  get mayWrite(): boolean {
    return false;
  }

  keep(): this {
    if (!this.alive) throw new RegionEndedError();
    this.#hold();
    return this;
  }

  release(): void {
    this.#ended = true;
    if (this.outstanding === 0) this.#giveBack();
  }

  /** Whether it was given back or lost, and nothing is to be done for it any more. */
  get gone(): boolean {
    return this.#gone;
  }

  /** The call it came in is about to be answered, which gives it back. */
  answering(): void {
    if (this.#kept || this.#gone) return;
    this.#ended = true;
    if (this.outstanding > 0) this.#hold();
    else this.#gone = true;
  }

  /** The message it came in has been handled. */
  handled(): void {
    if (!this.#kept) this.release();
  }

  /** Its granter or its owner is no more. */
  lose(): void {
    this.#ended = true;
    this.#gone = true;
  }

  protected settled(): void {
    if (this.#ended) this.#giveBack();
  }

  #hold(): void {
    if (this.#kept || this.#gone) return;
    this.#kept = true;
    this.keeper.keep(this);
  }

  #giveBack(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.keeper.giveBack(this);
  }
}

/** A region that another kernel has granted, to be written too. */
export class HeldWritableRegion extends HeldRegion implements WritableRegion {
  override get mayWrite(): boolean {
    return true;
  }

  get bytes(): Uint8Array {
    return this.memory;
  }
}
