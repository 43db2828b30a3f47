import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { createCollector } from "../../src/diagnostics/report.ts";
import { type Context, evaluate } from "../../src/resolve/evaluate.ts";
import { timeOfCycles } from "../../src/resolve/expect.ts";
import { countOf, printValue, type Value } from "../../src/resolve/value.ts";
import { parse } from "../../src/syntax/parse.ts";

/** The value of an expression as text, and what was said about it. */
function evaluated(text: string, values: Readonly<Record<string, Value | null>> = {}) {
  const { product } = parse({ path: "a.skerry", text: `interface I { const x = ${text} }` });
  const [declaration] = product.declarations;
  const [item] = declaration?.kind === "interface" ? declaration.items : [];
  if (item?.kind !== "const") throw new Error(`no expression: ${text}`);
  const { report, diagnostics } = createCollector();
  const environment = { values: new Map(Object.entries(values)), clockOf: () => null };
  const context: Context = { report, environment };
  const value = evaluate(item.value, context);
  return { value, faults: diagnostics().map(({ code, message }) => `${code} ${message}`) };
}

const amountOf = (text: string, values = {}) => evaluated(text, values).value?.amount;

describe("expressions", () => {
  test("count, with the usual precedence", () => {
    expect(amountOf("2 + 3 * 4")).toBe(14);
    expect(amountOf("(2 + 3) * 4")).toBe(20);
    expect(amountOf("10 - 4 - 3")).toBe(3);
    expect(amountOf("-3 + 5")).toBe(2);
    expect(amountOf("7 % 4")).toBe(3);
    expect(amountOf("0x10 + 1_000")).toBe(1016);
  });

  test("divide whole numbers like integers, towards zero", () => {
    expect(amountOf("7 / 2")).toBe(3);
    expect(amountOf("-7 / 2")).toBe(-3);
    expect(amountOf("1.5 / 2")).toBe(0.75);
  });

  test("name values", () => {
    expect(amountOf("2 * n + 1", { n: countOf(3) })).toBe(7);
    expect(evaluated("m", { n: countOf(3) }).faults).toEqual(["SK2208 there is no value `m` here"]);
  });

  test("stay silent about names whose own value is faulty", () => {
    expect(evaluated("2 * n", { n: null })).toEqual({ value: null, faults: [] });
  });
});

describe("quantities", () => {
  test.each([
    ["1 B", "size", 1],
    ["64 bits", "size", 8],
    ["3 bytes", "size", 3],
    ["1 kB", "size", 1000],
    ["1 MB", "size", 1e6],
    ["1 GB", "size", 1e9],
    ["1 TB", "size", 1e12],
    ["0.5 KiB", "size", 512],
    ["1 MiB", "size", 2 ** 20],
    ["1 GiB", "size", 2 ** 30],
    ["1 TiB", "size", 2 ** 40],
    ["1.1 GB", "size", 1_100_000_000],
    ["7 ps", "time", 7],
    ["7 ns", "time", 7000],
    ["7 us", "time", 7e6],
    ["7 ms", "time", 7e9],
    ["7 s", "time", 7e12],
    ["60 cycles", "time", 60],
    ["5 Hz", "frequency", 5],
    ["5 kHz", "frequency", 5000],
    ["5 MHz", "frequency", 5e6],
    ["2.1 GHz", "frequency", 2_100_000_000],
    ["8 b/s", "bandwidth", 1],
    ["8 Mb/s", "bandwidth", 1e6],
    ["10 Gb/s", "bandwidth", 1.25e9],
    ["3 B/s", "bandwidth", 3],
    ["3 MB/s", "bandwidth", 3e6],
    ["3.2 GB/s", "bandwidth", 3_200_000_000],
    ["1 KiB/s", "bandwidth", 1024],
    ["1 GiB/s", "bandwidth", 2 ** 30],
  ])("%s is a %s of %d", (text, dimension, amount) => {
    const { value, faults } = evaluated(text);
    expect(faults).toEqual([]);
    expect(value).toMatchObject({ dimension, amount });
  });

  test("combine where it makes sense", () => {
    expect(evaluated("2 * 4 KiB").value).toMatchObject({ dimension: "size", amount: 8192 });
    expect(evaluated("4 KiB * 2").value).toMatchObject({ dimension: "size", amount: 8192 });
    expect(evaluated("4 KiB / 2").value).toMatchObject({ dimension: "size", amount: 2048 });
    expect(evaluated("4 KiB / 1 KiB").value).toMatchObject({ dimension: "count", amount: 4 });
    expect(evaluated("4 KiB % 3 KiB").value).toMatchObject({ dimension: "size", amount: 1024 });
    expect(evaluated("30 cycles + 2 * 5 cycles").value).toMatchObject({ amount: 40, cycles: { hertz: null } });
  });

  test.each([
    ["4 KiB + 1", "SK2203 cannot add a size (4 KiB) and a plain number (1)"],
    ["2 GHz * 3 GHz", "SK2203 cannot multiply a frequency (2 GHz) and a frequency (3 GHz)"],
    ["1 / 4 KiB", "SK2203 cannot divide a plain number (1) and a size (4 KiB)"],
    ["4 KiB % 3", "SK2203 cannot take the rest of a size (4 KiB) and a plain number (3)"],
    [
      "1 ns - 1 cycles",
      "SK2212 cycles of different clocks, or cycles and time, cannot be combined: write all of them as times",
    ],
    ["1 / 0", "SK2206 this divides by zero"],
    ["1 KiB % 0 KiB", "SK2206 this divides by zero"],
    ["1 mHz", "SK2201 `mHz` is not a unit; did you mean `MHz`?"],
    ["9007199254740993 * 2", "SK2207 this is 18014398509481984, more than 2^53, the most that is kept exactly"],
    ["9000 s * 2", "SK2207 this is 18000 s, more than 2^53 ps, the most that is kept exactly"],
  ])("%s", (text, fault) => {
    expect(evaluated(text)).toEqual({ value: null, faults: [fault] });
  });

  test("cycles become whole picoseconds by a clock", () => {
    expect(timeOfCycles(65, 2e9)).toEqual({ picoseconds: 32_500, cycles: { count: 65, hertz: 2e9 } });
    expect(timeOfCycles(1, 3e9)?.picoseconds).toBe(333);
    expect(timeOfCycles(1, 0)).toBeNull();
  });

  const size = fc.record({ number: fc.nat(4096), unit: fc.constantFrom("B", "kB", "MB", "KiB", "MiB", "GiB") });
  test.prop([size])("are printed so that they mean the same again", ({ number, unit }) => {
    const value = evaluated(`${number} ${unit}`).value;
    expect(value === null ? null : evaluated(printValue(value)).value).toEqual(value);
  });

  test.prop([size, size])("a sum does not depend on the order", (a, b) => {
    const [first, second] = [`${a.number} ${a.unit}`, `${b.number} ${b.unit}`];
    expect(amountOf(`${first} + ${second}`)).toBe(amountOf(`${second} + ${first}`));
  });
});
