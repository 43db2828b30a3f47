/**
 * The layout of the boot blob; `dsl/boot-blob.md` explains it, `src/kernel/blob/blob.h` says the same in C, and a test holds
 * the three together. Little-endian. Sizes in bytes.
 */
export const blobMagic = "SKRYBOOT";
export const blobVersion = 6;
/** The fields in front, and the directory of sections behind them. */
export const headerBytes = 64;
export const directoryEntryBytes = 16;

/** In order of the directory, with the bytes of an entry. Sections begin at multiples of 8. */
export const blobSections = [
  { name: "cores", entryBytes: 64 },
  { name: "memories", entryBytes: 32 },
  { name: "distances", entryBytes: 1 },
  { name: "channels", entryBytes: 16 },
  { name: "programs", entryBytes: 32 },
  { name: "uses", entryBytes: 40 },
  { name: "routes", entryBytes: 1 },
  { name: "names", entryBytes: 1 },
  { name: "hops", entryBytes: 8 },
  { name: "states", entryBytes: 64 },
  { name: "seats", entryBytes: 4 },
  { name: "users", entryBytes: 8 },
  { name: "attributes", entryBytes: 16 },
  { name: "domains", entryBytes: 4 },
  { name: "latencies", entryBytes: 16 },
  { name: "candidates", entryBytes: 4 },
] as const;

export type SectionName = (typeof blobSections)[number]["name"];

/** Offsets of the header's fields. */
export const headerField = {
  magic: 0,
  version: 8,
  headerBytes: 10,
  bytes: 12,
  checksum: 16,
  platform: 20,
  bootCore: 24,
  virtualChannels: 28,
  address: 32,
  window: 40,
  name: 44,
  nodes: 48,
  sections: 52,
} as const;

/** `host`: its kernel runs beside the machine; `serial`: and shares no memory with it. */
export const coreFlag = { online: 1, host: 2, serial: 4 } as const;
export const useFlag = { allOperations: 1 } as const;
/** What a memory is to the cores of a node: nanoseconds, and MiB in a second; of a cache before it: bytes. */
export const attributeKind = { latency: 0, bandwidth: 1, cache: 2 } as const;
export const programKind = { service: 0, client: 1 } as const;
export const stateKind = { register: 0, map: 1, counter: 2, set: 3, log: 4, lease: 5 } as const;
export const stateProtocol = { broadcast: 0, twoPhase: 1, majority: 2, shootdown: 3 } as const;
/** The place of the parent of a tree's root. */
export const noParent = 0xffff;

/** More than this the kernels have no room for. */
export const mostBlobBytes = 4 << 20;
/** Of a core without a node. */
export const noNode = 0xffff;
