import type { Region } from "../region.ts";
import type { InterfaceDescriptor } from "../stub.ts";
import type { Store } from "./store.ts";

/** What a region must be to go through a field. */
export interface RegionBound {
  /** Most bytes. */
  readonly bound: number;
  readonly isWritable: boolean;
}

/**
 * The connection that a message with resources is sent or received over; the store it is written to or read from knows
 * it. It makes sure that what is passed may be, and was.
 */
export interface Exchange {
  /** Grants the receiver `region`. Throws an EncodeError for one that cannot be passed. */
  storeRegion(to: Store, at: number, region: Region, bound: RegionBound, field: string): void;
  /** The region that was granted. Throws a DecodeError for one that was not. */
  loadRegion(from: Store, at: number, bound: RegionBound, field: string): Region;
  /** Gives the receiver the right that `client` stands for. Throws an EncodeError for what is no client of that interface. */
  storeEndpoint(
    to: Store,
    at: number,
    descriptor: InterfaceDescriptor<unknown, never, unknown>,
    client: unknown,
    field: string,
  ): void;
  /** A client that binds when it is first used. Throws a DecodeError for a service that is not in the system. */
  loadEndpoint<Client>(
    from: Store,
    at: number,
    descriptor: InterfaceDescriptor<Client, never, unknown>,
    field: string,
  ): Client;
}
