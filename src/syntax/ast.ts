/**
 * The syntax tree: what was written, nothing resolved. Every node carries its span; names and spans are kept so that
 * every later stage can point at the text. Comments other than documentation hang on no node: the printer takes them
 * from the token stream.
 */
import type { Span } from "../source/source-file.ts";
import type { ControllerItem, DomainItem, InterruptClause } from "./interrupt-ast.ts";
import type { IommuItem, RegistersItem, SeesClause, SpaceItem } from "./space-ast.ts";

export interface Node {
  readonly span: Span;
}

export interface Name extends Node {
  readonly text: string;
}

/** The text of the `///` lines before a declaration, without the slashes, lines joined by `\n`. */
export type Documentation = string | null;

export interface File extends Node {
  readonly uses: readonly Use[];
  readonly declarations: readonly Declaration[];
}

/** `use "prelude/amd64"` */
export interface Use extends Node {
  readonly kind: "use";
  readonly path: StringLiteral;
}

export interface StringLiteral extends Node {
  readonly value: string;
}

export type Declaration =
  | IsaDeclaration
  | InterconnectDeclaration
  | DeviceDeclaration
  | PartDeclaration
  | MachineDeclaration
  | InterfaceDeclaration
  | SystemDeclaration;

export interface DeclarationBase extends Node {
  readonly documentation: Documentation;
  readonly name: Name;
}

// ───────────────────────────── hardware ─────────────────────────────

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

/** Of an array of elements: `[4]`, or `[i in 0..3]`, where the item can name the index of each element. */
export type ArrayDimension = LengthDimension | IndexDimension;

export interface LengthDimension extends Node {
  readonly kind: "length";
  readonly length: Expression;
}

/** Both ends belong to the range; that it begins at 0 is judged later. */
export interface IndexDimension extends Node {
  readonly kind: "index";
  readonly variable: Name;
  readonly from: Expression;
  readonly to: Expression;
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

/** `latency 75 cycles`, `ordered`, `little endian` (name `little`, value the word `endian`). */
export interface Attribute extends Node {
  readonly name: Name;
  readonly value: Expression | Word | StringLiteralExpression | null;
}

/** A bare word as the value of an attribute. */
export interface Word extends Node {
  readonly kind: "word";
  readonly text: string;
}

export interface StringLiteralExpression extends Node {
  readonly kind: "string";
  readonly value: string;
}

// ───────────────────────────── paths and expressions ─────────────────────────────

/** `p[0].cpu[*]` */
export interface Path extends Node {
  readonly steps: readonly PathStep[];
}

export interface PathStep extends Node {
  readonly name: Name;
  readonly selectors: readonly Selector[];
}

/** `[2 * i]`, `[*]`, `[0..3]` (both ends belong to the range) */
export type Selector = IndexSelector | (Node & { readonly kind: "all" }) | RangeSelector;

export interface IndexSelector extends Node {
  readonly kind: "index";
  readonly index: Expression;
}

export interface RangeSelector extends Node {
  readonly kind: "range";
  readonly from: Expression;
  readonly to: Expression;
}

export type Expression = NumberLiteral | QuantityLiteral | Reference | UnaryExpression | BinaryExpression;

/** `512`, `0x1000`, `1_000`, `3.2`; the value is exact only up to 2^53, `raw` is what was written. */
export interface NumberLiteral extends Node {
  readonly kind: "number";
  readonly value: number;
  readonly raw: string;
}

/** `60 cycles`, `3.2 GB/s`; `clock` is set for `60 cycles of p[0].cpu[0]`. */
export interface QuantityLiteral extends Node {
  readonly kind: "quantity";
  readonly number: NumberLiteral;
  readonly unit: Name;
  readonly clock: Path | null;
}

/** `sector`; `Block.sector`: of another interface. */
export interface Reference extends Node {
  readonly kind: "reference";
  readonly interface: Name | null;
  readonly name: Name;
}

export interface UnaryExpression extends Node {
  readonly kind: "unary";
  readonly operator: "-";
  readonly operand: Expression;
}

export interface BinaryExpression extends Node {
  readonly kind: "binary";
  readonly operator: "+" | "-" | "*" | "/" | "%";
  readonly left: Expression;
  readonly right: Expression;
}

// ───────────────────────────── interfaces ─────────────────────────────

/** `interface Block @ 2 { … }` */
export interface InterfaceDeclaration extends DeclarationBase {
  readonly kind: "interface";
  readonly version: NumberLiteral | null;
  readonly items: readonly InterfaceItem[];
  readonly reserved: readonly ReservedList[];
}

/** `reserved old, 3, 7..9`, `reserved old, @ 3`: what must not come back. */
export interface ReservedList extends Node {
  readonly entries: readonly ReservedEntry[];
}

export type ReservedEntry = ReservedName | ReservedNumbers;

export interface ReservedName extends Node {
  readonly kind: "name";
  readonly name: Name;
}

/** `3`, `7..9`, `@ 3`, `@ 7..9`; both ends belong to the range. */
export interface ReservedNumbers extends Node {
  readonly kind: "numbers";
  /** Whether `@` stands in front: numbers of operations and of arms. */
  readonly isIdentity: boolean;
  readonly from: Expression;
  readonly to: Expression | null;
}

export type InterfaceItem = ConstantItem | TypeItem | ChoiceItem | UnionItem | StructItem | OperationItem;

/** `const sector = 512`, `const most: u64 = 512` */
export interface ConstantItem extends DeclarationBase {
  readonly kind: "const";
  readonly type: Name | null;
  readonly value: Expression;
}

/** `type Sector = u32`; `type Lba = id u64`: integers that no others can stand for. */
export interface TypeItem extends DeclarationBase {
  readonly kind: "type";
  readonly isId: boolean;
  readonly type: TypeExpression;
}

/** `enum Status: u8 { ok, ioError, outOfRange = 7 }`, `open flags Mode: u8 { read, write = 4 }` */
export type ChoiceItem = EnumItem | FlagsItem;

export interface EnumItem extends ChoiceBase {
  readonly kind: "enum";
}

export interface FlagsItem extends ChoiceBase {
  readonly kind: "flags";
}

interface ChoiceBase extends DeclarationBase {
  /** As written: null is strict. */
  readonly openness: "open" | "strict" | null;
  readonly underlying: Name | null;
  readonly members: readonly EnumMember[];
  readonly reserved: readonly ReservedList[];
}

export interface EnumMember extends DeclarationBase {
  readonly value: Expression | null;
}

/** `union Shape { circle: Circle; square: u32; nothing }`: one of its arms. */
export interface UnionItem extends DeclarationBase {
  readonly kind: "union";
  /** As written: null is strict. */
  readonly openness: "open" | "strict" | null;
  readonly arms: readonly UnionArm[];
  readonly reserved: readonly ReservedList[];
}

/** `circle: Circle`, `circle @ 3: Circle` */
export interface UnionArm extends DeclarationBase {
  /** `@ 3`: its number on the wire. */
  readonly tag: NumberLiteral | null;
  /** Null when the arm says all. */
  readonly type: TypeExpression | null;
}

/** `struct Extent { lba: u64; count: u32 }`, `open struct Extent<64> { … }`, `struct Page<Item, const most> { … }` */
export interface StructItem extends DeclarationBase {
  readonly kind: "struct";
  /** As written: null is strict. */
  readonly openness: "open" | "strict" | null;
  /** Of an open struct: the bytes it may grow to. */
  readonly room: Expression | null;
  /** Of a generic struct. */
  readonly parameters: readonly TypeParameter[];
  readonly fields: readonly Field[];
  readonly reserved: readonly ReservedList[];
}

/** `Item` stands for a type, `const most` for a number. */
export interface TypeParameter extends Node {
  readonly name: Name;
  readonly isConstant: boolean;
}

/** `lba: u64`; `name?: string<32>`: it may be absent. */
export interface Field extends DeclarationBase {
  readonly isOptional: boolean;
  readonly type: TypeExpression;
}

/**
 * `idempotent call read(at: Extent) -> (data: bytes<4096>) fails Status within 20 ms priority 2 window 8`,
 * `call put(lba: u64) <- (data: bytes<512>) -> (stored: u32)`,
 * `call read(at: Extent) -> (data: bytes<4096>) fails Status`, `message trim(at: Extent)`,
 * `event ready(sectors: u64)`, `stream scan(from: u64) -> (at: Extent) fails Status`
 */
export interface OperationItem extends DeclarationBase {
  readonly kind: "operation";
  readonly verb: "message" | "call" | "event" | "stream";
  /** `@ 3`: its number on the wire. */
  readonly identity: NumberLiteral | null;
  /** The word in front. */
  readonly idempotent: Name | null;
  readonly parameters: readonly Field[];
  /** `null` when no `<-` was written. */
  readonly uploads: readonly Field[] | null;
  /** `null` when no `->` was written. */
  readonly results: readonly Field[] | null;
  readonly fails: NamedType | null;
  readonly clauses: readonly OperationClause[];
}

/** `within 20 ms`, `priority 2`, `window 8` */
export interface OperationClause extends Node {
  readonly word: "within" | "priority" | "window";
  readonly value: Expression;
}

export type TypeExpression = NamedType | AppliedType | ArrayType;

/** `u32`, `bool`, `Extent`; `Block.Extent`: of another interface. */
export interface NamedType extends Node {
  readonly kind: "named";
  readonly interface: Name | null;
  readonly name: Name;
}

/** `string<32>`, `writable region<64 KiB>`, `endpoint<Block>`, `Page<Extent, 16>` */
export interface AppliedType extends Node {
  readonly kind: "applied";
  readonly isWritable: boolean;
  readonly interface: Name | null;
  readonly name: Name;
  readonly arguments: readonly TypeArgument[];
}

/** A name alone is an expression, a {@link Reference}: only what it names tells whether it is a type. */
export type TypeArgument = TypeExpression | Expression;

/** `u32[4]`: exactly four; `u32[..16]`: at most sixteen. */
export interface ArrayType extends Node {
  readonly kind: "array";
  readonly element: TypeExpression;
  readonly length: Expression;
  readonly bounded: boolean;
}

// ───────────────────────────── systems ─────────────────────────────

/** `system fileserver on hotos09 { … }` */
export interface SystemDeclaration extends DeclarationBase {
  readonly kind: "system";
  readonly machine: Name;
  readonly items: readonly SystemItem[];
  readonly isolations: readonly IsolateItem[];
  readonly states: readonly StateItem[];
}

/** `state names: map<string<32>, Registry.Entry, 1024> replicas one per package, agree majority` */
export interface StateItem extends DeclarationBase {
  readonly kind: "state";
  readonly type: TypeExpression;
  /** `50 ms` of `lease 50 ms`. */
  readonly duration: Expression | null;
  /** One is meant, each that was written is here. */
  readonly replicas: readonly ReplicaClause[];
  /** The word behind `agree`; one is meant, each that was written is here. */
  readonly protocols: readonly Name[];
}

/** Behind `replicas`: `on p[0].cpu[0]`, `every core`, which is `one per core`, or `3 spread by package`. */
export type ReplicaClause = Extract<PlacementClause, { kind: "on" | "every" | "copies" }>;

/** `isolate net from guest, dsp`: programs or things of the machine that must not reach each other's memory. */
export interface IsolateItem extends Node {
  readonly kind: "isolate";
  readonly documentation: Documentation;
  readonly subject: Path;
  readonly others: readonly Path[];
}

export type SystemItem = ServiceItem | ClientItem;

/** `service disk: Block = "./disk.ts" near nic uses names allow web: read, scan` */
export interface ServiceItem extends DeclarationBase {
  readonly kind: "service";
  readonly interface: Name;
  readonly module: StringLiteral;
  readonly placement: readonly PlacementClause[];
  readonly drives: readonly Path[];
  readonly buffers: readonly BufferItem[];
  readonly uses: readonly Name[];
  readonly allow: readonly AllowClause[];
  readonly traffic: readonly TrafficEntry[];
}

/** `client web = "./web.ts" uses disk, names on p[3].cpu[*]` */
export interface ClientItem extends DeclarationBase {
  readonly kind: "client";
  readonly module: StringLiteral;
  readonly placement: readonly PlacementClause[];
  readonly drives: readonly Path[];
  readonly buffers: readonly BufferItem[];
  readonly uses: readonly Name[];
  readonly allow: readonly AllowClause[];
  readonly traffic: readonly TrafficEntry[];
}

/** `allow web: read, scan`, `allow names: *` */
export interface AllowClause extends Node {
  readonly program: Name;
  /** Null for `*`, all of them. */
  readonly operations: readonly Name[] | null;
}

/** `disk.read 20 kHz with 512 bytes` behind `traffic`: how often each copy does something, and how much it says. */
export interface TrafficEntry extends Node {
  readonly service: Name;
  readonly operation: Name;
  readonly rate: Expression;
  readonly size: Expression | null;
}

/**
 * `on p[3].cpu[*]`: just there; `near nic`: as close as can be; `every package`: one in each; `apart from disk by package`:
 * nowhere together; `copies 4 spread by package`: so many, no two in one; `requires isa armv7m, memory 64 MiB`.
 */
export type PlacementClause =
  | (Node & { readonly kind: "on"; readonly targets: readonly Path[] })
  | (Node & { readonly kind: "near"; readonly target: Path })
  | (Node & { readonly kind: "every"; readonly level: Name })
  | (Node & { readonly kind: "apart"; readonly program: Name; readonly level: Name | null })
  | (Node & { readonly kind: "copies"; readonly count: Expression; readonly spread: Name | null })
  | (Node & { readonly kind: "requires"; readonly attributes: readonly Attribute[] });

/** `buffer rx: 2 MiB for nic, forwarded`, `buffer index: 64 MiB, read by web`, `buffer ring: 64 KiB in p[0].dram` */
export interface BufferItem extends DeclarationBase {
  readonly kind: "buffer";
  readonly size: Expression;
  readonly clauses: readonly BufferClause[];
}

export type BufferClause =
  | (Node & { readonly kind: "for"; readonly device: Path })
  | (Node & { readonly kind: "forwarded" })
  | (Node & { readonly kind: "readBy"; readonly program: Name })
  | (Node & { readonly kind: "in"; readonly memory: Path });
