import type { BootConfiguration } from "../../kernel/boot-configuration.ts";
import type { HostEvent, KernelEvent } from "../../kernel/events.ts";
import type { MembershipTiming } from "../../kernel/host.ts";
import type { KernelLoad } from "../../kernel/load.ts";
import type { Step, StepAnswer } from "../../orderly/steps.ts";

/** The script that runs kernels, as V8 takes it. */
export interface KernelCode {
  readonly source: string;
  readonly filename: string;
  /** What was compiled of it before. */
  readonly cache: Uint8Array;
}

/** What a worker is started with. */
export interface WorkerStart {
  readonly code: KernelCode;
  readonly setup: WorkerSetup;
}

/** What its kernel is started with. */
export interface WorkerSetup {
  readonly configuration: BootConfiguration;
  readonly core: number;
  /** How often a kernel has started on this core before. */
  readonly incarnation: number;
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
  readonly membership: MembershipTiming;
  /** Clients that have ended before: they do not start again with their kernel. */
  readonly over: readonly string[];
  /** Of the clock that events are stamped by: milliseconds since 1970. */
  readonly epoch: number;
}

/** Main thread to worker. */
export type WorkerOrder =
  /** The thread of another kernel has ended. */
  | { readonly order: "coreLost"; readonly core: number; readonly incarnation: number }
  /** A kernel will start anew on another core; to be acknowledged. */
  | { readonly order: "expect"; readonly core: number; readonly incarnation: number }
  /** The way to a neighbour is cut, or whole again. */
  | { readonly order: "cut"; readonly neighbour: number; readonly isCut: boolean }
  /** A step of a change in order; to be answered. */
  | { readonly order: "step"; readonly number: number; readonly step: Step }
  /** To be answered with what it has counted. */
  | { readonly order: "measure"; readonly number: number }
  /** The kernel takes its leave. */
  | { readonly order: "leave" }
  | { readonly order: "shutdown" };

/** Worker to main thread: it has done what a kernel that starts anew on `expected` needs of it. */
export interface WorkerAcknowledgement {
  readonly expected: number;
  readonly incarnation: number;
}

/** Worker to main thread: what has come of what it was asked under that number. */
export interface WorkerAnswer {
  readonly number: number;
  readonly answer: StepAnswer | KernelLoad;
}

/** Worker to main thread. */
export interface WorkerReport {
  readonly event: KernelEvent | HostEvent;
  /** Milliseconds since the epoch of the boot. */
  readonly at: number;
}
