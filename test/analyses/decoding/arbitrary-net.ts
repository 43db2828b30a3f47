/** Decoding nets of small spaces, so that every address of them can be tried. */
import fc from "fast-check";
import type { Access, MapTarget, Space, SpaceMap } from "../../../src/model/address-space.ts";
import type { Core, Memory } from "../../../src/model/machine.ts";
import { MachineBuilder } from "../machine-builder.ts";

export interface SmallNet {
  readonly initiator: Core;
  readonly spaces: readonly Space[];
  readonly memories: readonly Memory[];
}

const bits = 5;

const mapFacts = fc.record({
  from: fc.nat(40),
  length: fc.integer({ min: 1, max: 20 }),
  target: fc.nat(9),
  at: fc.nat(30),
  access: fc.constantFrom<Access>("readWrite", "readWrite", "readOnly", "writeOnly"),
});

/** Any maps at all that do not overlap: circles, holes, maps behind the end of things. */
export const smallNet: fc.Arbitrary<SmallNet> = fc
  .array(fc.array(mapFacts, { maxLength: 4 }), { minLength: 1, maxLength: 4 })
  .map((mapsOfSpaces) => {
    const builder = new MachineBuilder();
    const initiator = builder.core(builder.root, "cpu");
    const memories = [builder.memory(builder.root, "a", { size: 16 }), builder.memory(builder.root, "b", { size: 64 })];
    const growing = mapsOfSpaces.map((_, index) => ({ ...space(builder, index), maps: [] as SpaceMap[] }));
    for (const [index, facts] of mapsOfSpaces.entries()) {
      const own = growing[index];
      if (own === undefined) continue;
      for (const { from, length, target: number, at, access } of facts) {
        const range = { from: BigInt(from), to: BigInt(from + length - 1) };
        if (own.maps.some((map) => map.from <= range.to && map.to >= range.from)) continue;
        const span = builder.span();
        const target = targetOf(number, growing, memories);
        own.maps.push({ ...range, space: own, target, at: BigInt(at), access, span, targetSpan: span });
      }
    }
    return { initiator, spaces: growing, memories };
  });

function space(builder: MachineBuilder, index: number): Omit<Space, "maps"> {
  const [path, span] = [`s${index}`, builder.span()];
  return { index, path, documentation: null, span, part: builder.root, widths: [bits], bits, iommu: null };
}

function targetOf(number: number, spaces: readonly Space[], memories: readonly Memory[]): MapTarget {
  const space = spaces[number];
  if (space !== undefined) return { kind: "space", space };
  const memory = memories[number % memories.length];
  if (memory === undefined) throw new Error("No memory.");
  return { kind: "memory", memory };
}
