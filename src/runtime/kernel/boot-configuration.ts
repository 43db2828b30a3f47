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
  /** What can be cut; absent where there is none. */
  readonly links?: readonly BootLink[];
  /** Sets of cores that fail together; absent where there are none. */
  readonly domains?: readonly (readonly number[])[];
  readonly programs: readonly BootProgram[];
  /** Absent for a system without replicated state. */
  readonly states?: readonly BootState[];
}

export interface BootCore {
  /** Path in the description. */
  readonly name: string;
  /** Hz; 0 where nobody says. */
  readonly clock: number;
  /** Where the threads host pins it; null: anywhere. */
  readonly osIndex: number | null;
}

/** A link of the machine, as far as kernels talk over it. */
export interface BootLink {
  /** Path in the description. */
  readonly name: string;
  /** Its number in the plan, by which the routing tables know it. */
  readonly link: number;
  /** Pairs of cores, the lower one first, ascending. */
  readonly hops: readonly (readonly [number, number])[];
}

export interface BootChannel {
  readonly from: number;
  readonly to: number;
  readonly virtualChannel: number;
  readonly slots: number;
  readonly slotBytes: number;
  readonly offset: number;
  readonly latency: number;
  /** False where the link may lose or double what it carries. */
  readonly reliable?: false;
  /** False where the link may reorder what it carries. */
  readonly ordered?: false;
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
  /** Of a service: the other cores that it may run on; absent where there are none. */
  readonly places?: BootPlaces;
  /** By service name: the instance to bind to. */
  readonly uses: readonly { readonly service: string; readonly instance: number }[];
}

/** Where an instance of a service may be moved. */
export interface BootPlaces {
  /** Some of them, the best first. */
  readonly best: readonly number[];
  /** All of them, and the one it runs on, as ranges: first and last core of each, ascending. */
  readonly within: readonly (readonly [number, number])[];
}

/** A replicated object: who has a replica, how they agree, and how long its bytes can be. Cores are numbers in `cores`. */
export interface BootState {
  readonly name: string;
  readonly kind: "register" | "map" | "counter" | "set" | "log" | "lease";
  readonly protocol: "broadcast" | "twoPhase" | "majority" | "shootdown";
  /** Ascending. */
  readonly replicas: readonly number[];
  /**
   * By place in `replicas`: who may stand in for that one when it is lost, the best first; no core twice. Absent where
   * the description allows nobody.
   */
  readonly candidates?: readonly (readonly number[])[];
  /** Who orders, coordinates or leads first: the root of the tree. */
  readonly leader: number;
  /** Over the replicas: each behind its parent, a core's children in the order in which it sends to them. */
  readonly tree: {
    readonly cores: readonly number[];
    /** By place in `cores`: the place of its parent; -1 for the root, which comes first. */
    readonly parents: readonly number[];
  };
  /** Of the longest key, or element of a set; 0 for kinds without. */
  readonly keyBytes: number;
  /** Of the longest value, or entry of a log; 0 for kinds without. */
  readonly valueBytes: number;
  /** Most entries; 1 for a register, a counter and a lease. */
  readonly capacity: number;
  /** Of the longest command that changes it. */
  readonly commandBytes: number;
  /** Of what a replica holds at most. */
  readonly replicaBytes: number;
  /** Of the longest snapshot. */
  readonly snapshotBytes: number;
  /** How long a lease holds; null for other kinds. */
  readonly leaseMilliseconds: number | null;
  /** Every copy of a program that uses it, and the core of the replica nearest to it. */
  readonly users: readonly BootStateUser[];
}

export interface BootStateUser {
  readonly program: string;
  readonly instance: number;
  readonly core: number;
  readonly replica: number;
}
