/** Codes blocks of sound. The steps go on from block to block, so that only the first one must find them. */
import type { Sound } from "~skerry/camcorder";
import { codeSamples } from "./adpcm.ts";

export const program: Sound = ({ core, log }) => {
  const predictor = { sample: 0, step: 0 };
  log(`coding sound on ${core}`);
  return { code: (samples) => ({ coded: codeSamples(samples, predictor) }) };
};
