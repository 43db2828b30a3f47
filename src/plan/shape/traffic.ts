/** What is asked of the machine, and what it can bear. */

/** What programs say that they ask of services and of replicated state, and what that puts on the machine along the routes. */
export interface PlanTraffic {
  readonly flows: readonly PlanFlow[];
  /** What is asked of replicated state; absent where nothing is. */
  readonly stateFlows?: readonly PlanStateFlow[];
  /** Highest utilisation first; what carries nothing is absent. */
  readonly loads: readonly PlanLoad[];
}

/** One copy of a program at one copy of a service. */
export interface PlanFlow {
  readonly program: string;
  readonly instance: number;
  readonly service: string;
  readonly serviceInstance: number;
  readonly opcode: number;
  /** Cores: of the program and of the service. */
  readonly from: number;
  readonly to: number;
  /** Hertz. Of streams, and of what is sent up, the items are counted. */
  readonly rate: number;
  /** Bytes in the longest bounded field of each message, and in every region; null: they are full. */
  readonly size: number | null;
  /** Mean picoseconds that its messages wait for others on their way; null where waits grow without end. */
  readonly waits: { readonly toService: number | null; readonly toClient: number | null };
}

/** One copy of a program at replicated state. */
export interface PlanStateFlow {
  readonly program: string;
  readonly instance: number;
  readonly state: string;
  /** As `context.state` has it: `set`, `get`, `read`. */
  readonly operation: string;
  /** Cores: of the program, and of the replica that it asks. */
  readonly from: number;
  readonly replica: number;
  /** Hertz. */
  readonly rate: number;
  /** Bytes in the longest bounded field of each value, or of each key where there are only keys; null: they are full. */
  readonly size: number | null;
  /** Each time, between all kernels, where nothing else is agreed on at once. */
  readonly messages: number;
  /** Picoseconds until the program knows: alone; and with the waits of this traffic, null where these grow without end. */
  readonly unloaded: number;
  readonly loaded: number | null;
}

export interface PlanLoad {
  /** A link, from the end that is named first (`forward`) or to it; two cores of a coherence domain; or a memory. */
  readonly carrier:
    | { readonly link: number; readonly direction: "forward" | "backward" }
    | { readonly coherence: number; readonly from: number; readonly to: number }
    | { readonly memory: number };
  /** Bytes per second, slots and units of transfer counted whole. */
  readonly demand: number;
  /** Demand over bandwidth; null when no bandwidth is stated. */
  readonly utilisation: number | null;
  /** Mean picoseconds that a message waits for others; null without a bandwidth, and where waits grow without end. */
  readonly wait: number | null;
  /** Who fills it, most first: with what it asks of a service, or of replicated state. */
  readonly filledBy: readonly (
    | { readonly program: string; readonly service: string; readonly opcode: number; readonly demand: number }
    | { readonly program: string; readonly state: string; readonly operation: string; readonly demand: number }
  )[];
}
