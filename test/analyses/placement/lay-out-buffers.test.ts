import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compile } from "../../../src/pipeline.ts";
import { textHost } from "../../plan/example-host.ts";

const KiB = 1024;

/** One memory of 1 MiB, a core that sees all of it, and one that sees 256 KiB from 128 KiB on. */
const machine = `use "prelude/armv7"
machine m {
  core big: armv7a @ 1 GHz, sees all
  core small: armv7m @ 1 GHz, sees some
  memory ram: 1 MiB
  space all: 32 bits { map 0x8000_0000 to ram }
  space some: 32 bits { map 0x1000_0000 size 256 KiB to ram at 128 KiB }
  link big -- small, latency 1 us
}
interface I { call i() -> () }
`;

interface Laid {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
}

function lay(programs: string): readonly Laid[] {
  const text = `${machine}system s on m { ${programs} }`;
  const { product, diagnostics } = compile(["m.skerry"], textHost({ "m.skerry": text }));
  if (product.plan?.system === undefined || product.plan.system === null) {
    throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  }
  const { services, clients } = product.plan.system;
  return [...services, ...clients].flatMap(({ buffers, instances }) =>
    instances.flatMap((instance) =>
      buffers.map(({ name, size }, at) => ({ name, size, offset: instance.buffers[at]?.offset ?? -1 })),
    ),
  );
}

const inWindow = ({ offset, size }: Laid) => offset >= 128 * KiB && offset + size <= 384 * KiB;

describe("buffers", () => {
  test("lie at the end of their memory, one below the other, where nothing keeps them from it", () => {
    const laid = lay(`client a = "./a.ts" on big { buffer x: 64 KiB; buffer y: 5 KiB }`);
    expect(laid.map(({ offset }) => offset / KiB)).toEqual([960, 952]);
  });

  test("lie where their core can address them", () => {
    const [first] = lay(`client a = "./a.ts" on small { buffer x: 64 KiB }`);
    expect(first).toMatchObject({ offset: 320 * KiB });
  });

  test("lie where their readers can address them too", () => {
    const laid = lay(`
      service r: I = "./r.ts" on small
      client a = "./a.ts" on big uses r { buffer x: 64 KiB, read by r; buffer y: 64 KiB }`);
    expect(laid.map(({ offset }) => offset / KiB)).toEqual([320, 960]);
  });

  test("leave a window to those that have no other choice", () => {
    const laid = lay(`
      client a = "./a.ts" on big { buffer x: 640 KiB }
      client b = "./b.ts" on small { buffer y: 200 KiB }`);
    expect(laid.find(({ name }) => name === "y")).toSatisfy(inWindow);
    expect(laid.find(({ name }) => name === "x")?.offset).toBeGreaterThanOrEqual(0);
  });

  test("never overlap, whatever their sizes", () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 40 * KiB }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(sizes, sizes, (onBig, onSmall) => {
        const items = (letter: string, all: readonly number[]) =>
          all.map((size, at) => `buffer ${letter}${at}: ${size} bytes`).join("; ");
        const laid = lay(`
          client a = "./a.ts" on big { ${items("x", onBig)} }
          client b = "./b.ts" on small { ${items("y", onSmall)} }`);
        const sorted = laid.toSorted((left, right) => left.offset - right.offset);
        for (const [at, { offset, size }] of sorted.entries()) {
          expect(offset).toBeGreaterThanOrEqual(0);
          expect(offset + size).toBeLessThanOrEqual(sorted[at + 1]?.offset ?? 1024 * KiB);
        }
        for (const one of laid) if (one.name.startsWith("y")) expect(one).toSatisfy(inWindow);
      }),
      { numRuns: 30 },
    );
  });
});
