/** A client of the file server: four of them run, one on each core of package 3, each on sectors of its own. */
import { type BlockClient, type Extent, longestRead, Status, StatusFailure, sector } from "~skerry/block";
import type { Web } from "~skerry/fileserver";

/** Sectors between the areas of two clients. */
const area = 1024n;
const roundTrips = 50;

export const program: Web = async ({ services: { disk, registry }, core, instance, lease, log, now }) => {
  await registry.register({ name: `web-${instance}`, value: core });

  const mine: Extent = { lba: area * BigInt(instance), count: longestRead };
  const data = pattern(instance, mine.count * sector);

  // Subscribe before the write, so as not to miss it.
  const written = disk.written();
  const [{ value: progress }] = await Promise.all([written.next(), disk.write(mine.lba, data)]);
  await written.return?.();

  const { data: stored } = await disk.read(mine);
  if (!equal(stored, data)) throw new Error(`the disk changed sectors ${mine.lba} and following`);

  // It said where it is before it answered anybody.
  const { value: diskCore } = await registry.lookup("disk");

  // The same again, and much more, without a message of that length.
  const memory = lease(64 * 1024);
  const { loaded } = await disk.load(mine.lba, memory);
  if (!equal(memory.slice(0, data.length), data)) throw new Error(`${loaded} sectors were loaded, but not ours first`);
  memory.release();

  const kept: Extent = { lba: mine.lba, count: mine.count / 2 };
  await disk.trim({ lba: mine.lba + BigInt(kept.count), count: mine.count - kept.count });
  await expectOneRun(disk, kept);
  await expectEnd(disk);

  const microseconds = (await timeRoundTrip(disk, now)).toFixed(1);
  log(
    `disk on ${diskCore}: ${data.length} bytes verified, ${progress?.sectors} sectors written by all, ${microseconds} µs a call`,
  );
};

/** Bytes that differ from client to client. */
function pattern(seed: number, bytes: number): Uint8Array {
  return Uint8Array.from({ length: bytes }, (_, index) => (index * 31 + seed * 7 + (index >> 8)) & 0xff);
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

/** A message and a call on one connection arrive in order: the scan sees what the trim has left. */
async function expectOneRun(disk: BlockClient, expected: Extent): Promise<void> {
  for await (const { at } of disk.scan(expected.lba)) {
    if (at.lba === expected.lba && at.count === expected.count) return; // Leaving the loop ends the stream.
    throw new Error(`expected ${expected.count} sectors at ${expected.lba}, found ${at.count} at ${at.lba}`);
  }
  throw new Error(`no sectors from ${expected.lba} on`);
}

/** What the interface declares after `fails` comes back as a class of its own, with the detail typed. */
async function expectEnd(disk: BlockClient): Promise<void> {
  const { sectors } = await disk.capacity();
  try {
    await disk.read({ lba: sectors, count: 1 });
  } catch (error) {
    if (error instanceof StatusFailure && error.detail === Status.outOfRange) return;
    throw error;
  }
  throw new Error("the disk has sectors past its end");
}

/** Microseconds of a call that does next to nothing. */
async function timeRoundTrip(disk: BlockClient, now: () => number): Promise<number> {
  const start = now();
  for (let index = 0; index < roundTrips; index++) await disk.capacity();
  return ((now() - start) * 1000) / roundTrips;
}
