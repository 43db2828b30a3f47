/** Has every frame of the network kept. */
import type { Intake } from "~skerry/archive";
import { frameOf, frames } from "./frames.ts";

export const program: Intake = async ({ core, log, services: { journal } }) => {
  let latest = -1;
  for (let frame = 0; frame < frames; frame++) {
    const { number } = await journal.append(frameOf(frame));
    if (number <= latest) throw new Error(`frame ${frame} was kept as record ${number}, behind ${latest}`);
    latest = number;
  }
  log(`${frames} frames came to ${core}`);
};
