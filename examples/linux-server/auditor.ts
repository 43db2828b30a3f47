/** Reads every record as soon as there is one, and holds it to the frame that it was. */
import type { Auditor } from "~skerry/archive";
import { frameOf, frames } from "./frames.ts";

export const program: Auditor = async ({ core, log, services: { journal } }) => {
  for (let number = 0; number < frames; number++) {
    const { record } = await journal.read(number);
    if (Buffer.compare(record, frameOf(number)) !== 0) throw new Error(`record ${number} is another one`);
  }
  log(`${frames} records are as they came, read on ${core}`);
};
