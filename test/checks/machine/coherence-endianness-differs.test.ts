import { expect, test } from "vitest";
import { coherenceEndiannessDiffers } from "../../../src/checks/machine/coherence-endianness-differs.ts";
import { faultsOf } from "./faults-of.ts";

test("coherent cores read bytes in one order", () => {
  const text = (order: string) =>
    `isa other { ${order} endian } machine m { core a: amd64; core b: other; coherence between a, b }`;
  expect(faultsOf(coherenceEndiannessDiffers, text("little"))).toEqual([]);
  expect(faultsOf(coherenceEndiannessDiffers, text("big"))).toEqual([
    "2:68 SK3221 `a` is little-endian and `b` big-endian, yet they are coherent",
  ]);
});
