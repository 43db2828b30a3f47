import type { MeasuredLatency, MemoryLatency } from "./measured-latency.ts";

/** What somebody told about a machine, before it is arranged into a description. Clocks in Hz, sizes in bytes. */
export interface MachineFacts {
  readonly name: string;
  /** Sentences that say where this is from. */
  readonly documentation: readonly string[];
  /** What else is to be said above the machine. */
  readonly remarks: readonly string[];
  readonly isa: string;
  /** The lines that declare `isa`; null when it is one of the prelude. */
  readonly isaDeclaration: readonly string[] | null;
  /** The processor's own name for itself; null when it tells none. */
  readonly model: string | null;
  /**
   * What is said of a machine of several packages: that a link of unknown kind joins each two, or only that caches are
   * coherent among all cores.
   */
  readonly betweenPackages: "links" | "coherence";
  readonly cores: readonly CoreFacts[];
  /** Sets of cores that belong together beside packages, dies, clusters and nodes. */
  readonly groups: readonly GroupFacts[];
  readonly caches: readonly CacheFacts[];
  readonly nodes: readonly NodeFacts[];
  /** `distances[i][j]` between the i-th and the j-th of `nodes`; null when not told. */
  readonly distances: readonly (readonly number[])[] | null;
  readonly devices: readonly DeviceFacts[];
  readonly offlineCpus: readonly number[];
  readonly latencies: readonly MeasuredLatency[];
  readonly memoryLatencies: readonly MemoryLatency[];
}

export interface GroupFacts {
  readonly level: "part" | "cluster";
  readonly cpus: readonly number[];
}

/** A physical core: one or more CPUs in Linux's sense. */
export interface CoreFacts {
  /** Its hardware threads by number, ascending; never empty. */
  readonly cpus: readonly number[];
  readonly package: number | null;
  readonly die: number | null;
  /** All CPUs of its cluster; null when Linux tells none. */
  readonly cluster: readonly number[] | null;
  /** By which the hardware knows its first thread; null when it is not told. */
  readonly hardwareId: number | null;
  readonly clock: Clock | null;
  readonly kind: "performance" | "efficiency" | null;
}

export interface Clock {
  readonly hertz: number;
  readonly source: ClockSource;
}

export type ClockSource = "base" | "nominal" | "maximum" | "momentary";

export interface CacheFacts {
  readonly level: number;
  readonly type: "data" | "instruction" | "unified";
  readonly size: number;
  readonly lineBytes: number | null;
  /** CPUs that share it, ascending; never empty. */
  readonly cpus: readonly number[];
}

export interface NodeFacts {
  /** Null when the kernel knows no nodes and this one stands for the whole machine. */
  readonly number: number | null;
  /** Empty for a node of memory alone. */
  readonly cpus: readonly number[];
  /** 0 for a node of CPUs alone. */
  readonly memory: number;
  /** What kind of memory it is, in words; null when it is not told. */
  readonly kind: string | null;
}

export interface DeviceFacts {
  /** `0000:3b:00.0` */
  readonly address: string;
  /** Class, subclass and programming interface: 0x020000. */
  readonly class: number;
  /** `8086:1572` */
  readonly identity: string | null;
  readonly driver: string | null;
  /** What the operating system calls it, behind its kind: `network eth0`. */
  readonly names: readonly string[];
  /** CPUs of the node that it hangs on; null when it is not told. */
  readonly cpus: readonly number[] | null;
}
