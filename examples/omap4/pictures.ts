/** Codes strips of pictures. */
import type { Pictures } from "~skerry/camcorder";
import { Fault, FaultFailure, longest, side, width } from "~skerry/pictures";
import { codeStrip } from "./strip.ts";

export const program: Pictures = ({ core, log }) => {
  log(`coding pictures on ${core}`);
  return {
    code(step, strip) {
      if (step === 0) throw new FaultFailure(Fault.noStep);
      if (strip.length !== side * width) throw new FaultFailure(Fault.wrongLength);
      const coded = codeStrip(strip, width, step);
      if (coded.length > longest) throw new FaultFailure(Fault.tooLong);
      return { coded };
    },
  };
};
