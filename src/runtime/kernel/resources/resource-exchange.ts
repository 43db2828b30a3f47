import type { Exchange, RegionBound } from "../../codec/exchange.ts";
import type { Store } from "../../codec/store.ts";
import { DecodeError, EncodeError } from "../../errors.ts";
import type { Region } from "../../region.ts";
import type { Directory } from "../control/directory.ts";
import type { ServiceName } from "../service-name.ts";
import type { ConnectingDescriptor, EndpointGrants, GrantedEndpoint } from "./endpoint-grants.ts";
import type { Leases, OwnGrant } from "./leases.ts";
import type { HeldRegion } from "./shared-region.ts";

/** Regions that are held before those among them that were given back are looked for. */
const fewRegions = 64;

/** The regions that came in one message, or to one program. */
export class Holdings {
  readonly #leases: Leases;
  readonly #regions = new Set<HeldRegion>();
  #sweepAt = fewRegions;

  constructor(leases: Leases) {
    this.#leases = leases;
  }

  /** How many are known here, some of them given back already. */
  get size(): number {
    return this.#regions.size;
  }

  add(region: HeldRegion): void {
    if (this.#regions.size >= this.#sweepAt) this.#sweep();
    this.#regions.add(region);
  }

  /** A program that lives long gets regions without end, and gives them back one by one. */
  #sweep(): void {
    for (const region of this.#regions) if (region.gone) this.#regions.delete(region);
    this.#sweepAt = Math.max(fewRegions, 2 * this.#regions.size);
  }

  /** Whether some are passed on to others, so that the answer does not give them back. */
  get mustTell(): boolean {
    return [...this.#regions].some((region) => region.outstanding > 0);
  }

  /** The call they came in is about to be answered. */
  answering(): void {
    for (const region of this.#regions) {
      region.answering();
      if (!region.alive) this.#leases.forget(region);
    }
    this.#regions.clear();
  }

  /** The message they came in has been handled. */
  handled(): void {
    for (const region of this.#regions) region.handled();
    this.#regions.clear();
  }

  /** Nobody reads them any more. */
  release(): void {
    for (const region of this.#regions) region.release();
    this.#regions.clear();
  }
}

/** How one program of a kernel passes endpoints. */
export interface EndpointPassing {
  readonly core: number;
  readonly grants: EndpointGrants;
  readonly directory: Pick<Directory, "serviceAt" | "indexOf">;
  /** A client object that binds when it is first used. */
  bindLater<Client>(name: ServiceName, descriptor: ConnectingDescriptor<Client>, grant: GrantedEndpoint): Client;
}

/** Who holds the regions of the message that is read now. */
export interface Holder {
  holdings: Holdings | null;
}

/**
 * The regions and endpoints that go over one connection: what a request grants ends with its answer, everything else when it is given
 * back. A message's grants are made while it is written, before anybody knows whether it will be sent.
 */
export class ResourceExchange implements Exchange {
  readonly #leases: Leases;
  #peer: number;
  readonly #endpoints: EndpointPassing;
  readonly #byCorrelation = new Map<number, readonly OwnGrant[]>();
  #pending: OwnGrant[] = [];
  /** Something was written that is for the peer alone. */
  #carries = false;
  #holder: Holder = { holdings: null };

  constructor(leases: Leases, peer: number, endpoints: EndpointPassing) {
    this.#endpoints = endpoints;
    this.#leases = leases;
    this.#peer = peer;
  }

  // ── sending ──

  /** A message will be written into `store`. What an earlier one granted that was not sent has ended. */
  write(store: Store): void {
    store.exchange = this;
    if (this.#carries) this.unsent();
  }

  /** What was written is not sent. */
  unsent(): void {
    this.#carries = false;
    for (const grant of this.#pending.splice(0)) this.#leases.endGrant(grant, true);
  }

  /** It was sent, or waits for that; `correlation` is 0 when no answer ends what it grants. Whether it grants anything. */
  sent(correlation: number): boolean {
    const carries = this.#carries;
    this.#carries = false;
    if (this.#pending.length === 0) return carries;
    if (correlation !== 0) this.#byCorrelation.set(correlation, this.#pending);
    this.#pending = [];
    return carries;
  }

  /** Its last answer has come, or it will never be sent. */
  closed(correlation: number): void {
    const grants = this.#byCorrelation.get(correlation);
    if (grants === undefined) return;
    this.#byCorrelation.delete(correlation);
    for (const grant of grants) if (!grant.isKept) this.#leases.endGrant(grant, true);
  }

  /** The connection is no more. */
  failed(): void {
    this.#byCorrelation.clear();
    this.#pending = [];
    this.#leases.endGrantsOf(this);
  }

  /** It is made again to the kernel of another core. */
  moveTo(peer: number): void {
    this.failed();
    this.#peer = peer;
  }

  storeRegion(to: Store, at: number, region: Region, { bound, isWritable }: RegionBound, field: string): void {
    if (region.length > bound) throw new EncodeError(field, `${region.length} bytes where at most ${bound} fit`);
    const grant = this.#leases.grant(region, this.#peer, isWritable, this, field);
    this.#pending.push(grant);
    this.#carries = true;
    to.storeU16(at, grant.region.name.owner);
    to.storeU16(at + 2, isWritable ? 1 : 0);
    to.storeU32(at + 4, grant.grant);
    to.storeU32(at + 8, grant.generation);
    to.storeU32(at + 12, region.length);
  }

  // ── receiving ──

  /** A message will be read from `store`. */
  read(store: Store, holder: Holder): void {
    store.exchange = this;
    this.#holder = holder;
  }

  loadRegion(from: Store, at: number, { bound, isWritable }: RegionBound, field: string): Region {
    const handle = {
      owner: from.loadU16(at),
      grant: from.loadU32(at + 4),
      generation: from.loadU32(at + 8),
      bytes: from.loadU32(at + 12),
    };
    const region = this.#leases.take(this.#peer, handle, bound, isWritable, field);
    this.#holder.holdings ??= new Holdings(this.#leases);
    this.#holder.holdings.add(region);
    return region;
  }

  // ── endpoints: core that grants, place of the service among the programs, number of the grant, 8 bytes of nothing ──

  storeEndpoint(to: Store, at: number, descriptor: ConnectingDescriptor, client: unknown, field: string): void {
    const { grants, core } = this.#endpoints;
    const [name, grant] = grants.grant(client, descriptor, this.#peer, field);
    this.#carries = true;
    to.storeU16(at, core);
    to.storeU16(at + 2, this.#endpoints.directory.indexOf(name));
    to.storeU32(at + 4, grant);
    to.storeU32(at + 8, 0);
    to.storeU32(at + 12, 0);
  }

  loadEndpoint<Client>(from: Store, at: number, descriptor: ConnectingDescriptor<Client>, field: string): Client {
    const granter = from.loadU16(at);
    const name = this.#endpoints.directory.serviceAt(from.loadU16(at + 2));
    const grant = from.loadU32(at + 4);
    const isWhole = from.loadU32(at + 8) === 0 && from.loadU32(at + 12) === 0;
    // Whether it was granted, the service's kernel asks who is said to have.
    if (name === null || granter !== this.#peer || !isWhole) throw new DecodeError(field, "no endpoint of a service");
    return this.#endpoints.bindLater(name, descriptor, { granter, grant });
  }
}
