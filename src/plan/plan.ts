/**
 * The plan: the one intermediate representation. Plain JSON, described by `plan.schema.json`, the same bytes for the
 * same description whatever the order of files, locale, time zone or working directory. Everything an emitter or a
 * kernel needs is here and nothing else reaches them.
 *
 * Elements are referred to by their index in the array they stand in. Times are integer picoseconds, sizes bytes,
 * clocks Hz, bandwidths bytes per second. `at` is `file:line:column` in the description.
 */
export interface Plan {
  readonly format: "skerry-plan";
  readonly version: 1;
  /** Of the system; else the machine; else the first interface. */
  readonly name: string;
  /** Where it came from: every file read, sorted by path. */
  readonly provenance: readonly { readonly path: string; readonly sha256: string }[];
  readonly interfaces: readonly PlanInterface[];
  /** Null when the description has interfaces only. */
  readonly machine: PlanMachine | null;
  readonly fabric: Fabric | null;
  readonly routes: Routes | null;
  readonly system: PlanSystem | null;
  readonly boot: Boot | null;
  /** Null when no program says what it asks of others. */
  readonly traffic: PlanTraffic | null;
}

// ───────────────────────────── machine ─────────────────────────────

export interface PlanMachine {
  readonly name: string;
  readonly documentation: string | null;
  readonly at: string;
  /** `parts[0]` is the machine itself, path "". */
  readonly parts: readonly {
    readonly path: string;
    readonly level: string;
    readonly type: string;
    readonly parent: number | null;
    readonly at: string;
  }[];
  readonly cores: readonly PlanCore[];
  readonly caches: readonly {
    readonly path: string;
    readonly name: string;
    readonly part: number;
    readonly size: number;
    readonly latency: number | null;
    /** Where its lines differ from those of its cores; else null. */
    readonly lineBytes: number | null;
    readonly sharedBy: readonly number[];
    readonly at: string;
  }[];
  readonly memories: readonly {
    readonly path: string;
    readonly part: number;
    readonly size: number;
    readonly latency: number | null;
    readonly bandwidth: number | null;
    readonly node: number | null;
    readonly at: string;
  }[];
  readonly coherences: readonly {
    readonly part: number;
    readonly members: readonly number[];
    readonly latency: number | null;
    readonly bandwidth: number | null;
    readonly at: string;
  }[];
  readonly ports: readonly { readonly path: string; readonly part: number; readonly at: string }[];
  readonly links: readonly PlanLink[];
  readonly devices: readonly PlanDevice[];
  readonly controllers: readonly PlanController[];
  readonly domains: readonly PlanDomain[];
  /** Null when the machine says nothing of addresses. */
  readonly addresses: PlanAddresses | null;
  /** What can be taken out and put in while the machine runs. */
  readonly pluggable: readonly PlanElement[];
  readonly measurements: readonly PlanMeasurement[];
}

export interface PlanCore {
  readonly path: string;
  readonly part: number;
  readonly isa: {
    readonly name: string;
    readonly wordBits: number;
    readonly endianness: "little" | "big";
    readonly lineBytes: number;
    readonly pageBytes: number;
  };
  readonly clock: number;
  readonly threads: number;
  readonly kind: string | null;
  readonly osIndex: number | null;
  readonly hardwareId: number | null;
  readonly online: boolean;
  /** How its kernel can keep programs to their memory; by pages, where this is absent. */
  readonly protection?: "regions" | "none";
  readonly documentation: string | null;
  readonly at: string;
}

export type PlanEndpoint = { readonly port: number } | { readonly core: number } | { readonly device: number };

export interface PlanLink {
  readonly path: string;
  readonly from: PlanEndpoint;
  readonly to: PlanEndpoint;
  readonly direction: "both" | "oneWay";
  readonly interconnect: string;
  readonly latency: number | null;
  readonly bandwidth: number | null;
  readonly transferBytes: number;
  readonly ordered: boolean;
  readonly reliable: boolean;
  readonly broadcast: boolean;
  readonly notification: "polled" | "interrupt";
  readonly credits: number | null;
  readonly at: string;
}

export interface PlanDevice {
  readonly path: string;
  readonly type: string;
  readonly part: number;
  readonly endpoint: PlanEndpoint | { readonly part: number };
  readonly address: string | null;
  /** Its ids on PCI, 16 bits each; absent where nothing is said. */
  readonly pci?: { readonly vendor: number; readonly device: number };
  /** What drivers know it by in a device tree, the most specific first; absent where nothing is said. */
  readonly compatible?: readonly string[];
  /** Where its interrupts are doorbells of kernels, source by source. */
  readonly isMailbox?: true;
  /** What the operating system calls it; absent where nothing is said. */
  readonly osDevices?: readonly { readonly kind: string; readonly name: string }[];
  readonly bandwidth: number | null;
  readonly latency: number | null;
  /** Memories its DMA reaches. */
  readonly dma: readonly number[];
  /** Whether its DMA is coherent with the caches of cores; absent where nothing is said. */
  readonly isCoherent?: boolean;
  /** Cores that may take an interrupt of it, through whatever controllers. */
  readonly interrupts: readonly number[];
  readonly at: string;
}

/** An interrupt controller. Of several dimensions a line is counted row by row; ranges `[from, to]` contain both ends. */
export interface PlanController {
  readonly path: string;
  readonly part: number;
  /** How many lines along each dimension. */
  readonly dimensions: readonly number[];
  /** Whether it takes messages. */
  readonly msi: boolean;
  /** What devices send it. */
  readonly sources: readonly {
    readonly device: number;
    /** The device's own numbers; null for messages. */
    readonly sources: LineRange | null;
    /** As many lines as sources; null for messages that may raise any. */
    readonly lines: readonly LineRange[] | null;
    readonly at: string;
  }[];
  /** Where lines go: no line is in two. */
  readonly routes: readonly {
    readonly lines: readonly LineRange[];
    readonly shared: boolean;
    readonly to: PlanLineTarget | null;
    readonly at: string;
  }[];
  readonly at: string;
}

export type LineRange = readonly [from: number, to: number];

export type PlanLineTarget =
  /** Any of them may take it. */
  | { readonly cores: readonly number[] }
  /** One line for each that leaves, in ascending order, or a single one for all. */
  | { readonly controller: number; readonly lines: readonly LineRange[] };

export type PlanElement =
  | { readonly part: number }
  | { readonly core: number }
  | { readonly memory: number }
  | { readonly port: number }
  | { readonly device: number }
  | { readonly controller: number }
  | { readonly link: number };

/** What fails together, or is switched off together. */
export interface PlanDomain {
  readonly kind: "failure" | "power";
  readonly path: string;
  readonly part: number;
  /** Those of the domains in it among them. */
  readonly members: readonly PlanElement[];
  /** Domains that it holds, where it does. */
  readonly domains?: readonly number[];
  readonly documentation: string | null;
  readonly at: string;
}

/**
 * Address spaces: as the net that was described, and as what each initiator can reach through it. Page tables and memory
 * regions are made from the views, without a decoder; the buses of a device tree from the net. Addresses, offsets and
 * ends of ranges are text, `0x80000000`: numbers of JSON are exact only up to 2^53.
 */
export interface PlanAddresses {
  readonly spaces: readonly PlanSpace[];
  readonly registers: readonly PlanRegisters[];
  readonly views: readonly PlanView[];
  readonly contexts: readonly PlanContext[];
}

export interface PlanSpace {
  readonly path: string;
  readonly part: number;
  /** Bits of each part of an address, the most significant first. */
  readonly widths: readonly number[];
  /** For an IOMMU: the space behind it, how many contexts it has, if that was said, and the size of its pages. */
  readonly iommu: { readonly to: number; readonly contexts: number | null; readonly pageBytes: number } | null;
  /** Ascending; empty for an IOMMU, whose maps are its contexts. */
  readonly maps: readonly PlanMap[];
  readonly at: string;
}

/** A range of a space, both ends included, and where its first address leads. */
export interface PlanMap {
  readonly from: string;
  readonly to: string;
  readonly target: PlanMapTarget;
  readonly offset: string;
  readonly access: PlanAccess;
  readonly at: string;
}

export type PlanMapTarget = PlanAnswer | { readonly space: number };

export type PlanAnswer =
  | { readonly memory: number }
  | { readonly registers: number }
  /** Memories that addresses alternate between, granule by granule; the offset counts through all of them. */
  | { readonly interleave: readonly number[]; readonly granule: number };

export type PlanAccess = "readWrite" | "readOnly" | "writeOnly";

export interface PlanRegisters {
  readonly path: string;
  /** Null for those of an interrupt controller. */
  readonly device: number | null;
  readonly controller?: number;
  /** Null for registers without a name. */
  readonly name: string | null;
  readonly size: number;
  readonly at: string;
}

/** All that some cores and devices can address: everything else is unmapped for them. */
export interface PlanView {
  readonly space: number;
  readonly cores: readonly number[];
  readonly devices: readonly number[];
  /** Ascending and disjoint. */
  readonly ranges: readonly {
    readonly from: string;
    readonly to: string;
    readonly target: PlanAnswer;
    readonly offset: string;
    readonly access: PlanAccess;
  }[];
}

/** What is to be programmed into an IOMMU for a device. */
export interface PlanContext {
  readonly device: number;
  readonly iommu: number;
  readonly windows: readonly PlanMap[];
}

export type PlanMeasurement = PlanMeasuredLatency | PlanMeasuredBandwidth;

interface PlanMeasured {
  readonly from: number;
  readonly to: { readonly core: number } | { readonly memory: number } | { readonly cache: number };
  readonly source: string;
  readonly at: string;
}

export interface PlanMeasuredLatency extends PlanMeasured {
  readonly quantity: "latency";
  readonly time: number;
}

export interface PlanMeasuredBandwidth extends PlanMeasured {
  readonly quantity: "bandwidth";
  readonly bandwidth: number;
}

// ───────────────────────────── fabric and routes ─────────────────────────────

/** Which kernels are neighbours: one directed hop for every ordered pair that can exchange a cache line directly. */
export interface Fabric {
  readonly hops: readonly Hop[];
}

export interface Hop {
  /** Cores. */
  readonly from: number;
  readonly to: number;
  /** What carries it; the first of the links where switches without cores lie between. */
  readonly via: { readonly link: number } | { readonly coherence: number };
  /** To move one line from `from` to `to`, all parts composed. */
  readonly latency: number;
  /** Composed from the parts; else as measured; else nominal, at 100 ns for every part that states none. */
  readonly basis: "composed" | "measured" | "nominal";
  readonly bandwidth: number | null;
  /** Where a link on the way may lose what it carries. */
  readonly reliable?: false;
  /** Where a link on the way may reorder what it carries. */
  readonly ordered?: false;
}

/**
 * Minimal-latency routes. A core has a coordinate in each dimension, and a route puts one coordinate right after the other:
 * in the first dimension in which `from` and `to` differ, the table says which coordinate comes next and on which virtual
 * channel; the next core is the one that has all other coordinates of `from`. A machine that is no grid, or a small one,
 * has one dimension, in which a core's number is its coordinate.
 *
 * A large machine that is no grid has `places`, and one table with a row for each core and a column for each place, then
 * one for each position in a place: cores of one place go by the position, all others by the place, along the quickest
 * way to any core of it, and on from there within it. The next hops are cores then.
 *
 * No route of one dimension waits for one of an earlier dimension, and in each dimension the channel dependency graph is
 * free of cycles, hence no deadlock (Dally and Seitz, "Deadlock-free message routing in multiprocessor interconnection
 * networks", IEEE ToC 1987, theorem 1).
 */
export interface Routes {
  readonly virtualChannels: number;
  readonly dimensions: readonly RouteTable[];
  /** By dimension, by core; -1 for cores that are offline. Null when there is one dimension. */
  readonly coordinates: readonly (readonly number[])[] | null;
  /** By core: the place it lies in, and which of the cores there it is; -1 where nothing joins it to any other. */
  readonly places?: RoutePlaces;
  /**
   * What to do without one link or core, for every one whose loss changes a route. Empty for machines with more than one
   * dimension; there `lines` and `sidestep` say it.
   */
  readonly failover: readonly Failover[];
  readonly lines: readonly LineFailover[];
  /**
   * The virtual channel of steps to the side. A core in whose dimension the lost core is next to be reached, but not the
   * end of the way, sends along the first later dimension in which it differs from the destination, on this virtual
   * channel. Null where there are none.
   */
  readonly sidestep: number | null;
  /** Losses that nothing is worked out for beforehand: a line would fall apart, or there are too many entries. */
  readonly unprepared: readonly ("cores" | "links")[];
}

export interface RoutePlaces {
  readonly of: readonly number[];
  readonly position: readonly number[];
}

/** By coordinate, `[from][to]`; where there are places, by core and column. */
export interface RouteTable {
  /** The next coordinate; `from` itself on the diagonal; -1 when either is offline. */
  readonly nextHop: readonly (readonly number[])[];
  /** The virtual channel of the hop to it; 0 on the diagonal and when either is offline. */
  readonly virtualChannel: readonly (readonly number[])[];
  /** Picoseconds along the whole way; -1 when either is offline. */
  readonly latency: readonly (readonly number[])[];
}

/**
 * The entries that change when a link, or a core with all its hops, is lost: at core `from[i]` messages for core `to[i]`
 * take the hop to `nextHop[i]` on `virtualChannel[i]`; -1 when nothing leads there any more. Together with the entries
 * before the loss, and with those of any other loss, they are free of deadlock: kernels need not change at once.
 */
export interface Failover {
  readonly lost: { readonly link: number } | { readonly core: number };
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly nextHop: readonly number[];
  readonly virtualChannel: readonly number[];
}

/**
 * The entries that change, by coordinate, along every line of a dimension that loses the same. A line of a dimension are
 * the cores that differ in no other. With a core the line through it in each dimension loses its coordinate; with a link
 * each line that it carries hops of loses those. Every such loss is listed, also where no entry changes. Together with the
 * entries before the loss they are free of deadlock, and so are those for links with each other.
 */
export interface LineFailover {
  readonly dimension: number;
  /** Hops from coordinate `from[i]` to `to[i]`. */
  readonly lost: { readonly coordinate: number } | { readonly from: readonly number[]; readonly to: readonly number[] };
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly nextHop: readonly number[];
  readonly virtualChannel: readonly number[];
}

// ───────────────────────────── interfaces ─────────────────────────────

export interface PlanInterface {
  readonly name: string;
  readonly version: number;
  readonly documentation: string | null;
  readonly at: string;
  /** 16 hex digits over everything that both sides of the wire must agree on. */
  readonly fingerprint: string;
  readonly constants: readonly {
    readonly name: string;
    /** Null when the text states none. */
    readonly type: ScalarName | null;
    readonly value: number;
    readonly documentation: string | null;
    readonly at: string;
  }[];
  /** In each of these lists its own types come first, then those it needs of other interfaces. */
  readonly aliases: readonly PlanAlias[];
  readonly enums: readonly PlanEnum[];
  readonly flags: readonly PlanFlags[];
  readonly structs: readonly PlanStruct[];
  readonly unions: readonly PlanUnion[];
  readonly operations: readonly PlanOperation[];
  /** Operations that must not come back. */
  readonly reserved: PlanReserved;
}

/** What older versions used and no later one may use for something else. Ranges contain both ends. */
export interface PlanReserved {
  readonly names: readonly string[];
  readonly numbers: readonly { readonly from: number; readonly to: number }[];
}

/** What a type says of its home: null where it is declared, else by index the interface that declares it. */
interface FromInterface {
  readonly from: number | null;
}

/** Another name for a type; it means nothing on the wire. */
export interface PlanAlias extends FromInterface {
  readonly name: string;
  readonly documentation: string | null;
  /** Whether generated code holds its values apart from others: then `type` is an integer. */
  readonly id: boolean;
  readonly type: PlanType;
  readonly at: string;
}

export interface PlanEnum extends FromInterface {
  readonly name: string;
  readonly underlying: IntegerName;
  /** Whether values without a member are taken too. */
  readonly open: boolean;
  readonly documentation: string | null;
  readonly members: readonly PlanMember[];
  readonly reserved: PlanReserved;
  readonly at: string;
}

export interface PlanMember {
  readonly name: string;
  readonly value: number;
  readonly documentation: string | null;
  readonly at: string;
}

/** Any of its members together; no two have a bit in common. */
export interface PlanFlags extends FromInterface {
  readonly name: string;
  readonly underlying: "u8" | "u16" | "u32";
  /** Whether bits without a member are taken too. */
  readonly open: boolean;
  readonly documentation: string | null;
  readonly members: readonly PlanMember[];
  readonly reserved: PlanReserved;
  readonly at: string;
}

/** A number that tells the arm, its tag, and behind it the arm's value. All sizes are bytes. */
export interface PlanUnion extends FromInterface {
  readonly name: string;
  readonly documentation: string | null;
  readonly tag: "u8" | "u16";
  /** Whether other tags are taken too. */
  readonly open: boolean;
  readonly size: number;
  readonly align: number;
  readonly arms: readonly PlanArm[];
  readonly reserved: PlanReserved;
  readonly at: string;
}

export interface PlanArm {
  readonly name: string;
  readonly tag: number;
  readonly documentation: string | null;
  /** Null when nothing lies behind the tag. */
  readonly type: PlanType | null;
  /** From the start of the union; bounded data lies behind its length word, as in an element of an array. */
  readonly offset: number;
  readonly at: string;
}

/** A named struct, with its layout. */
export interface PlanStruct extends FromInterface {
  readonly name: string;
  readonly documentation: string | null;
  /** Whether later versions may have more fields at its end; `layout` says how it lies then. */
  readonly open: boolean;
  readonly reserved: PlanReserved;
  readonly layout: Layout;
  readonly at: string;
}

/**
 * Static layout: little-endian, natural alignment; every offset is known here. Fixed parts stand first, in declared
 * order; a bounded field has only its u32 length word there. The data areas of bounded fields follow at their full size,
 * the longest last. A struct that is a field or an element has its full size. `src/analyses/message-layout` has an example.
 */
export interface Layout {
  /** Bytes, a multiple of `align`. */
  readonly size: number;
  /**
   * Of an open struct: bytes up to the end of its last field, as this version has them. It begins with a u32 that says
   * so and a u32 of presence bits, its bounded fields have their data right behind their length word, and `size` is the
   * room it may grow into. Null for all others.
   */
  readonly openBytes: number | null;
  readonly align: number;
  /**
   * At its start, in an open struct 4 bytes behind it: a bit for each optional field that is present, in order of
   * declaration, lowest bit first.
   */
  readonly presenceBytes: number;
  readonly fields: readonly LayoutField[];
  /**
   * Index of the bounded field whose data lies last, so that its unused rest need not be sent: the bytes on the wire are
   * its `dataOffset` + its used bytes. Null without a bounded field: then all `size` bytes are sent.
   */
  readonly tail: number | null;
}

export interface LayoutField {
  readonly name: string;
  readonly documentation: string | null;
  readonly type: PlanType;
  /** The bit that tells whether it is present; null when it always is. */
  readonly presence: number | null;
  /** From the start of the layout: of the value, or of the u32 length word of a bounded field. */
  readonly offset: number;
  /** From the start of the layout: of a bounded field's data area; equal to `offset` for types without a length. */
  readonly dataOffset: number;
  /** Of the value; of a bounded field's data area when it is full, without the length word. */
  readonly size: number;
  readonly at: string;
}

export type IntegerName = "u8" | "u16" | "u32" | "u64" | "i8" | "i16" | "i32" | "i64";
/** `char`: a Unicode scalar value, kept in 32 bits. */
export type ScalarName = IntegerName | "bool" | "char" | "f32" | "f64";

export type PlanType =
  | { readonly kind: "scalar"; readonly name: ScalarName }
  /** `bound` in UTF-8 bytes. */
  | { readonly kind: "string"; readonly bound: number }
  | { readonly kind: "bytes"; readonly bound: number }
  /**
   * `stride` bytes from one element to the next. `dataOffset`: of the first element from the start of the array where it
   * is an element itself; a field has its own. Strings and bytes as elements have their data 4 bytes behind their start.
   */
  /** A lease on at most `bound` bytes of shared memory: 16 bytes on the wire, aligned to 4. */
  | { readonly kind: "region"; readonly bound: number; readonly writable: boolean }
  /** The right to call a service of the interface with this index in the plan: 16 bytes on the wire, aligned to 4. */
  | { readonly kind: "endpoint"; readonly interface: number }
  | {
      readonly kind: "array";
      readonly element: PlanType;
      readonly length: number;
      readonly bounded: boolean;
      readonly stride: number;
      readonly dataOffset: number;
    }
  /** By index in the interface's `aliases`; `type` is what it stands for. */
  | { readonly kind: "alias"; readonly alias: number; readonly type: PlanType }
  /** By index in the interface's `enums`. */
  | { readonly kind: "enum"; readonly enum: number }
  | { readonly kind: "flags"; readonly flags: number }
  | { readonly kind: "struct"; readonly struct: number }
  | { readonly kind: "union"; readonly union: number };

export interface PlanOperation {
  readonly name: string;
  /** On the wire, from 1; each operation has its own. */
  readonly opcode: number;
  readonly verb: "message" | "call" | "event" | "stream";
  readonly documentation: string | null;
  /** 8 hex digits over what both ends must agree on for this operation; open types count by their size alone. */
  readonly signature: string;
  readonly request: Layout;
  /** Of the items a client streams up; null when it streams none. */
  readonly upload: Layout | null;
  /** Of a call's reply, a stream's item; null for messages and events. An event's payload is its `request`. */
  readonly reply: Layout | null;
  readonly fails:
    | { readonly kind: "enum"; readonly enum: number }
    | { readonly kind: "struct"; readonly struct: number }
    | null;
  /** Whether the runtime may do it again when it does not know whether it was done. */
  readonly idempotent: boolean;
  /** Of a call unless the caller says otherwise; null for the runtime's default. */
  readonly deadline: number | null;
  /** 0 to 7: of what waits, the higher goes first. */
  readonly priority: number;
  /** Most under way on one binding; null: as many as the binding has room for. */
  readonly window: number | null;
  readonly at: string;
}

// ───────────────────────────── system and boot ─────────────────────────────

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

// ───────────────────────────── traffic ─────────────────────────────

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
