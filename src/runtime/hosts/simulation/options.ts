import type { BootEvent, KernelStatistics, SystemOutcome } from "../../kernel/events.ts";
import type { MembershipTiming } from "../../kernel/host.ts";
import type { FaultSchedule } from "./faults.ts";
import type { History } from "./history.ts";
import type { Trace } from "./trace.ts";

export interface SimulationOptions {
  /** Of everything that is left to chance. Default 1. */
  readonly seed?: number;
  /** Every frame's latency is lengthened by up to this fraction, at random. Default 0. */
  readonly disorder?: number;
  /** Picoseconds a kernel is busy with each frame. Default 50 000. */
  readonly frameCost?: number;
  /** What goes wrong. */
  readonly faults?: FaultSchedule;
  /** Kernels that die, and when, in virtual milliseconds. */
  readonly kills?: readonly { readonly core: number; readonly at: number }[];
  /** Virtual milliseconds until the others know of a death. Default 1. */
  readonly noticeAfter?: number;
  /** Each kernel hears of a death or a start at another time, within `noticeAfter`: as worker threads do. Default false. */
  readonly noticeUnevenly?: boolean;
  /** Virtual milliseconds after which the system is stopped. Default: never. */
  readonly stopAt?: number;
  /**
   * Real milliseconds to wait for programs that do something outside of the simulation (read a file) once there is nothing
   * left to simulate; after that the run counts as stalled. Default 1000.
   */
  readonly patience?: number;
  /**
   * Virtual milliseconds until a binding that is not made has failed. Default `Infinity`: a program that takes real time to
   * start takes no virtual one, and a system in which nothing happens any more counts as stalled.
   */
  readonly bindingTimeout?: number;
  /** How kernels agree on who takes part, and whether they watch each other. Default: they hear of deaths, `noticeAfter`. */
  readonly membership?: MembershipTiming;
  readonly onEvent?: (event: BootEvent) => void;
  /** Where to write down the messages between kernels; for one run only. */
  readonly trace?: Trace;
  /** Where to write down what programs do to replicated objects; for one run only. */
  readonly history?: History;
}

export interface SimulationResult {
  readonly outcome: SystemOutcome;
  /** Everything that was reported, in order; `at` is virtual. */
  readonly events: readonly BootEvent[];
  /** Virtual milliseconds. */
  readonly time: number;
  /** Clients whose kernels live and that were not done when the run ended; none without clients. */
  readonly unfinished: readonly string[];
  /** Events of the simulation itself: frames that arrived, credits, turns of kernels, timers. */
  readonly steps: number;
  /** Packets that were sent again on links that may lose them. */
  readonly repeats: number;
  /** By core; null for those that do not boot. */
  readonly statistics: readonly (KernelStatistics | null)[];
}
