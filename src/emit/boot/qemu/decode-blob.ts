/** A boot blob read back, for people and tests: nothing of it is believed before it is checked. */
import { crc32c } from "../../../algorithms/crc32c.ts";
import {
  attributeKind,
  blobMagic,
  blobSections,
  blobVersion,
  coreFlag,
  directoryEntryBytes,
  headerBytes,
  headerField,
  mostBlobBytes,
  noNode,
  programKind,
  type SectionName,
  useFlag,
} from "./blob-format.ts";
import type { QemuLatency } from "./list-latencies.ts";
import type { Attribute } from "./memory-attributes.ts";
import { readStates } from "./read-states.ts";
import type { QemuHop, QemuState } from "./view-states.ts";

export interface Blob {
  readonly version: number;
  readonly bytes: number;
  readonly checksum: number;
  readonly platform: number;
  readonly name: string;
  readonly address: number;
  readonly bootCore: number;
  readonly virtualChannels: number;
  readonly window: number;
  readonly nodes: number;
  readonly cores: readonly {
    readonly name: string;
    readonly online: boolean;
    /** How the host reaches the machine whose core it is; null for the machine's own cores. */
    readonly host: "memory" | "serial" | null;
    readonly hardwareId: number;
    /** Null for a core without one. */
    readonly node: number | null;
    readonly doorbell: number;
    readonly memory: { readonly address: number; readonly bytes: number };
    readonly frames: number;
    readonly firstChannel: number;
    readonly channels: number;
    /** Which of the board's kernels it runs. */
    readonly image: number;
  }[];
  readonly memories: readonly {
    readonly name: string;
    readonly node: number;
    readonly address: number;
    readonly bytes: number;
  }[];
  /** Row by row; empty with a single node. */
  readonly distances: readonly (readonly number[])[];
  readonly channels: readonly {
    readonly from: number;
    readonly to: number;
    readonly virtualChannel: number;
    readonly slots: number;
    readonly slotBytes: number;
    readonly address: number;
  }[];
  /** In picoseconds, from each core to each of its neighbours. */
  readonly latencies: readonly QemuLatency[];
  readonly programs: readonly {
    readonly name: string;
    readonly kind: "service" | "client";
    readonly core: number;
    readonly instance: number;
    readonly instances: number;
    readonly interface: string;
    readonly fingerprint: string;
    /** Indices of services in the programs, and their operations that are allowed; null: all. */
    readonly uses: readonly { readonly program: number; readonly opcodes: readonly number[] | null }[];
  }[];
  readonly hops: readonly QemuHop[];
  /** Cores that are lost together. */
  readonly domains: readonly (readonly number[])[];
  /** What memories are to the nodes' cores, as far as the description says it and the board can tell. */
  readonly attributes: readonly Attribute[];
  readonly states: readonly QemuState[];
  /** Bytes of the routing tables. */
  readonly routes: Uint8Array;
}

export type DecodedBlob =
  | { readonly kind: "blob"; readonly blob: Blob }
  /** The end of a sentence that begins with "it". */
  | { readonly kind: "damaged"; readonly fault: string };

export function decodeBlob(bytes: Uint8Array): DecodedBlob {
  const fault = faultOf(bytes);
  return fault === null ? { kind: "blob", blob: readBlob(new Reader(bytes)) } : { kind: "damaged", fault };
}

const directoryBytes = blobSections.length * directoryEntryBytes;

function faultOf(bytes: Uint8Array): string | null {
  const magic = new TextDecoder().decode(bytes.subarray(0, blobMagic.length));
  if (magic !== blobMagic) return `does not begin with ${blobMagic}`;
  if (bytes.length < headerBytes + directoryBytes) return "ends within its header";
  const view = viewOf(bytes);
  const version = view.getUint16(headerField.version, true);
  if (version !== blobVersion) return `is of version ${version}, and this release reads version ${blobVersion}`;
  const length = view.getUint32(headerField.bytes, true);
  if (length !== bytes.length) return `says that it has ${length} bytes, and has ${bytes.length}`;
  if (length > mostBlobBytes) return `is longer than ${mostBlobBytes} bytes`;
  const checksum = view.getUint32(headerField.checksum, true);
  const found = checksumOf(bytes);
  if (checksum !== found) return `has the checksum ${hex(checksum)}, and its bytes have ${hex(found)}`;
  if (view.getUint32(headerField.sections, true) !== blobSections.length) return "has other sections";
  return sectionFault(new Reader(bytes));
}

function sectionFault(reader: Reader): string | null {
  for (const { name, entryBytes } of blobSections) {
    const section = reader.section(name);
    const end = section.offset + section.count * section.entryBytes;
    if (section.entryBytes !== entryBytes || end > reader.length) return `has ${name} that reach beyond its end`;
  }
  return null;
}

/** With 0 in the place of the checksum, in a copy: that of a Buffer's `slice` would be none. */
function checksumOf(bytes: Uint8Array): number {
  const copy = Uint8Array.from(bytes);
  viewOf(copy).setUint32(headerField.checksum, 0, true);
  return crc32c(copy);
}

function hex(word: number): string {
  return `0x${word.toString(16).padStart(8, "0")}`;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = viewOf(bytes);
  }

  get length(): number {
    return this.#bytes.length;
  }

  byte(at: number): number {
    return this.#view.getUint8(at);
  }

  half(at: number): number {
    return this.#view.getUint16(at, true);
  }

  word(at: number): number {
    return this.#view.getUint32(at, true);
  }

  long(at: number): number {
    return Number(this.#view.getBigUint64(at, true));
  }

  section(name: SectionName): { readonly offset: number; readonly count: number; readonly entryBytes: number } {
    const at = headerBytes + directoryEntryBytes * blobSections.findIndex((section) => section.name === name);
    return { offset: this.word(at), count: this.word(at + 4), entryBytes: this.word(at + 8) };
  }

  bytes(name: SectionName): Uint8Array {
    const { offset, count } = this.section(name);
    return this.#bytes.subarray(offset, offset + count);
  }

  entries<Entry>(name: SectionName, read: (at: number) => Entry): readonly Entry[] {
    const { offset, count, entryBytes } = this.section(name);
    return Array.from({ length: count }, (_, index) => read(offset + index * entryBytes));
  }

  name(at: number): string {
    const names = this.bytes("names");
    const end = names.indexOf(0, at);
    return new TextDecoder().decode(names.subarray(at, end < 0 ? names.length : end));
  }
}

function readBlob(reader: Reader): Blob {
  const { version, ...words } = headerField;
  const word = (field: Exclude<keyof typeof words, "magic" | "headerBytes" | "address">) =>
    reader.word(headerField[field]);
  const nodes = word("nodes");
  const uses = reader.entries("uses", (at) => readUse(reader, at));
  const distances = [...reader.bytes("distances")];
  return {
    version: reader.half(version),
    ...{
      bytes: word("bytes"),
      checksum: word("checksum"),
      platform: word("platform"),
      name: reader.name(word("name")),
    },
    address: reader.long(headerField.address),
    ...{ bootCore: word("bootCore"), virtualChannels: word("virtualChannels"), window: word("window"), nodes },
    cores: reader.entries("cores", (at) => readCore(reader, at)),
    memories: reader.entries("memories", (at) => ({
      ...{ name: reader.name(reader.word(at + 16)), node: reader.word(at + 20) },
      ...{ address: reader.long(at), bytes: reader.long(at + 8) },
    })),
    distances: Array.from({ length: distances.length / Math.max(1, nodes) }, (_, row) =>
      distances.slice(row * nodes, (row + 1) * nodes),
    ),
    channels: reader.entries("channels", (at) => ({
      ...{ from: reader.half(at + 8), to: reader.half(at + 10), virtualChannel: reader.byte(at + 12) },
      ...{ slots: 2 ** reader.byte(at + 13), slotBytes: reader.half(at + 14), address: reader.long(at) },
    })),
    latencies: reader.entries("latencies", (at) => ({
      ...{ from: reader.half(at + 8), to: reader.half(at + 10), picoseconds: reader.long(at) },
    })),
    programs: reader.entries("programs", (at) => readProgram(reader, at, uses)),
    ...readStates(reader),
    attributes: reader.entries("attributes", (at) => readAttribute(reader, at)),
    routes: reader.bytes("routes"),
  };
}

function readCore(reader: Reader, at: number): Blob["cores"][number] {
  const node = reader.half(at + 48);
  return {
    name: reader.name(reader.word(at + 32)),
    ...readFlags(reader.byte(at + 50)),
    hardwareId: reader.long(at),
    node: node === noNode ? null : node,
    doorbell: reader.long(at + 8),
    memory: { address: reader.long(at + 16), bytes: reader.long(at + 24) },
    ...{ frames: reader.word(at + 36), firstChannel: reader.word(at + 40), channels: reader.word(at + 44) },
    image: reader.byte(at + 51),
  };
}

function readAttribute(reader: Reader, at: number): Attribute {
  const kind = reader.byte(at + 12);
  return {
    kind: kind === attributeKind.latency ? "latency" : kind === attributeKind.bandwidth ? "bandwidth" : "cache",
    ...{ initiator: reader.half(at + 8), target: reader.half(at + 10) },
    ...{ level: reader.byte(at + 13), value: reader.long(at) },
  };
}

function readFlags(flags: number): Pick<Blob["cores"][number], "online" | "host"> {
  const link = (flags & coreFlag.serial) !== 0 ? "serial" : "memory";
  return { online: (flags & coreFlag.online) !== 0, host: (flags & coreFlag.host) !== 0 ? link : null };
}

function readProgram(reader: Reader, at: number, uses: readonly Blob["programs"][number]["uses"][number][]) {
  const [name, served, fingerprint] = [0, 4, 8].map((offset) => reader.name(reader.word(at + offset)));
  const first = reader.word(at + 20);
  const kind = reader.byte(at + 18) === programKind.service ? "service" : "client";
  return {
    ...({ name: name ?? "", kind, core: reader.half(at + 12), instance: reader.half(at + 14) } as const),
    ...{ instances: reader.half(at + 16), interface: served ?? "", fingerprint: fingerprint ?? "" },
    uses: uses.slice(first, first + reader.word(at + 24)),
  };
}

function readUse(reader: Reader, at: number): Blob["programs"][number]["uses"][number] {
  const program = reader.word(at);
  if ((reader.word(at + 4) & useFlag.allOperations) !== 0) return { program, opcodes: null };
  const all = Array.from({ length: 256 }, (_, opcode) => opcode);
  const isAllowed = (opcode: number) => ((reader.byte(at + 8 + (opcode >> 3)) >> (opcode & 7)) & 1) === 1;
  return { program, opcodes: all.filter(isAllowed) };
}
