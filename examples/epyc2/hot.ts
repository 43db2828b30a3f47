/** The pages used last, near those who read them; what it does not have it gets from the store of all pages. */
import type { Hot } from "~skerry/tiers";

/** Pages kept here. */
const room = 4;

export const program: Hot = ({ log, services: { cold } }) => {
  /** The page used last stands last. */
  const pages = new Map<number, Uint8Array>();

  function keep(page: number, data: Uint8Array): void {
    pages.delete(page);
    pages.set(page, data);
    const [oldest] = pages.keys();
    if (pages.size > room && oldest !== undefined) pages.delete(oldest);
  }

  return {
    async put(page, data) {
      const own = data.slice();
      await cold.put(page, own);
      keep(page, own);
    },

    async get(page) {
      const known = pages.get(page);
      if (known === undefined) log(`page ${page} comes from afar`);
      const data = known ?? (await cold.get(page)).data.slice();
      keep(page, data);
      return { data };
    },
  };
};
