import type { ReplicaStanding } from "../agreement/replica.ts";
import type { KernelStatistics } from "./events.ts";

/** What a kernel has counted, and how full it is at the moment. */
export interface KernelLoad {
  readonly core: number;
  readonly statistics: KernelStatistics;
  /** Slots in use of the fullest ring that comes in, and how many that ring has. */
  readonly deepest: { readonly used: number; readonly slots: number };
  /** Of all rings that come in; absent where they are not looked into. */
  readonly rings?: readonly RingLoad[];
  /** Calls, streams and subscriptions of its programs that are not over. */
  readonly calling: number;
  /** Requests that its services have not finished. */
  readonly serving: number;
  /** Replicated objects that its programs have proposed to. */
  readonly states: readonly StateLoad[];
  /** What it goes by, for those who want to know why something does not go on. */
  readonly standing: KernelStanding;
}

/** A ring that comes in. */
export interface RingLoad {
  /** The core at its other end. */
  readonly from: number;
  readonly virtualChannel: number;
  /** Of its oldest message: how many have been taken out of it, modulo 2^32 and signed; from 0 again when an end starts anew. */
  readonly position: number;
  /** Slots with messages that wait. */
  readonly used: number;
  readonly slots: number;
}

/** What a kernel believes. */
export interface KernelStanding {
  /** Of the view that it acts on; 0 for none. */
  readonly epoch: number;
  readonly members: readonly number[];
  /** Whether enough of them are within reach. */
  readonly hasQuorum: boolean;
  /** Its replicas of objects. */
  readonly replicas: readonly ObjectStanding[];
}

export interface ObjectStanding extends ReplicaStanding {
  readonly name: string;
}

/** How long an object's proposals of one kernel took to be settled: of the latest ones, in milliseconds. */
export interface StateLoad {
  readonly name: string;
  /** Settled in all. */
  readonly settled: number;
  readonly median: number;
  /** All but one in a hundred took no longer. */
  readonly slow: number;
}
