import { expect, test } from "vitest";
import { EntryLog } from "../../../src/runtime/agreement/entry-log.ts";

function logOf(...terms: readonly number[]): EntryLog {
  const log = new EntryLog(8);
  for (const term of terms) log.append({ term, content: { kind: "nothing" } });
  return log;
}

test("a snapshot takes the place of what is in it, and of all that does not go on from there", () => {
  const goesOn = logOf(1, 1, 2, 2);
  goesOn.rebase(3, 2);
  expect({ base: goesOn.base, last: goesOn.last, term: goesOn.termAt(4) }).toEqual({ base: 3, last: 4, term: 2 });
  const differs = logOf(1, 1, 1, 1);
  differs.rebase(3, 2);
  expect({ base: differs.base, last: differs.last, term: differs.termAt(3) }).toEqual({ base: 3, last: 3, term: 2 });
  const isShort = logOf(1);
  isShort.rebase(3, 2);
  expect({ base: isShort.base, last: isShort.last }).toEqual({ base: 3, last: 3 });
});
