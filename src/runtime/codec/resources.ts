/** Regions and endpoints in generated codecs. What may be passed, and what was, is judged by the connection: see {@link Exchange}. */
import { DecodeError, EncodeError } from "../errors.ts";
import type { Region, WritableRegion } from "../region.ts";
import type { InterfaceDescriptor } from "../stub.ts";
import type { Store } from "./store.ts";

/** Stores the 16 bytes of a region of at most `bound` bytes that the receiver may read, or also write. */
export function storeRegion(
  to: Store,
  at: number,
  bound: number,
  isWritable: boolean,
  region: Region,
  field: string,
  member: string = "",
): void {
  const { exchange } = to;
  if (exchange === null) throw new EncodeError(field + member, "a region goes over a connection only");
  exchange.storeRegion(to, at, region, { bound, isWritable }, field + member);
}

/** A region that was passed to this kernel. */
export function loadRegion(from: Store, at: number, bound: number, field: string, member: string = ""): Region {
  return load(from, at, bound, false, field + member);
}

/** The same, when it is to be written too. */
export function loadWritableRegion(
  from: Store,
  at: number,
  bound: number,
  field: string,
  member: string = "",
): WritableRegion {
  const region = load(from, at, bound, true, field + member);
  if (!isWritable(region)) throw new DecodeError(field + member, "a region that may not be written");
  return region;
}

/** Stores the 16 bytes of an endpoint: the right to call the service that `client` is a client of. */
export function storeEndpoint<Client>(
  to: Store,
  at: number,
  descriptor: InterfaceDescriptor<Client, never, unknown>,
  client: Client,
  field: string,
  member: string = "",
): void {
  const { exchange } = to;
  if (exchange === null) throw new EncodeError(field + member, "an endpoint goes over a connection only");
  exchange.storeEndpoint(to, at, descriptor, client, field + member);
}

/** A client of the service whose endpoint was passed to this kernel. */
export function loadEndpoint<Client>(
  from: Store,
  at: number,
  descriptor: InterfaceDescriptor<Client, never, unknown>,
  field: string,
  member: string = "",
): Client {
  const { exchange } = from;
  if (exchange === null) throw new DecodeError(field + member, "an endpoint comes over a connection only");
  return exchange.loadEndpoint(from, at, descriptor, field + member);
}

function load(from: Store, at: number, bound: number, wantsToWrite: boolean, field: string): Region {
  const { exchange } = from;
  if (exchange === null) throw new DecodeError(field, "a region comes over a connection only");
  return exchange.loadRegion(from, at, { bound, isWritable: wantsToWrite }, field);
}

function isWritable(region: Region): region is WritableRegion {
  return "bytes" in region;
}
