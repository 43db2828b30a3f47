/**
 * What the page of `skerry view` knows: a plan as it is looked at. Texts are ready to be read, places are in pixels of an
 * unzoomed picture, and what thousands of elements have in common stands once. Elements are referred to by index.
 */
import type { Routes } from "../../plan/plan.ts";

export interface ViewData {
  readonly format: "skerry-view";
  readonly version: 1;
  readonly name: string;
  /** One line: how many of what. */
  readonly summary: string;
  readonly documentation: string | null;
  readonly width: number;
  readonly height: number;
  /** What is known of elements: each refers to one of these lists. */
  readonly facts: readonly Facts[];
  /** Of slices of long arrays: what is said above them, and where. */
  readonly labels: readonly (readonly [text: string, x: number, y: number])[];
  readonly parts: readonly ViewPart[];
  readonly cores: readonly ViewCore[];
  readonly bars: readonly ViewBar[];
  readonly devices: readonly ViewDevice[];
  readonly links: readonly ViewLink[];
  readonly linkKinds: readonly string[];
  readonly hops: ViewHops;
  readonly channels: ViewChannels;
  /** Without what there is to do after losses. */
  readonly routes: Routes | null;
  readonly views: readonly ViewSpace[];
  readonly programs: readonly ViewProgram[];
  readonly states: readonly ViewState[];
}

export type Facts = readonly (readonly [label: string, value: string])[];

/** Left, top, width and height. */
export type ViewBox = readonly [x: number, y: number, width: number, height: number];

interface ViewElement {
  readonly path: string;
  readonly box: ViewBox;
  /** Index in {@link ViewData.facts}. */
  readonly facts: number;
}

export interface ViewPart extends ViewElement {
  readonly type: string;
  readonly level: string;
  /** Null for the machine itself, which comes first. */
  readonly parent: number | null;
}

export interface ViewCore extends ViewElement {
  readonly part: number;
  /** `amd64 at 2 GHz`, `offline`. */
  readonly label: string;
  /** Its own caches: `l1 64 KiB, l2 512 KiB`. */
  readonly caches: string;
  readonly online: boolean;
  /** What it can address; null where nothing is said. */
  readonly view: number | null;
}

/** Something that lies under all cores of a part: a memory, a cache that they share, or that they are coherent. */
export interface ViewBar extends ViewElement {
  readonly kind: "memory" | "cache" | "coherence";
  readonly part: number;
  /** `2 GiB` */
  readonly label: string;
}

export interface ViewDevice extends ViewElement {
  readonly part: number;
  readonly type: string;
  readonly view: number | null;
}

/** One box of the picture: `part 3`, `core 17`, `device 0`. */
export type BoxName = `part ${number}` | `core ${number}` | `device ${number}`;

export interface ViewLink {
  readonly path: string;
  readonly facts: number;
  /** Index in {@link ViewData.linkKinds}. */
  readonly kind: number;
  readonly from: BoxName;
  readonly to: BoxName;
  readonly oneWay: boolean;
  /**
   * Where it leads, `x, y, x, y …`: two points of a straight line, else the start and three points of each cubic Bézier
   * curve. Absent for a straight line from box to box.
   */
  readonly points?: readonly number[];
  /** Whether it leads past so many others that it is shown only where one of its ends is looked at. */
  readonly far?: true;
  /** Of its bandwidth, by what programs say they ask; absent where nothing is said. */
  readonly use?: number;
  /** Who asks for that. */
  readonly traffic?: readonly string[];
}

/** Column by column: there may be tens of thousands. */
export interface ViewHops {
  readonly from: readonly number[];
  readonly to: readonly number[];
  /** The link that carries it; -1 for coherent caches. */
  readonly link: readonly number[];
  /** Picoseconds. */
  readonly latency: readonly number[];
}

export interface ViewChannels {
  readonly hop: readonly number[];
  readonly virtualChannel: readonly number[];
  readonly slots: readonly number[];
}

/** All that some cores and devices can address. */
export interface ViewSpace {
  readonly name: string;
  readonly ranges: readonly ViewRange[];
}

export interface ViewRange {
  readonly from: string;
  readonly to: string;
  readonly size: string;
  readonly reaches: string;
  readonly access: string;
}

export interface ViewProgram {
  readonly kind: "service" | "client";
  readonly name: string;
  readonly documentation: string | null;
  /** `Block @ 2`; null for a client. */
  readonly serves: string | null;
  readonly operations: readonly string[];
  /** Indices of services among the programs. */
  readonly uses: readonly number[];
  readonly instances: readonly ViewInstance[];
}

export interface ViewInstance {
  readonly core: number;
  readonly reasons: readonly string[];
  /** By place in `uses`: the instance it is bound to. */
  readonly bindings: readonly number[];
  readonly buffers: readonly string[];
}

export interface ViewState {
  readonly name: string;
  readonly documentation: string | null;
  readonly facts: number;
  readonly replicas: readonly number[];
  readonly leader: number;
  readonly users: readonly string[];
}
