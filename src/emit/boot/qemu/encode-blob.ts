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
  noNode,
  programKind,
  type SectionName,
  useFlag,
} from "./blob-format.ts";
import { type Attribute, listAttributes } from "./memory-attributes.ts";
import type { QemuView } from "./qemu-view.ts";
import { writeDomains, writeHops, writeStates } from "./write-states.ts";

/** The blob that kernels on bare metal boot from; `routes`: bytes of `routes.bin`. */
export function encodeBlob(view: QemuView, routes: Uint8Array): Uint8Array {
  const names = new Names();
  const name = names.at(view.name);
  const sections: Readonly<Record<Exclude<SectionName, "names">, Uint8Array>> = {
    cores: writeCores(view, names),
    memories: writeMemories(view, names),
    distances: Uint8Array.from((view.distances ?? []).flat()),
    channels: writeChannels(view),
    programs: writePrograms(view, names),
    uses: writeUses(view),
    routes,
    hops: writeHops(view.hops),
    ...writeStates(view.states, (text) => names.at(text)),
    attributes: writeAttributes(view),
    domains: writeDomains(view.domains),
    latencies: writeLatencies(view),
  };
  const parts = blobSections.map((section) => (section.name === "names" ? names.bytes() : sections[section.name]));
  return join(view, name, parts);
}

function join(view: QemuView, name: number, parts: readonly Uint8Array[]): Uint8Array {
  let end = headerBytes + blobSections.length * directoryEntryBytes;
  const offsets = parts.map(({ length }) => {
    const offset = Math.ceil(end / 8) * 8;
    end = offset + length;
    return offset;
  });
  const blob = new Uint8Array(Math.ceil(end / 8) * 8);
  const words = new DataView(blob.buffer);
  blob.set(new TextEncoder().encode(blobMagic), headerField.magic);
  words.setUint16(headerField.version, blobVersion, true);
  words.setUint16(headerField.headerBytes, headerBytes, true);
  words.setBigUint64(headerField.address, BigInt(view.platform.blobAt), true);
  const fields = {
    ...{ bytes: blob.length, platform: view.platform.number, bootCore: view.bootCore },
    ...{ virtualChannels: view.virtualChannels, window: view.window, name, nodes: view.nodes.length },
    sections: blobSections.length,
  } as const;
  for (const [field, value] of Object.entries(fields)) {
    words.setUint32(headerField[field as keyof typeof fields], value, true);
  }
  parts.forEach((part, index) => {
    const at = headerBytes + index * directoryEntryBytes;
    const entryBytes = blobSections[index]?.entryBytes ?? 1;
    const entry = [offsets[index] ?? 0, part.length / entryBytes, entryBytes];
    for (const [word, value] of entry.entries()) words.setUint32(at + 4 * word, value, true);
    blob.set(part, offsets[index]);
  });
  words.setUint32(headerField.checksum, crc32c(blob), true);
  return blob;
}

/** Texts one behind the other, each with a 0 at its end; the first is empty. */
class Names {
  readonly #encoder = new TextEncoder();
  readonly #known = new Map<string, number>([["", 0]]);
  readonly #texts: Uint8Array[] = [new Uint8Array(1)];
  #end = 1;

  at(text: string): number {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const at = this.#end;
    const encoded = this.#encoder.encode(`${text}\0`);
    this.#known.set(text, at);
    this.#texts.push(encoded);
    this.#end += encoded.length;
    return at;
  }

  bytes(): Uint8Array {
    const all = new Uint8Array(this.#end);
    let at = 0;
    for (const text of this.#texts) {
      all.set(text, at);
      at += text.length;
    }
    return all;
  }
}

function records(
  name: SectionName,
  count: number,
): { readonly bytes: Uint8Array; readonly view: DataView; size: number } {
  const size = blobSections.find((section) => section.name === name)?.entryBytes ?? 0;
  const bytes = new Uint8Array(count * size);
  return { bytes, view: new DataView(bytes.buffer), size };
}

function writeCores({ cores, channels }: QemuView, names: Names): Uint8Array {
  const { bytes, view, size } = records("cores", cores.length);
  let channel = 0;
  cores.forEach((core, index) => {
    const at = index * size;
    const first = channel;
    while (channels[channel]?.to === index) channel++;
    const longs = [core.hardwareId, core.doorbell, core.memory.address, core.memory.bytes];
    for (const [word, value] of longs.entries()) view.setBigUint64(at + 8 * word, BigInt(value), true);
    const words = [names.at(core.name), core.frames, first, channel - first];
    for (const [word, value] of words.entries()) view.setUint32(at + 32 + 4 * word, value, true);
    view.setUint16(at + 48, core.node < 0 ? noNode : core.node, true);
    const host = core.host === null ? 0 : coreFlag.host | (core.host === "serial" ? coreFlag.serial : 0);
    view.setUint8(at + 50, (core.online ? coreFlag.online : 0) | host);
    view.setUint8(at + 51, core.image);
  });
  return bytes;
}

function writeMemories({ nodes, ranges }: QemuView, names: Names): Uint8Array {
  const all = nodes.flatMap(({ name }, node) => (ranges[node] ?? []).map((range) => ({ ...range, name, node })));
  const { bytes, view, size } = records("memories", all.length);
  all.forEach((memory, index) => {
    const at = index * size;
    view.setBigUint64(at, BigInt(memory.address), true);
    view.setBigUint64(at + 8, BigInt(memory.bytes), true);
    view.setUint32(at + 16, names.at(memory.name), true);
    view.setUint32(at + 20, memory.node, true);
  });
  return bytes;
}

function writeAttributes({ attributes }: QemuView): Uint8Array {
  const all: readonly Attribute[] = attributes === null ? [] : listAttributes(attributes);
  const { bytes, view, size } = records("attributes", all.length);
  all.forEach(({ kind, initiator, target, level, value }, index) => {
    const at = index * size;
    view.setBigUint64(at, BigInt(value), true);
    view.setUint16(at + 8, initiator, true);
    view.setUint16(at + 10, target, true);
    view.setUint8(at + 12, attributeKind[kind]);
    view.setUint8(at + 13, level);
  });
  return bytes;
}

function writeLatencies({ latencies }: QemuView): Uint8Array {
  const { bytes, view, size } = records("latencies", latencies.length);
  latencies.forEach(({ from, to, picoseconds }, index) => {
    const at = index * size;
    view.setBigUint64(at, BigInt(picoseconds), true);
    view.setUint16(at + 8, from, true);
    view.setUint16(at + 10, to, true);
  });
  return bytes;
}

function writeChannels({ channels }: QemuView): Uint8Array {
  const { bytes, view, size } = records("channels", channels.length);
  channels.forEach(({ from, to, virtualChannel, slots, slotBytes, address }, index) => {
    const at = index * size;
    view.setBigUint64(at, BigInt(address), true);
    view.setUint16(at + 8, from, true);
    view.setUint16(at + 10, to, true);
    view.setUint8(at + 12, virtualChannel);
    view.setUint8(at + 13, Math.log2(slots));
    view.setUint16(at + 14, slotBytes, true);
  });
  return bytes;
}

function writePrograms({ programs }: QemuView, names: Names): Uint8Array {
  const { bytes, view, size } = records("programs", programs.length);
  let use = 0;
  programs.forEach((program, index) => {
    const at = index * size;
    const texts = [program.name, program.interface, program.fingerprint];
    for (const [word, text] of texts.entries()) view.setUint32(at + 4 * word, names.at(text), true);
    const halves = [program.core, program.instance, program.instances];
    for (const [half, value] of halves.entries()) view.setUint16(at + 12 + 2 * half, value, true);
    view.setUint8(at + 18, programKind[program.kind]);
    view.setUint32(at + 20, use, true);
    view.setUint32(at + 24, program.uses.length, true);
    use += program.uses.length;
  });
  return bytes;
}

function writeUses({ programs }: QemuView): Uint8Array {
  const uses = programs.flatMap((program) => program.uses);
  const { bytes, view, size } = records("uses", uses.length);
  uses.forEach(({ program, opcodes }, index) => {
    const at = index * size;
    view.setUint32(at, program, true);
    view.setUint32(at + 4, opcodes === null ? useFlag.allOperations : 0, true);
    for (const opcode of opcodes ?? []) {
      const byte = at + 8 + (opcode >> 3);
      view.setUint8(byte, view.getUint8(byte) | (1 << (opcode & 7)));
    }
  });
  return bytes;
}
