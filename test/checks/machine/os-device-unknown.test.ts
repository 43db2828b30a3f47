import { expect, test } from "vitest";
import { osDeviceUnknown } from "../../../src/checks/machine/os-device-unknown.ts";
import { faultsOf } from "./faults-of.ts";

test("what the operating system calls a device stands behind a kind that hwloc has", () => {
  const found = (os: string) =>
    faultsOf(
      osDeviceUnknown,
      `isa tiny { word 32 bits, little endian, line 64 bytes, page 4 KiB } device Card {}
      machine m { core cpu: tiny @ 1 GHz; device nic: Card at cpu, os "${os}" }`,
    );
  expect(found("network eth0, openfabrics mlx5_0")).toEqual([]);
  expect(found("eth0")).toHaveLength(1);
  expect(found("block")).toHaveLength(1);
  expect(found("netwrk eth0")[0]).toContain("did you mean `network`?");
});
