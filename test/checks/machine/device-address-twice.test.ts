import { expect, test } from "vitest";
import { deviceAddressTwice } from "../../../src/checks/machine/device-address-twice.ts";
import { faultsOf } from "./faults-of.ts";

test("a bus address leads to one device of a box", () => {
  const found = (first: string, second: string, boxes = "") =>
    faultsOf(
      deviceAddressTwice,
      `isa tiny { word 32 bits, little endian, line 64 bytes, page 4 KiB } device Card {} ${boxes}
      machine m { core cpu: tiny @ 1 GHz; ${boxes === "" ? "" : "box b[2]: Box;"}
        device one: Card at ${first}
        device other: Card at ${second} }`,
    );
  expect(found('cpu { address "0000:03:00.0" }', 'cpu { address "0000:03:00.1" }')).toEqual([]);
  expect(found('cpu { address "0000:03:0A.0" }', 'cpu { address "0000:03:0a.0" }')).toEqual([
    '5:9 SK3022 `other` and `one` are both at the address "0000:03:0a.0"',
  ]);
  const box = "box Box { core cpu: tiny @ 1 GHz }";
  expect(found('b[0].cpu { address "0000:03:00.0" }', 'b[1].cpu { address "0000:03:00.0" }', box)).toEqual([]);
});
