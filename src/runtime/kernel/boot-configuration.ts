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
