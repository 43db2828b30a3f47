import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { demandOf, meanWait } from "../../../src/analyses/contention/waiting.ts";

const stream = fc.record({
  rate: fc.double({ min: 1, max: 1e4, noNaN: true }),
  bytes: fc.integer({ min: 1, max: 4096 }),
});
const streams = fc.array(stream, { minLength: 1, maxLength: 5 });

describe("waiting", () => {
  test("messages of one length wait as in M/D/1: half a service time at a utilisation of a half", () => {
    // 64 bytes at 64 GB/s take 1 ns; half of the time the link is busy.
    expect(meanWait([{ rate: 0.5e9, bytes: 64 }], 64e9)).toBeCloseTo(500, 6);
    // ρ = 0.8: 0.8 / (2 × 0.2) = 2 service times.
    expect(meanWait([{ rate: 0.8e9, bytes: 64 }], 64e9)).toBeCloseTo(2000, 6);
  });

  test("nobody gets through where more comes than goes", () => {
    expect(meanWait([{ rate: 1e9, bytes: 64 }], 64e9)).toBe(Number.POSITIVE_INFINITY);
  });

  test.prop([streams, stream])("more traffic waits longer, and so does the same in longer messages", (some, more) => {
    const bandwidth = 2 * demandOf([...some, more]);
    const wait = meanWait(some, bandwidth);
    expect(meanWait([...some, more], bandwidth)).toBeGreaterThanOrEqual(wait);
    const longer = some.map(({ rate, bytes }) => ({ rate: rate / 2, bytes: 2 * bytes }));
    expect(meanWait(longer, bandwidth)).toBeCloseTo(2 * wait, 3);
  });

  test.prop([streams])("a stream that is told in two parts waits as one", (some) => {
    const bandwidth = 2 * demandOf(some);
    const halves = some.flatMap(({ rate, bytes }) => [
      { rate: rate / 2, bytes },
      { rate: rate / 2, bytes },
    ]);
    expect(meanWait(halves, bandwidth)).toBeCloseTo(meanWait(some, bandwidth), 3);
  });
});
