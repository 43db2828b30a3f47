/** Adds up the parts as they come. */
import type { Total } from "~skerry/integral";

export const program: Total = ({ core, events, log }) => {
  let parts = 0;
  let sum = 0;
  log(`adding up on ${core}`);

  return {
    async add(part, of) {
      parts++;
      sum += part;
      if (parts === of) await events.complete(sum);
      return { parts };
    },
  };
};
