/**
 * The same messages read where they lie: every field, of text whether it is the one that is expected, of bytes the ends. What is
 * read is put together to one integer, because a number beyond 32 bits that is kept would be an object again.
 */
import { BulkView, MediumView, SmallView } from "~messages-in-place";
import type { MessageName } from "./contender.ts";
import type { Step } from "./race.ts";
import { writtenStore } from "./skerry.ts";
import { type Medium, mediums, slotBytes } from "./values.ts";

const small = new SmallView();
const medium = new MediumView();
const bulk = new BulkView();

export const views: Readonly<Record<MessageName, Step>> = {
  small: (index) => {
    small.$place(writtenStore, index * slotBytes);
    return small.sequence ^ small.lbaLow ^ small.lbaHigh ^ small.count ^ small.kind;
  },
  medium: (index) => {
    medium.$place(writtenStore, index * slotBytes);
    const { sequence, offset, count, kind, urgent, ratio, weight } = medium;
    let sum = medium.idLow ^ medium.idHigh ^ sequence ^ offset ^ count ^ kind ^ ratio ^ weight ^ (urgent ? 1 : 0);
    for (let at = 0; at < 16; at++) sum ^= medium.samplesAt(at);
    return medium.nameEquals((mediums[index] as Medium).name) ? sum : -1;
  },
  bulk: (index) => {
    bulk.$place(writtenStore, index * slotBytes);
    const { sequence, lbaLow, lbaHigh, count, kind, dataBytes } = bulk;
    return sequence ^ lbaLow ^ lbaHigh ^ count ^ kind ^ (dataBytes[0] as number) ^ (dataBytes[4095] as number);
  },
};
