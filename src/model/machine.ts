/**
 * A machine, instantiated: every part, core, cache, memory, port, link and device stands here by itself under its full
 * path (`p[3].cpu[0]`). Arrays are in order of declaration, with indices ascending; `index` is the place in its array.
 */
import type { Span } from "../source/source-file.ts";
import type { RegisterBank, Space } from "./address-space.ts";
import type { Documentation } from "./documentation.ts";
import type { Domain, MachineElement } from "./domain.ts";
import type { Controller, InterruptSource } from "./interrupt.ts";
import type { OsDevice } from "./os-device.ts";
import type { Time } from "./quantity.ts";

export interface Machine {
  readonly name: string;
  readonly documentation: Documentation;
  readonly span: Span;
  /** `parts[0]` is the machine itself, with an empty path and level `machine`. Parents stand before children. */
  readonly parts: readonly Part[];
  readonly cores: readonly Core[];
  readonly caches: readonly Cache[];
  readonly memories: readonly Memory[];
  readonly coherences: readonly CoherenceDomain[];
  readonly ports: readonly Port[];
  readonly links: readonly Link[];
  readonly devices: readonly Device[];
  readonly spaces: readonly Space[];
  readonly registers: readonly RegisterBank[];
  readonly controllers: readonly Controller[];
  readonly domains: readonly Domain[];
  /** What can be taken out and put in while the machine runs. */
  readonly pluggable: readonly MachineElement[];
  readonly measurements: readonly Measurement[];
  /** Set when faults kept something out of it: rules that judge by what is missing stay silent. */
  readonly incomplete?: true;
}

interface Element {
  readonly index: number;
  /** Full path in the machine. */
  readonly path: string;
  readonly documentation: Documentation;
  /** Where it was declared; all instances of one declaration share it. */
  readonly span: Span;
}

export interface Part extends Element {
  readonly level: "machine" | "package" | "die" | "cluster" | "board" | "box" | "part";
  /** Name of the part declaration (`Opteron8350`); the machine's own name for the root. */
  readonly type: string;
  readonly parent: Part | null;
}

export interface Core extends Element {
  readonly part: Part;
  readonly isa: Isa;
  /** Hz; 0 when the description does not say. */
  readonly clock: number;
  /** Hardware threads of the core; at least 1. */
  readonly threads: number;
  /** `performance` or `efficiency` on hybrid CPUs. */
  readonly kind: string | null;
  /** The operating system's number of its first hardware thread (attribute `os`), where the threads host pins. */
  readonly osIndex: number | null;
  /** The id the hardware itself uses (attribute `id`): APIC id, MPIDR, hart id. */
  readonly hardwareId: number | null;
  readonly online: boolean;
  readonly protection: Protection;
  /** Where its loads and stores go; null when unsaid. */
  readonly sees: View | null;
}

export interface Isa {
  readonly name: string;
  readonly documentation: Documentation;
  readonly span: Span;
  readonly wordBits: number;
  readonly endianness: "little" | "big";
  /** Bytes of a cache line. */
  readonly lineBytes: number;
  readonly pageBytes: number;
  readonly protection: Protection;
}

/** How a kernel keeps programs to their own memory: by an MMU, by an MPU, or not at all. */
export type Protection = "pages" | "regions" | "none";

export interface Cache extends Element {
  readonly part: Part;
  /** Name within its part or core: `l1`, `l3`. */
  readonly name: string;
  /** bytes */
  readonly size: number;
  readonly latency: Time | null;
  readonly lineBytes: number | null;
  readonly sharedBy: readonly Core[];
}

export interface Memory extends Element {
  readonly part: Part;
  /** bytes */
  readonly size: number;
  /** From a core of the same part. */
  readonly latency: Time | null;
  /** bytes per second */
  readonly bandwidth: number | null;
  /** NUMA node number of the operating system (attribute `node`). */
  readonly node: number | null;
}

/** A set of cores among which cache lines move by themselves. */
export interface CoherenceDomain {
  readonly index: number;
  readonly documentation: Documentation;
  readonly span: Span;
  readonly part: Part;
  readonly members: readonly Core[];
  /** To fetch a line from the cache of another member. */
  readonly latency: Time | null;
  readonly bandwidth: number | null;
}

export interface Port extends Element {
  readonly part: Part;
}

/** What a link or device can be joined to. */
export type Endpoint =
  | { readonly kind: "port"; readonly port: Port }
  | { readonly kind: "core"; readonly core: Core }
  | { readonly kind: "device"; readonly device: Device };

export interface Link {
  readonly index: number;
  /** `p[0].ht[0] -- p[1].ht[0]`; `->` when one way. */
  readonly path: string;
  readonly documentation: Documentation;
  readonly span: Span;
  readonly from: Endpoint;
  readonly fromSpan: Span;
  readonly to: Endpoint;
  readonly toSpan: Span;
  readonly direction: "both" | "oneWay";
  readonly interconnect: Interconnect;
  readonly latency: Time | null;
  /** bytes per second, each way */
  readonly bandwidth: number | null;
}

/** What a kind of link promises. Attributes on a link override those of its interconnect; this is the result. */
export interface Interconnect {
  readonly name: string;
  readonly transferBytes: number;
  readonly ordered: boolean;
  readonly reliable: boolean;
  readonly broadcast: boolean;
  readonly notification: "polled" | "interrupt";
  /** Messages in flight the receiver promises to hold; null when unsaid. */
  readonly credits: number | null;
}

export interface Device extends Element {
  readonly part: Part;
  /** Name of the device declaration: `Ethernet10G`. */
  readonly type: string;
  readonly at: Endpoint | Part;
  readonly atSpan: Span;
  readonly bandwidth: number | null;
  readonly latency: Time | null;
  /** PCI address or other bus address as text (attribute `address "0000:03:00.0"`). */
  readonly address: string | null;
  /** Its vendor and device id on PCI, as written (attribute `pci "8086:10fb"`). */
  readonly pci: string | null;
  /** What drivers know it by, the most specific first (attribute `compatible "ti,omap4-mailbox"`). */
  readonly compatible: readonly string[];
  /** Whether its interrupts are doorbells of kernels. */
  readonly isMailbox: boolean;
  /** What the operating system calls it (attribute `os "network eth0"`). */
  readonly osDevices: readonly OsDevice[];
  readonly dma: readonly Memory[];
  /** Whether its DMA is coherent with the caches of cores; null when unsaid. */
  readonly isCoherent: boolean | null;
  /** Where its DMA goes; null when unsaid. */
  readonly sees: View | null;
  readonly registers: readonly RegisterBank[];
  /** The cores it names itself; what its sources reach through controllers is derived. */
  readonly interrupts: readonly Core[];
  readonly sources: readonly InterruptSource[];
}

/** A number somebody measured, with where it is from. */
export type Measurement = MeasuredLatency | MeasuredBandwidth;

interface Measured {
  readonly index: number;
  readonly span: Span;
  readonly documentation: Documentation;
  readonly from: Core;
  readonly to: Core | Memory | Cache;
  readonly source: string;
}

export interface MeasuredLatency extends Measured {
  readonly quantity: "latency";
  readonly time: Time;
}

export interface MeasuredBandwidth extends Measured {
  readonly quantity: "bandwidth";
  /** Bytes per second that `from` gets from `to`. */
  readonly bandwidth: number;
}

export function measuredLatencies({ measurements }: Pick<Machine, "measurements">): readonly MeasuredLatency[] {
  return measurements.filter((one) => one.quantity === "latency");
}

export function measuredBandwidths({ measurements }: Pick<Machine, "measurements">): readonly MeasuredBandwidth[] {
  return measurements.filter((one) => one.quantity === "bandwidth");
}

/** The address space that accesses go to. */
export interface View {
  readonly space: Space;
  readonly span: Span;
}
