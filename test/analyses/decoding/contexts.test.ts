import { describe, expect, test } from "vitest";
import { grantsOf, iommusOf, planContexts } from "../../../src/analyses/decoding/contexts.ts";
import { memoriesBehind } from "../../../src/analyses/decoding/memories-behind.ts";
import { DecodingNet } from "../../../src/analyses/decoding/net.ts";
import { unfold } from "../../../src/analyses/decoding/unfold.ts";
import { printRange } from "../../../src/model/address-space.ts";
import type { Device, Machine } from "../../../src/model/machine.ts";
import { machineOf } from "../../resolve/described.ts";

const machineWith = (items: string) =>
  machineOf(`device Nic { bandwidth 1 GB/s }
    machine m { core cpu: amd64; memory a: 64 KiB; memory b: 1 GiB; ${items} }`);

function device(machine: Machine, path: string): Device {
  const found = machine.devices.find((one) => one.path === path);
  if (found === undefined) throw new Error(`no ${path}`);
  return found;
}

function windows(machine: Machine, grants = grantsOf(machine)): readonly string[] {
  return planContexts(machine, grants).flatMap(({ device: { path }, iommu, maps }) =>
    maps.map((map) => `${path}: ${printRange(iommu, map)} of ${iommu.path} to 0x${map.at.toString(16)}`),
  );
}

function reached(machine: Machine, path: string): readonly string[] {
  const initiator = device(machine, path);
  if (initiator.sees === null) return [];
  const { ranges } = unfold(new DecodingNet(planContexts(machine)), initiator, initiator.sees.space);
  return ranges.map(({ target, at, from, to }) => {
    const memory = target.kind === "memory" ? target.memory.path : "";
    return `${memory} 0x${at.toString(16)}, ${to - from + 1n} bytes`;
  });
}

describe("windows of an IOMMU", () => {
  const bus = "space bus: 40 bits { map 0x80_0000_0000 to b; map 0x1000_0000 to a }";

  test("have the addresses of the bus, as far as those fit", () => {
    const machine = machineWith(`${bus}; iommu u: 40 bits to bus; device d: Nic at cpu, sees u { dma reaches a, b }`);
    expect(windows(machine)).toEqual([
      "d: 0x1000_0000..0x1000_ffff of u to 0x10000000",
      "d: 0x80_0000_0000..0x80_3fff_ffff of u to 0x8000000000",
    ]);
  });

  test("else take the first gap", () => {
    const machine = machineWith(`${bus}; iommu u: 31 bits to bus; device d: Nic at cpu, sees u { dma reaches a, b }`);
    expect(windows(machine)).toEqual([
      "d: 0x1000_0000..0x1000_ffff of u to 0x10000000",
      "d: 0x1001_0000..0x5000_ffff of u to 0x8000000000",
    ]);
    expect(reached(machine, "d")).toEqual(["a 0x0, 65536 bytes", "b 0x0, 1073741824 bytes"]);
  });

  test("are whole pages, be the grant smaller", () => {
    const machine = machineWith(`${bus}; iommu u: 40 bits to bus, page 16 KiB; device d: Nic at cpu, sees u`);
    const [memory] = machine.memories;
    if (memory === undefined) throw new Error("no memory");
    const grant = { device: device(machine, "d"), memory, offset: 0x5000n, size: 0x10n, span: memory.span };
    expect(windows(machine, [grant])).toEqual(["d: 0x1000_4000..0x1000_7fff of u to 0x10004000"]);
    const next = { ...grant, offset: 0x6000n };
    expect(windows(machine, [grant, next])).toHaveLength(1);
  });

  test("of one device are none of the other's", () => {
    const machine = machineWith(
      `${bus}; iommu u: 40 bits to bus; device d: Nic at cpu, sees u { dma reaches a }; device e: Nic at cpu, sees u`,
    );
    expect(reached(machine, "d")).toEqual(["a 0x0, 65536 bytes"]);
    expect(reached(machine, "e")).toEqual([]);
  });

  test("stand behind each other where IOMMUs do", () => {
    const machine = machineWith(
      `${bus}; iommu outer: 40 bits to bus; iommu inner: 32 bits to outer; device d: Nic at cpu, sees inner { dma reaches b }`,
    );
    expect(iommusOf(device(machine, "d")).map(({ path }) => path)).toEqual(["inner", "outer"]);
    expect(windows(machine)).toEqual([
      "d: 0x80_0000_0000..0x80_3fff_ffff of outer to 0x8000000000",
      "d: 0x0..0x3fff_ffff of inner to 0x8000000000",
    ]);
    expect(reached(machine, "d")).toEqual(["b 0x0, 1073741824 bytes"]);
  });

  test("are found behind a space that maps part of the IOMMU", () => {
    const machine = machineWith(
      `${bus}; iommu u: 40 bits to bus; space pci: 32 bits { map 0x0 size 2 GiB to u }; device d: Nic at cpu, sees pci { dma reaches a }`,
    );
    expect(reached(machine, "d")).toEqual(["a 0x0, 65536 bytes"]);
  });
});

test("the memories behind a space are those that some map leads to, also behind IOMMUs", () => {
  const machine = machineWith(
    "space top: 40 bits { map 0x0 to u }; iommu u: 32 bits to low; space low: 32 bits { map 0x0 to a; map 0x1000_0000 to low2 }; space low2: 8 bits",
  );
  const [top] = machine.spaces;
  expect(top === undefined ? [] : memoriesBehind(top).map(({ path }) => path)).toEqual(["a"]);
});
