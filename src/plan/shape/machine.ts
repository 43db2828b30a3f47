/** The hardware, with what is derived of it: cores, memories, links, devices, and what each of them can address. */

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
