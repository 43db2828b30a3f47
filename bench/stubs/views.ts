/**
 * The same messages read where they lie, by functions that are given a view as handlers are: every field, of text whether it
 * is the one that is expected, of bytes the ends. What is read is put together to one integer, because a number beyond 32
 * bits that is kept would be an object again.
 */
import { KnownText } from "skerry/runtime";
import { BulkView, MediumView, SmallView } from "~messages-in-place";
import type { MessageName } from "./contender.ts";
import type { Field } from "./race.ts";
import { writtenStore } from "./skerry.ts";
import { type Medium, mediums, slotBytes } from "./values.ts";

const small = new SmallView();
const medium = new MediumView();
const bulk = new BulkView();
const names = mediums.map(({ name }) => new KnownText(name));

/** The ways to read a message in place, by name. */
export const views: Readonly<Record<MessageName, Field>> = {
  small: { view: (index) => readSmall(small.$place(writtenStore, index * slotBytes)) },
  medium: {
    view: (index) => readMedium(placeMedium(index), names[index] as KnownText),
    "a string to compare with": (index) => readMediumByString(placeMedium(index), (mediums[index] as Medium).name),
  },
  bulk: { view: (index) => readBulk(bulk.$place(writtenStore, index * slotBytes)) },
};

function placeMedium(index: number): MediumView {
  return medium.$place(writtenStore, index * slotBytes);
}

function readSmall({ sequence, lbaLow, lbaHigh, count, kind }: SmallView): number {
  return sequence ^ lbaLow ^ lbaHigh ^ count ^ kind;
}

function readMedium(view: MediumView, name: KnownText): number {
  return view.nameEquals(name) ? readNumbers(view) : -1;
}

function readMediumByString(view: MediumView, name: string): number {
  return view.nameEquals(name) ? readNumbers(view) : -1;
}

function readNumbers(view: MediumView): number {
  const { idLow, idHigh, sequence, offset, count, kind, urgent, ratio, weight } = view;
  let sum = idLow ^ idHigh ^ sequence ^ offset ^ count ^ kind ^ ratio ^ weight ^ (urgent ? 1 : 0);
  for (let at = 0; at < 16; at++) sum ^= view.samplesAt(at);
  return sum;
}

function readBulk({ sequence, lbaLow, lbaHigh, count, kind, dataBytes }: BulkView): number {
  return sequence ^ lbaLow ^ lbaHigh ^ count ^ kind ^ (dataBytes[0] as number) ^ (dataBytes[4095] as number);
}
