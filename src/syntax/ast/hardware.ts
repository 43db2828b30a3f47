/** What machines are made of. */
import type { ArrayDimension, Attribute, Expression, Path } from "./expressions.ts";
import type { ControllerItem, DomainItem, InterruptClause } from "./interrupts.ts";
import type { DeclarationBase, Documentation, Name, Node, StringLiteral } from "./node.ts";
import type { IommuItem, RegistersItem, SeesClause, SpaceItem } from "./spaces.ts";

/** `isa amd64 { word 64 bits, little endian, line 64 bytes, page 4 KiB }`: an instruction set. */
export interface IsaDeclaration extends DeclarationBase {
  readonly kind: "isa";
  readonly attributes: readonly Attribute[];
}

/** `interconnect HyperTransport { bandwidth 3.2 GB/s, transfer 64 bytes, ordered, reliable }`: a kind of link. */
export interface InterconnectDeclaration extends DeclarationBase {
  readonly kind: "interconnect";
  readonly attributes: readonly Attribute[];
}

/** `device Ethernet10G { bandwidth 1.25 GB/s }`: a kind of device. */
export interface DeviceDeclaration extends DeclarationBase {
  readonly kind: "deviceKind";
  readonly attributes: readonly Attribute[];
  readonly banks: readonly RegistersItem[];
}

/** `package Opteron8350 { … }`, `part Tile(cores: count = 4) { … }`; `level` is the word it was declared with. */
export interface PartDeclaration extends DeclarationBase {
  readonly kind: "part";
  readonly level: PartLevel;
  readonly parameters: readonly Parameter[];
  readonly items: readonly HardwareItem[];
}

/** Topology levels after hwloc; `part` is a group with no level of its own. */
export type PartLevel = "package" | "die" | "cluster" | "board" | "box" | "part";

export interface MachineDeclaration extends DeclarationBase {
  readonly kind: "machine";
  readonly items: readonly HardwareItem[];
}

/** `cores: count = 4` */
export interface Parameter extends Node {
  readonly name: Name;
  /** `count`, `size`, `time`, `frequency`, `bandwidth`, `space` or `controller`; judged later. */
  readonly type: Name;
  readonly defaultValue: Expression | null;
}

export type HardwareItem =
  | CoreItem
  | CacheItem
  | MemoryItem
  | CoherenceItem
  | PortItem
  | InstanceItem
  | LinkItem
  | DeviceItem
  | ControllerItem
  | DomainItem
  | MeasuredItem
  | SpaceItem
  | IommuItem
  | ForItem;

/** `core cpu[4]: amd64 @ 2 GHz { cache l1: 64 KiB, latency 2 cycles }` */
export interface CoreItem extends DeclarationBase {
  readonly kind: "core";
  readonly dimensions: readonly ArrayDimension[];
  readonly isa: Name;
  readonly clock: Expression | null;
  readonly caches: readonly CacheItem[];
  readonly attributes: readonly Attribute[];
  /** The space its loads and stores go to; one is meant, each that was written is here. */
  readonly sees: readonly SeesClause[];
}

/** `cache l3: 2 MiB, latency 75 cycles, shared by cpu[*]` */
export interface CacheItem extends DeclarationBase {
  readonly kind: "cache";
  readonly size: Expression;
  readonly attributes: readonly Attribute[];
  /** Empty inside a core: then it is that core's own. */
  readonly sharedBy: readonly Path[];
}

/** `memory dram: 4 GiB, latency 200 cycles, bandwidth 10 GB/s` */
export interface MemoryItem extends DeclarationBase {
  readonly kind: "memory";
  readonly dimensions: readonly ArrayDimension[];
  readonly size: Expression;
  readonly attributes: readonly Attribute[];
}

/** `coherence between cpu[*]: latency 130 cycles` */
export interface CoherenceItem extends Node {
  readonly kind: "coherence";
  readonly documentation: Documentation;
  readonly between: readonly Path[];
  readonly attributes: readonly Attribute[];
}

/** `port ht[3]` */
export interface PortItem extends DeclarationBase {
  readonly kind: "port";
  readonly dimensions: readonly ArrayDimension[];
}

/** `package p[8]: Opteron8350(cores: 4), pluggable`; the level word must be the one the part was declared with. */
export interface InstanceItem extends DeclarationBase {
  readonly kind: "instance";
  readonly level: PartLevel;
  readonly dimensions: readonly ArrayDimension[];
  readonly part: Name;
  readonly arguments: readonly Argument[];
  readonly attributes: readonly Attribute[];
}

export interface Argument extends Node {
  /** `null` when given by position. */
  readonly name: Name | null;
  readonly value: Expression | PathArgument;
}

/** `p[0].l3`: a path that is no expression, for a parameter that wants an address space. */
export interface PathArgument extends Node {
  readonly kind: "path";
  readonly path: Path;
}

/** `link p[0].ht[0] -- p[1].ht[0]: HyperTransport, latency 60 cycles`; `--` both ways, `->` one way. */
export interface LinkItem extends Node {
  readonly kind: "link";
  readonly documentation: Documentation;
  readonly from: Path;
  readonly to: Path;
  readonly direction: "both" | "oneWay";
  readonly interconnect: Name | null;
  readonly attributes: readonly Attribute[];
}

/** `device nic: Ethernet10G at p[0].ht[2] { dma reaches p[*].dram; interrupt -> p[0].cpu[0] }` */
export interface DeviceItem extends DeclarationBase {
  readonly kind: "device";
  readonly dimensions: readonly ArrayDimension[];
  readonly deviceKind: Name;
  readonly at: Path;
  readonly attributes: readonly Attribute[];
  readonly dma: readonly DmaClause[];
  readonly interrupts: readonly InterruptClause[];
  readonly banks: readonly RegistersItem[];
  /** The space its DMA goes to; one is meant, each that was written is here. */
  readonly sees: readonly SeesClause[];
}

export interface DmaClause extends Node {
  readonly reaches: readonly Path[];
}

/** `measured latency p[0].cpu[0] -> p[1].cpu[0]: 190 cycles "HotOS '09, table 1"` */
export interface MeasuredItem extends Node {
  readonly kind: "measured";
  readonly documentation: Documentation;
  /** `latency` or `bandwidth`; judged later. */
  readonly quantity: Name;
  readonly from: Path;
  readonly to: Path;
  readonly value: Expression;
  readonly source: StringLiteral;
}

/** `for x, y in 0..6 { link t[x][y].east -- t[x + 1][y].west }`; both ends belong to the range. */
export interface ForItem extends Node {
  readonly kind: "for";
  /** Each goes through the whole range, the last one quickest. */
  readonly variables: readonly Name[];
  readonly from: Expression;
  readonly to: Expression;
  readonly items: readonly HardwareItem[];
}
