import { expect, test } from "vitest";
import { bandwidthFarOff } from "../../../src/checks/machine/bandwidth-far-off.ts";
import { faultsOf, machine } from "./faults-of.ts";

test("a measured bandwidth is within a factor of ten of what one part states", () => {
  const found = (measured: string) =>
    faultsOf(
      bandwidthFarOff,
      machine(`core cpu[2]: amd64
        coherence between cpu[*]: latency 50 ns, bandwidth 2 GB/s
        memory ram: 1 GiB, bandwidth 3 GB/s
        measured bandwidth ${measured} "a paper"`),
    );
  expect(found("cpu[0] -> ram: 30 GB/s")).toEqual([]);
  expect(found("cpu[0] -> ram: 31 GB/s")).toEqual([
    "5:9 SK3024 measured from `cpu[0]` to `ram`: 31 GB/s, but the memory `ram` states 3 GB/s",
  ]);
  expect(found("cpu[0] -> cpu[1]: 100 MB/s")).toEqual([
    "5:9 SK3024 measured from `cpu[0]` to `cpu[1]`: 100 MB/s, but the coherence domain of the two states 2 GB/s",
  ]);
});
