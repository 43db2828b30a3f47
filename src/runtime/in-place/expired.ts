import { Store } from "../codec/store.ts";
import { ExpiredError } from "../errors.ts";

const refuse = {
  get: (): never => {
    throw new ExpiredError();
  },
};

/** Stands where the memory of a message was: whoever reads or writes it learns that its time is over. */
export const expired: Store = new Proxy(new Store(new ArrayBuffer(0)), refuse);
/** The same for who reads it as a DataView. */
export const expiredData: DataView = new Proxy(new DataView(new ArrayBuffer(0)), refuse);
