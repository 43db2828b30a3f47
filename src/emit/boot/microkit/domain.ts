import type { PlanCore, PlanProgram } from "../../../plan/plan.ts";

/** Memory that a protection domain maps. */
export interface Region {
  readonly name: string;
  /** Whole pages. */
  readonly bytes: number;
  /** Null where it may lie anywhere. */
  readonly address: bigint | null;
  readonly isCached: boolean;
  readonly at: string;
  /** Whether a device has to find it, so that its address must be known. */
  readonly isFixed: boolean;
}

export interface Mapping {
  readonly region: Region;
  readonly address: bigint;
  readonly permissions: "r" | "rw";
}

/** One end of a channel. */
export interface ChannelEnd {
  readonly domain: Domain;
  readonly id: number;
  /** Whether this end may make protected calls to the other. */
  readonly calls: boolean;
}

export interface Channel {
  readonly client: ChannelEnd;
  readonly service: ChannelEnd;
}

export interface Interrupt {
  readonly irq: number;
  readonly id: number;
  readonly device: string;
}

/** A copy of a program. */
export interface Domain {
  readonly name: string;
  readonly program: PlanProgram;
  readonly core: PlanCore;
  /** Number of its core among those of the host's instruction set. */
  readonly cpu: number;
  readonly priority: number;
  readonly mappings: Mapping[];
  readonly interrupts: Interrupt[];
  /** Of channels and interrupts, which have one space of numbers. */
  ids: number;
  /** Where the next mapping lies. */
  next: bigint;
}

export interface MicrokitSystem {
  readonly domains: readonly Domain[];
  readonly channels: readonly Channel[];
  readonly regions: readonly Region[];
  /** Cores that another kernel has to run on. */
  readonly foreign: readonly PlanCore[];
  readonly host: PlanCore;
}

export const pageBytes = 4096;
/** Above the image of a program, and far below its stack. */
export const firstMapping = 0x1000_0000n;

/** Maps a region behind those that the domain has. */
export function map(domain: Domain, region: Region, permissions: "r" | "rw"): void {
  domain.mappings.push({ region, address: domain.next, permissions });
  domain.next += BigInt(region.bytes);
}

export function wholePages(bytes: number): number {
  return Math.ceil(bytes / pageBytes) * pageBytes;
}
