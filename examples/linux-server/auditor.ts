/** Reads every record as soon as there is one, and holds it to the frame that it was. */
import type { Auditor } from "~skerry/archive";
import { frameOf, frames } from "./frames.ts";

export const program: Auditor = async ({ core, log, services: { journal } }) => {
  let next = 0;
  let records = 0;
  while (next < frames) {
    const { record } = await journal.read(records);
    // Frames begin again with the first where the kernel that has the card starts anew.
    if (!isFrame(record, next)) next = 0;
    if (!isFrame(record, next)) throw new Error(`record ${records} is no frame that was to come`);
    records++;
    next++;
  }
  log(`${records} records are as they came, read on ${core}`);
};

function isFrame(record: Uint8Array, number: number): boolean {
  return Buffer.compare(record, frameOf(number)) === 0;
}
