import type { BootConfiguration } from "../../kernel/boot-configuration.ts";
import type { BootEvent, SystemOutcome } from "../../kernel/events.ts";

export interface ThreadsOptions {
  readonly configuration: BootConfiguration;
  /** Bytes of `routes.bin`. */
  readonly routes: Uint8Array;
  /** A module that exports `programs: Programs`; null boots kernels without any. */
  readonly programs: URL | null;
  /** The built worker entry, `dist/worker.js`. */
  readonly worker: URL;
  /**
   * Microseconds a kernel without work looks at its rings before it sleeps. Kernels spin only while no more of them are
   * awake than there are CPUs. Default 200; 0 never spins.
   */
  readonly spin?: number;
  /** Pins each worker to its core's `osIndex` where this machine has such a CPU. Default false. */
  readonly pin?: boolean;
  /** Milliseconds until a client's binding that is not made has failed. Default 30,000. */
  readonly bindingTimeout?: number;
  /** Milliseconds that programs have, once told to stop, to finish what they do. Default 1000. */
  readonly grace?: number;
  readonly onEvent: (event: BootEvent) => void;
}

export interface RunningSystem {
  /** Resolves, never rejects, when every worker has ended. */
  readonly done: Promise<SystemOutcome>;
  /** Shuts down in order; resolves with {@link done}. */
  stop(reason: string): Promise<void>;
  /** Ends the worker of a core at once, as a fault would. */
  kill(core: number): void;
}
