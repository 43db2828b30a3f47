import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { countNumbers } from "../../../src/algorithms/number-ranges.ts";
import { computeDeliveries, computeReceivers, type Delivery } from "../../../src/analyses/interrupts/deliveries.ts";
import { machineOf } from "../../resolve/described.ts";

const head = "core cpu[4]: amd64 @ 1 GHz";

function deliveries(controllers: string, interrupt: string): readonly Delivery[] {
  const text = `use "prelude/devices"\nmachine m { ${head}\n${controllers}\ndevice d: SataDisk at cpu[0] { ${interrupt} } }`;
  return computeDeliveries(machineOf(text));
}

function print({ steps, end }: Delivery): string {
  const way = steps.map(({ controller, lines }) => {
    return `${controller.path} ${lines.map(({ from, to }) => `${from}-${to}`).join(" ")}`;
  });
  const last = end.kind === "cores" ? end.cores.map(({ path }) => path).join(" ") : end.kind;
  return [...way, last].join(" > ");
}

describe("interrupts are followed", () => {
  test("through cascades, line by line", () => {
    const controllers = `
      controller gic: 256 lines -> cpu[*] { line 100 -> cpu[3] }
      controller side: 32 lines { lines 0..31 -> gic at 98 }
      controller joined: 8 lines -> side line 2`;
    expect(deliveries(controllers, "interrupt -> side 1").map(print)).toEqual([
      "side 1-1 > gic 99-99 > cpu[0] cpu[1] cpu[2] cpu[3]",
    ]);
    expect(deliveries(controllers, "interrupt -> joined 5").map(print)).toEqual([
      "joined 5-5 > side 2-2 > gic 100-100 > cpu[3]",
    ]);
    expect(deliveries(controllers, "interrupt 0..3 -> side 0").map(print)).toEqual([
      "side 0-3 > gic 100-100 > cpu[3]",
      "side 0-3 > gic 98-99 101-101 > cpu[0] cpu[1] cpu[2] cpu[3]",
    ]);
  });

  test("as messages, to wherever any line goes", () => {
    const controllers = "controller its: (4, 8) lines, msi { lines (0, *) -> cpu[0]; lines (3, 4..7) -> cpu[1] }";
    expect(deliveries(controllers, "interrupt msi -> its").map(print)).toEqual([
      "its 0-7 > cpu[0]",
      "its 28-31 > cpu[1]",
      "its 8-27 > nowhere",
    ]);
  });

  test("not round in circles for ever", () => {
    const controllers = "controller a: 4 lines -> b at 0; controller b: 4 lines -> a at 0";
    expect(deliveries(controllers, "interrupt -> a 2").map(print)).toEqual(["a 2-2 > b 2-2 > circle"]);
  });

  test("the cores that may take them are known for each device", () => {
    const text = `use "prelude/devices"\nmachine m { ${head}
      controller gic: 8 lines -> cpu[3] { line 1 -> cpu[1..2] }
      device d: SataDisk at cpu[0] { interrupt 0..1 -> gic 1; interrupt -> cpu[1] } }`;
    const [device] = machineOf(text).devices;
    expect(device === undefined ? [] : computeReceivers(device).map(({ path }) => path)).toEqual([
      "cpu[1]",
      "cpu[2]",
      "cpu[3]",
    ]);
  });

  test("no line is lost or doubled on the way", () => {
    const cut = fc.tuple(fc.nat(30), fc.nat(30)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
    fc.assert(
      fc.property(cut, cut, fc.nat(16), ([from, to], [low, high], at) => {
        const controllers = `
          controller last: 64 lines -> cpu[0] { lines ${low}..${high} -> cpu[1] }
          controller first: 32 lines -> last at 32 { lines ${from}..${to} -> last at ${at} }`;
        const ways = deliveries(controllers, "interrupt 0..31 -> first 0");
        const arrived = ways.map(({ steps }) => countNumbers(steps.at(-1)?.lines ?? []));
        expect(arrived.reduce((sum, count) => sum + count, 0)).toBe(32);
        expect(ways.every(({ end }) => end.kind === "cores")).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});
