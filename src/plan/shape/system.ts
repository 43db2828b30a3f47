/** Which programs run where, and what their kernels are booted with. */
import type { Layout, PlanAlias, PlanEnum, PlanFlags, PlanStruct, PlanUnion } from "./interfaces.ts";

export interface PlanSystem {
  readonly name: string;
  readonly documentation: string | null;
  readonly at: string;
  readonly services: readonly PlanProgram[];
  readonly clients: readonly PlanProgram[];
  readonly placement: PlanPlacement;
  /** What page tables, protection regions and IOMMUs keep from each other; they hold for the plan as it is. */
  readonly isolations: readonly PlanIsolation[];
  readonly states: readonly PlanState[];
  /** What the layouts of `states` name, all of it declared by interfaces. Null when there are no states. */
  readonly stateTypes: PlanStateTypes | null;
}

/** Neither side can address what the other has: the subject and each of the others by itself. */
export interface PlanIsolation {
  readonly subject: PlanParty;
  readonly others: readonly PlanParty[];
  readonly at: string;
}

/**
 * One side of an isolation. A program's buffers are its own too: they stand with its instances. Registers are those of the
 * devices.
 */
export interface PlanParty {
  /** As written. */
  readonly name: string;
  /** The name of the program; null for things of the machine. */
  readonly program: string | null;
  /** Those that its instances run on, or that are meant. */
  readonly cores: readonly number[];
  /** Those that it drives or has buffers for, or that are meant. */
  readonly devices: readonly number[];
  /** Those that are meant; none of a program. */
  readonly memories: readonly number[];
}

/** The lists that types of replicated state are found in, as those of an interface. */
export interface PlanStateTypes {
  readonly aliases: readonly PlanAlias[];
  readonly enums: readonly PlanEnum[];
  readonly flags: readonly PlanFlags[];
  readonly structs: readonly PlanStruct[];
  readonly unions: readonly PlanUnion[];
}

/**
 * An object that kernels hold copies of, and change by agreement. Its bounds are of what the runtime makes of it: commands,
 * their keys and values in these layouts, and a snapshot of all entries.
 */
export interface PlanState {
  readonly name: string;
  readonly documentation: string | null;
  readonly kind: "register" | "map" | "counter" | "set" | "log" | "lease";
  readonly protocol: "broadcast" | "twoPhase" | "majority" | "shootdown";
  /** Cores, ascending. */
  readonly replicas: readonly number[];
  /**
   * By place in `replicas`: cores that may stand in for that one when it is lost, the best first; no core twice. Absent
   * where nobody may.
   */
  readonly candidates?: readonly (readonly number[])[];
  /** Who orders changes, coordinates votes, or leads first: the root of the tree. */
  readonly leader: number;
  readonly tree: PlanTree;
  /** Of a map's key or a set's element, its only field; null for kinds without. */
  readonly key: Layout | null;
  /** Of the value of a register or map, or a log's entry, its only field; null for kinds without. */
  readonly value: Layout | null;
  /** Most entries; 1 for a register, a counter and a lease. */
  readonly capacity: number;
  /** Picoseconds that a lease holds; null for other kinds. */
  readonly lease: number | null;
  /** Bytes of the longest command that changes it. */
  readonly commandBytes: number;
  /** Bytes of the longest snapshot, with what was proposed last by each kernel. */
  readonly snapshotBytes: number;
  /** Bytes of memory that a replica takes at most: its entries, and commands it may have to repeat. */
  readonly replicaBytes: number;
  readonly users: readonly PlanStateUser[];
  readonly at: string;
}

/** A program that uses an object; for each of its instances the core of the replica that is nearest. */
export interface PlanStateUser {
  readonly program: string;
  readonly replicas: readonly number[];
}

/** A tree over cores: each behind its parent, a core's children in the order in which it sends to them. */
export interface PlanTree {
  readonly cores: readonly number[];
  /** By place in `cores`: the place of its parent; -1 for the root, which comes first. */
  readonly parents: readonly number[];
}

/** How sure it is that no placement is better, and what this one costs where it had a choice. */
export interface PlanPlacement {
  /** `forced`: there was no choice. `best`: none costs less. `heuristic`: one might, for the reason said. */
  readonly standing: "forced" | "best" | "heuristic";
  readonly reason: string | null;
  /** How much of the cost another placement could save at most; null when that is not known. */
  readonly gap: number | null;
  /** Pairs of copies that share a core. */
  readonly crowding: number;
  /** Picoseconds to what programs want to be near. */
  readonly nearness: number;
  /** Picoseconds of messages and reads, each times how often it is done a second, or once where nothing says so. */
  readonly time: number;
}

export interface PlanProgram {
  readonly name: string;
  readonly documentation: string | null;
  /** Index of the interface it serves; null for a client. */
  readonly interface: number | null;
  /** Module path relative to the description's folder, `/`-separated, starting with `./` or `../`. */
  readonly module: string;
  /** Of a service: who may call what, by program name and opcode; null when everybody who uses it may call everything. */
  readonly allow: readonly { readonly program: string; readonly opcodes: readonly number[] }[] | null;
  /** Services it is bound to, by index in `services`. */
  readonly uses: readonly number[];
  /** Devices whose driver it is. */
  readonly drives: readonly number[];
  /** Memory that each of its copies needs. */
  readonly buffers: readonly PlanBuffer[];
  readonly instances: readonly PlanInstance[];
  readonly at: string;
}

export interface PlanBuffer {
  readonly name: string;
  readonly documentation: string | null;
  /** bytes */
  readonly size: number;
  /** The device that fills or empties it; null when cores do. */
  readonly device: number | null;
  /** Whether it goes out again unread. */
  readonly forwarded: boolean;
  /** Names of the programs that read it whole; none: its own program. */
  readonly readers: readonly string[];
  readonly at: string;
}

/** Other cores that an instance of a service may run on, all else being where it is. */
export interface PlanPlaces {
  /** Some of them, the best first. */
  readonly best: readonly number[];
  /** All of them, and its own: first and last core of each range, ascending. */
  readonly within: readonly (readonly [number, number])[];
}

/** One running copy. */
export interface PlanInstance {
  readonly core: number;
  /** Of a service: where it can be moved while the system runs. Null for a client, and where there is no other core. */
  readonly places: PlanPlaces | null;
  /** Why it lies there, in words, most important first. */
  readonly reasons: readonly string[];
  /** For each of the program's `uses`, in the same order: the instance of that service it binds to (the nearest). */
  readonly bindings: readonly number[];
  /** For each of the program's `buffers`, in the same order. */
  readonly buffers: readonly {
    readonly memory: number;
    /** Bytes from the start of the memory. Buffers fill a memory from its end downwards, each from the start of a page. */
    readonly offset: number;
    readonly reasons: readonly string[];
  }[];
}

export interface Boot {
  /** Core that boots first and runs the name service. */
  readonly bootCore: number;
  /** Order in which kernels start: breadth first from the boot core along the fabric. Offline cores are absent. */
  readonly order: readonly number[];
  readonly channels: readonly Channel[];
  readonly bulk: readonly BulkRing[];
  readonly pools: readonly Pool[];
  /** Bytes of the shared segment that holds all rings. */
  readonly segmentBytes: number;
  /** Messages a binding may have under way in each direction before its sender must wait. */
  readonly window: number;
  /** What is built for the cores: one image for each kind of core that is online. */
  readonly images: readonly Image[];
}

/** What runs on all cores of one kind. */
export interface Image {
  /** Of the instruction set, and of the kind where a hybrid CPU has several: `arm64-efficiency`. */
  readonly name: string;
  readonly isa: string;
  readonly kind: string | null;
  /** Ascending. */
  readonly cores: readonly number[];
  /** Names of the programs with a copy on one of them, services before clients. */
  readonly programs: readonly string[];
}

/** A one-way ring between two neighbouring kernels, on one virtual channel. */
export interface Channel {
  readonly from: number;
  readonly to: number;
  readonly virtualChannel: number;
  /** Index of its hop in the fabric. */
  readonly hop: number;
  /** A power of two. */
  readonly slots: number;
  readonly slotBytes: number;
  /** Byte offset of the ring in the shared segment, a multiple of `slotBytes`; a line for credits comes first. */
  readonly offset: number;
  /** The memory its pages should lie in; null when the consumer's part has none. */
  readonly memory: number | null;
}

/** A one-way ring of blocks for the long messages of one binding; word of them goes over the channels. */
export interface BulkRing {
  /** The program that is bound, and the service; which of their instances. */
  readonly program: string;
  readonly instance: number;
  readonly service: string;
  readonly serviceInstance: number;
  /** Whether it holds what the program sends, or what the service does. */
  readonly direction: "request" | "reply";
  /** Cores: who writes it and who reads it. */
  readonly from: number;
  readonly to: number;
  /** A power of two. */
  readonly blocks: number;
  /** The longest message, rounded up to a line. */
  readonly blockBytes: number;
  /** Byte offset in the shared segment, a multiple of 128; 128 bytes for what its ends tell each other come first. */
  readonly offset: number;
  /** The memory its pages should lie in, near the core that reads it; null when there is none. */
  readonly memory: number | null;
}

/** Shared memory that the programs of one core may lease to pass as regions. */
export interface Pool {
  readonly core: number;
  /** Byte offset in the shared segment, a multiple of 128; 36 KiB of tables, of who was granted what, come first. */
  readonly offset: number;
  /** With the tables. */
  readonly bytes: number;
  /** The memory its pages should lie in: near the cores that read what is written there. Null when there is none. */
  readonly memory: number | null;
}
