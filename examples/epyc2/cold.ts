/** All pages, on the core beside the link to the memory without cores. */
import { Missing, MissingFailure } from "~skerry/pages";
import type { Cold } from "~skerry/tiers";

export const program: Cold = ({ core, log }) => {
  const pages = new Map<number, Uint8Array>();
  log(`keeping all pages on ${core}`);

  return {
    put(page, data) {
      pages.set(page, data.slice());
    },

    get(page) {
      const data = pages.get(page);
      if (data === undefined) throw new MissingFailure(Missing.neverKept);
      return { data };
    },
  };
};
