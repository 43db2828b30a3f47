import type { BootConfiguration } from "../../kernel/boot-configuration.ts";
import type { HostEvent, KernelEvent } from "../../kernel/events.ts";

/** What a worker is started with. */
export interface WorkerSetup {
  readonly configuration: BootConfiguration;
  readonly core: number;
  readonly segment: SharedArrayBuffer;
  readonly doorbells: SharedArrayBuffer;
  readonly routes: SharedArrayBuffer;
  /** Href of the module that exports `programs`. */
  readonly programs: string | null;
  /** Microseconds. */
  readonly spin: number;
  /** CPU to run on. */
  readonly pin: number | null;
  /** CPUs that kernels may share by spinning. */
  readonly cpus: number;
  /** Milliseconds. */
  readonly bindingTimeout: number;
  /** Of the clock that events are stamped by: milliseconds since 1970. */
  readonly epoch: number;
}

/** Main thread to worker. */
export type WorkerOrder = { readonly order: "coreLost"; readonly core: number } | { readonly order: "shutdown" };

/** Worker to main thread. */
export interface WorkerReport {
  readonly event: KernelEvent | HostEvent;
  /** Milliseconds since the epoch of the boot. */
  readonly at: number;
}
