/** What the page is told of a running system, a frame a second: an event of a stream (`text/event-stream`) each. */
export interface LiveFrame {
  readonly system: string;
  readonly pid: number;
  /** Of the view that kernels act on. */
  readonly epoch: number;
  readonly kernels: readonly LiveKernel[];
  /** Rings between neighbours, those of all virtual channels together. */
  readonly rings: readonly LiveRing[];
  /** Cores whose kernels run and do not count by ring what comes in, as those on bare metal. */
  readonly uncounted: readonly string[];
  readonly states: readonly LiveState[];
  /** Names of links that are cut. */
  readonly cuts: readonly string[];
}

export interface LiveKernel {
  /** As the description has it. */
  readonly core: string;
  readonly state: string;
  /** How often a kernel has started there before. */
  readonly incarnation: number;
  readonly services: readonly string[];
  readonly clients: readonly string[];
  /** Frames a second; null until it has run between two looks. */
  readonly rates: { readonly received: number; readonly sent: number; readonly forwarded: number } | null;
  /** Of the fullest ring that comes in; null where it does not run. */
  readonly deepest: { readonly used: number; readonly slots: number } | null;
}

export interface LiveRing {
  /** Cores. */
  readonly from: string;
  readonly to: string;
  /** Frames a second. */
  readonly rate: number;
  /** Frames that wait. */
  readonly used: number;
  readonly slots: number;
}

export interface LiveState {
  readonly name: string;
  /** Where it was proposed. */
  readonly core: string;
  readonly settled: number;
  /** Milliseconds. */
  readonly median: number;
  readonly slow: number;
}

/** The name of the event that says, in plain words, that there is no system to be told of. */
export const goneEvent = "gone";
