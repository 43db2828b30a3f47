/** Writes six pages, reads them back, those written last first, and asks for one that nobody wrote. */
import { MissingFailure, pageSize } from "~skerry/pages";
import type { Reader } from "~skerry/tiers";

const count = 6;

export const program: Reader = async ({ core, log, services: { hot } }) => {
  for (let page = 0; page < count; page++) await hot.put(page, new Uint8Array(pageSize).fill(page));
  for (let page = count - 1; page >= 0; page--) {
    const { data } = await hot.get(page);
    if (data.length !== pageSize || data.some((byte) => byte !== page)) throw new Error(`page ${page} is another one`);
  }
  const failure = await hot.get(count).catch((error: unknown) => error);
  if (!(failure instanceof MissingFailure)) throw new Error("a page that nobody wrote was there");
  log(`${count} pages came back to ${core}`);
};
