/**
 * What a host boots: the plan, reduced to what kernels act on. Emitted as `boot/threads.json`, beside `routes.bin`.
 * Times are picoseconds. The runtime imports nothing of the compiler, hence a type of its own.
 */
export interface BootConfiguration {
  readonly format: "skerry-boot";
  readonly version: 1;
  readonly name: string;
  readonly cores: readonly BootCore[];
  readonly bootCore: number;
  /** Order in which kernels start. */
  readonly order: readonly number[];
  readonly virtualChannels: number;
  readonly channels: readonly BootChannel[];
  readonly bulk: readonly BootBulkRing[];
  readonly pools: readonly BootPool[];
  readonly segmentBytes: number;
  readonly window: number;
  readonly programs: readonly BootProgram[];
}

export interface BootCore {
  /** Path in the description. */
  readonly name: string;
  /** Hz */
  readonly clock: number;
  /** Where the threads host pins it; null: anywhere. */
  readonly osIndex: number | null;
}

export interface BootChannel {
  readonly from: number;
  readonly to: number;
  readonly virtualChannel: number;
  readonly slots: number;
  readonly slotBytes: number;
  readonly offset: number;
  readonly latency: number;
}

/** A one-way ring of blocks for the long messages of one binding. */
export interface BootBulkRing {
  readonly from: number;
  readonly to: number;
  /** The program that is bound, and the service; which of their instances. */
  readonly program: string;
  readonly instance: number;
  readonly service: string;
  readonly serviceInstance: number;
  readonly direction: "request" | "reply";
  readonly blocks: number;
  readonly blockBytes: number;
  readonly offset: number;
}

/** Shared memory for the programs of one core to lease, behind the tables of who has it. */
export interface BootPool {
  readonly core: number;
  readonly offset: number;
  readonly bytes: number;
}

/** One running copy of a service or client. */
export interface BootProgram {
  readonly name: string;
  readonly kind: "service" | "client";
  readonly core: number;
  readonly instance: number;
  readonly instances: number;
  /** By service name: the instance to bind to. */
  readonly uses: readonly { readonly service: string; readonly instance: number }[];
}
