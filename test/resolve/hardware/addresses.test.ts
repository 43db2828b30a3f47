import fc from "fast-check";
import { expect, test } from "vitest";
import type { AddressRange, Space } from "../../../src/model/address-space.ts";
import { countRuns, runsOf } from "../../../src/resolve/hardware/addresses.ts";
import { machineOf } from "../described.ts";

/** The widths of a space's parts, and a range within each. */
const boxes = fc
  .array(
    fc
      .integer({ min: 1, max: 4 })
      .chain((width) => fc.tuple(fc.constant(width), fc.nat(2 ** width - 1), fc.nat(2 ** width - 1))),
    { minLength: 1, maxLength: 4 },
  )
  .map((parts) => ({
    widths: parts.map(([width]) => width),
    box: parts.map(([, a, b]): AddressRange => ({ from: BigInt(Math.min(a, b)), to: BigInt(Math.max(a, b)) })),
  }));

const [template] = machineOf("machine m { core c: amd64, sees s; space s: 8 bits }").spaces;

function spaceOf(widths: readonly number[]): Space {
  if (template === undefined) throw new Error("no space");
  return { ...template, widths, bits: widths.reduce((sum, width) => sum + width, 0) };
}

/** Every address, one by one: those whose parts all lie in the box. */
function naively(box: readonly AddressRange[], { widths, bits }: Space): readonly number[] {
  return Array.from({ length: 2 ** bits }, (_, address) => address).filter((address) => {
    let rest = address;
    return widths.toReversed().every((width, fromEnd) => {
      const part = BigInt(rest % 2 ** width);
      rest = Math.floor(rest / 2 ** width);
      const range = box[widths.length - 1 - fromEnd];
      return range !== undefined && range.from <= part && part <= range.to;
    });
  });
}

test("the runs of a box hold its addresses and no others, ascending, as few as can be", () => {
  fc.assert(
    fc.property(boxes, ({ widths, box }) => {
      const space = spaceOf(widths);
      const runs = runsOf(box, space);
      const addresses = runs.flatMap(({ from, to }) =>
        Array.from({ length: Number(to - from) + 1 }, (_, step) => Number(from) + step),
      );
      const expected = naively(box, space);
      expect(addresses).toEqual(expected);
      const neighbours = expected.filter((address, at) => at === 0 || expected[at - 1] !== address - 1);
      expect(runs).toHaveLength(neighbours.length);
      expect(countRuns(box, space)).toBe(BigInt(runs.length));
    }),
  );
});
