import type { BootConfiguration, BootProgram } from "../../kernel/boot-configuration.ts";
import type { BootEvent, SystemOutcome } from "../../kernel/events.ts";
import type { MembershipTiming } from "../../kernel/host.ts";
import type { KernelLoad } from "../../kernel/load.ts";
import type { Hop } from "../../membership/view.ts";
import type { ChangeOptions, ChangeOutcome, OfflineOptions } from "../../orderly/change.ts";

export type { ChangeOptions, ChangeOutcome, OfflineOptions } from "../../orderly/change.ts";

export interface ThreadsOptions {
  readonly configuration: BootConfiguration;
  /** Bytes of `routes.bin`. */
  readonly routes: Uint8Array;
  /** A module that exports `programs: Programs`; null boots kernels without any. */
  readonly programs: URL | null;
  /** The built worker entry, `dist/worker.js`; `kernel-thread.cjs` lies beside it. */
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
  /**
   * How kernels agree on who takes part, and whether they watch their neighbours. Default: the host says whose thread has ended.
   * Where they watch, a thread that lives and says nothing for that long is agreed to be lost, and ended: so is one whose
   * program computes for that long without a pause.
   */
  readonly membership?: MembershipTiming;
  readonly onEvent: (event: BootEvent) => void;
}

export interface RunningSystem {
  /** Resolves, never rejects, when every worker has ended. */
  readonly done: Promise<SystemOutcome>;
  /** Shuts down in order; resolves with {@link done}. */
  stop(reason: string): Promise<void>;
  /** Ends the worker of a core at once, as a fault would. */
  kill(core: number): void;
  /**
   * Starts a kernel anew on a core whose kernel was lost or taken offline. Resolves once it has started, which is when all
   * others have heard that it will; at once when there is one. Its programs start again, clients only if they had not ended.
   * Connections whose ways change with it are made anew; `inOrder` they are held meanwhile, nothing under way on them is
   * lost, and it resolves once the others have agreed that the kernel takes part.
   */
  online(core: number, inOrder?: boolean): Promise<void>;
  /**
   * Has the kernel of a core take its leave, in order: its services are moved, connections that go over it are led round
   * it, and the others agree to go on without it. Resolves when its thread has ended, or with why it stays.
   */
  offline(core: number, options?: OfflineOptions): Promise<ChangeOutcome>;
  /** Moves one instance of a service to another core, which the description chooses when `to` is null. */
  move(service: string, instance: number, to: number | null, options?: ChangeOptions): Promise<ChangeOutcome>;
  /** Nothing goes over these hops any more, pairs of neighbours: those of a link, of which the configuration says. */
  cut(hops: readonly Hop[]): void;
  /** It does again. */
  heal(hops: readonly Hop[]): void;
  status(): SystemStatus;
  /** What the kernels that run have counted, by number. */
  measure(): Promise<readonly KernelLoad[]>;
  /** Whether it shuts down. */
  readonly stopping: boolean;
  /** Why the kernel of a core cannot be taken off; null where it can. Absent where all can. */
  fixed?(core: number): string | null;
}

export interface CoreStatus {
  readonly core: number;
  /** Path in the description. */
  readonly name: string;
  /** `starting`: others are told of it; `lost`: its thread has ended by itself, or was killed. */
  readonly state: "running" | "starting" | "stopped" | "lost" | "offline";
  /** How often a kernel has started there before. */
  readonly incarnation: number;
}

export interface SystemStatus {
  /** Of those that boot, by number. */
  readonly cores: readonly CoreStatus[];
  /** Where services and clients run now. */
  readonly programs: readonly BootProgram[];
  /** Of the latest view that any kernel has reported. */
  readonly epoch: number;
  readonly cuts: readonly Hop[];
  /** Replicated objects whose state is lost for good. */
  readonly lostObjects: readonly string[];
}
