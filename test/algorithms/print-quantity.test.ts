import { expect, test } from "vitest";
import { printBandwidth, printFrequency, printSize, printTime } from "../../src/algorithms/print-quantity.ts";

test.each([
  [printTime, 999, "999 ps"],
  [printTime, 1000, "1 ns"],
  [printTime, 32_500, "32.5 ns"],
  [printTime, 2e15, "2000 s"],
  [printFrequency, 0.5, "0.5 Hz"],
  [printFrequency, 2.1e9, "2.1 GHz"],
  [printBandwidth, 338_430_000, "338.43 MB/s"],
  [printBandwidth, 3.2e9, "3.2 GB/s"],
  [printSize, 1023, "1023 bytes"],
  [printSize, 1536, "1.5 KiB"],
  [printSize, 2 ** 31, "2 GiB"],
])("%o of %d is %s", (print, value, text) => {
  expect(print(value)).toBe(text);
});
