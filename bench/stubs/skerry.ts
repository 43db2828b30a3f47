/** What Skerry generates, checked and unchecked, into one shared memory each. */
import { Store } from "skerry/runtime";
import {
  loadBulk,
  loadMedium,
  loadSmall,
  storeBulk,
  storeBulkUnchecked,
  storeMedium,
  storeMediumUnchecked,
  storeSmall,
  storeSmallUnchecked,
} from "~messages";
import type { Contender } from "./contender.ts";
import { type Bulk, bulks, type Medium, mediums, type Small, slotBytes, slots, smalls } from "./values.ts";

const store = new Store(new SharedArrayBuffer(slots * slotBytes));
const other = new Store(new SharedArrayBuffer(slots * slotBytes));

/** Where what is written unchecked lies. */
export const writtenStore: Store = store;
/** Everything that was written, unchecked and checked. */
export const writtenBytes: readonly Uint8Array[] = [store.bytes, other.bytes];

export const unchecked: Contender = {
  name: "unchecked",
  small: {
    encode: (index) => storeSmallUnchecked(store, index * slotBytes, smalls[index] as Small),
    decode: (index) => loadSmall(store, index * slotBytes),
  },
  medium: {
    encode: (index) => storeMediumUnchecked(store, index * slotBytes, mediums[index] as Medium),
    decode: (index) => loadMedium(store, index * slotBytes),
  },
  bulk: {
    encode: (index) => storeBulkUnchecked(store, index * slotBytes, bulks[index] as Bulk),
    decode: (index) => loadBulk(store, index * slotBytes),
  },
};

export const checked: Contender = {
  name: "checked",
  small: {
    encode: (index) => storeSmall(other, index * slotBytes, smalls[index] as Small),
    decode: (index) => loadSmall(other, index * slotBytes),
  },
  medium: {
    encode: (index) => storeMedium(other, index * slotBytes, mediums[index] as Medium),
    decode: (index) => loadMedium(other, index * slotBytes),
  },
  bulk: {
    encode: (index) => storeBulk(other, index * slotBytes, bulks[index] as Bulk),
    decode: (index) => loadBulk(other, index * slotBytes),
  },
};
