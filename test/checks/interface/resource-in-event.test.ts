import { expect, test } from "vitest";
import { resourceInEvent } from "../../../src/checks/interface/resource-in-event.ts";
import { foundBy } from "../found-by.ts";

const text = `interface I {
  struct Chunk { at: u64; data: region<4096>[2] }
  type Many = Chunk[2]
  event plain(at: u64)
  event told(data: region<64>)
  event given(who: endpoint<I>, many: Many)
  call fine(data: region<64>, who: endpoint<I>) -> (chunk: Chunk)
}`;

test("an event holds neither a region nor an endpoint, however deep; other operations may", () => {
  expect(foundBy(resourceInEvent, text)).toEqual([
    "5:20 the event `told` cannot pass `data`, which holds a region",
    "6:20 the event `given` cannot pass `who`, which holds an endpoint",
    "6:39 the event `given` cannot pass `many`, which holds a region",
  ]);
});
