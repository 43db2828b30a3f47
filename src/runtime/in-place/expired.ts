import { Store } from "../codec/store.ts";
import { ExpiredError } from "../errors.ts";

/** Stands where the memory of a message was: whoever reads or writes it learns that its time is over. */
export const expired: Store = new Proxy(new Store(new ArrayBuffer(0)), {
  get: () => {
    throw new ExpiredError();
  },
});
