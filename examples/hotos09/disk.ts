/** The block service: a disk in memory, on the core nearest to the disk's own controller. */
import type { WritableRegion } from "skerry/runtime";
import { type Extent, longestRead, Status, StatusFailure, sector } from "~skerry/block";
import type { Disk } from "~skerry/fileserver";
import { SectorStore } from "./sector-store.ts";

const mebibytes = 512;
/** Writes that the journal remembers, at least. */
const remembered = 256;

export const program: Disk = async ({ core, events, services, state: { journal }, log }) => {
  const store = new SectorStore((mebibytes * 1024 * 1024) / sector, sector);
  let writtenSectors = 0n;

  /** Throwing the failure that the interface declares is how a call fails: the caller's promise rejects with it. */
  function check(lba: bigint, count: number): void {
    const isWhole = count >= 1 && count <= longestRead;
    if (!isWhole || !store.holds(lba, count)) throw new StatusFailure(Status.outOfRange);
  }

  /** More than half of the replicas have it before anybody hears that the sectors are stored. */
  async function note(run: Extent): Promise<void> {
    const noted = await journal.append(run);
    if (noted.kind === "failed") throw new Error(`the journal does not have it: ${noted.text}`);
    // It holds twice as many; what is older than that goes.
    if (noted.value % remembered === remembered - 1) await journal.trim(noted.value + 1 - remembered);
  }

  // Whoever wants to know where the disk is can look it up.
  await services.registry.register({ name: "disk", value: core });
  log(`${mebibytes} MiB in sectors of ${sector} bytes`);

  return {
    capacity: () => ({ sectors: BigInt(store.sectors) }),

    read(at: Extent) {
      check(at.lba, at.count);
      return { data: store.read(Number(at.lba), at.count) };
    },

    async write(lba: bigint, data: Uint8Array) {
      if (data.length % sector !== 0) throw new StatusFailure(Status.ioError);
      const stored = data.length / sector;
      check(lba, stored);
      store.write(Number(lba), data);
      await note({ lba, count: stored });
      writtenSectors += BigInt(stored);
      // Does not wait: a subscriber who has no room now misses this number, and the next one says more anyway.
      events.tryWritten(writtenSectors);
      return { stored };
    },

    trim({ lba, count }: Extent) {
      // Nobody waits for an answer, so there is nobody to tell: what the disk does not have needs no trimming.
      if (store.holds(lba, count)) store.trim(Number(lba), count);
    },

    // A generator is a stream. It runs no faster than its client consumes.
    *scan(from: bigint) {
      if (!store.holds(from, 0)) return;
      for (const { lba, count } of store.runs(Number(from))) yield { at: { lba: BigInt(lba), count } };
    },

    load(lba: bigint, into: WritableRegion) {
      const loaded = Math.floor(into.length / sector);
      if (!store.holds(lba, loaded)) throw new StatusFailure(Status.outOfRange);
      // The caller's own memory: nothing of this goes through a message.
      into.bytes.set(store.read(Number(lba), loaded));
      return { loaded };
    },
  };
};
