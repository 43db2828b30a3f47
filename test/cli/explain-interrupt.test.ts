import { expect, test } from "vitest";
import { skerryHere as skerry } from "./in-process.ts";
import { folderOf } from "./skerry.ts";

const machine = `use "prelude/arm64"
use "prelude/devices"

machine soc {
  core cpu[4]: arm64 @ 1 GHz
  core spare: arm64 @ 1 GHz, offline
  coherence between cpu[*], spare
  controller gic: 64 lines -> cpu[*] { shared line 9 -> cpu[1], spare }
  controller its: (4, 8) lines, msi -> cpu[2]
  controller gpio: 8 lines -> gic line 9
  device disk: SataDisk at cpu[0] { interrupt -> gpio 3 }
  device nic: Ethernet10G at cpu[1] { interrupt 0..1 -> gic 9; interrupt msi -> its (2, *) }
}
`;

test("a device's interrupts are followed to the cores that may take them", async () => {
  const folder = folderOf({ "machine.skerry": machine });
  const { code, out } = await skerry(["explain", "interrupt", folder, "nic", "--json"]);
  expect(code).toBe(0);
  const { interrupts } = JSON.parse(out);
  expect(interrupts).toMatchObject([
    {
      sources: "0..1",
      steps: [{ controller: "gic", lines: "9", shared: true }],
      cores: ["cpu[1]", "spare"],
      offline: ["spare"],
    },
    { sources: "0..1", steps: [{ controller: "gic", lines: "10" }], cores: ["cpu[0]", "cpu[1]", "cpu[2]", "cpu[3]"] },
    { sources: null, steps: [{ controller: "its", lines: "(2, *)" }], cores: ["cpu[2]"] },
  ]);
  const text = await skerry(["explain", "interrupt", folder, "disk"]);
  expect(
    text.out
      .split("\n")
      .slice(0, 7)
      .map((line) => line.replace(/ {2}\S*machine\.skerry:/, "  ")),
  ).toEqual([
    "disk",
    "",
    "source  goes to                                line        said by",
    expect.stringMatching(/^-+$/),
    expect.stringMatching(/^0 +gpio +3 +11:37$/),
    expect.stringMatching(/^ +gic +9 \(shared\) +10:28$/),
    expect.stringMatching(/^ +one of cpu\[1\], spare \(offline: spare\) +8:40$/),
  ]);
});

test("of a controller or a core, all that comes there; without an operand, all", async () => {
  const folder = folderOf({ "machine.skerry": machine });
  const devicesOf = async (...operands: string[]) => {
    const { out } = await skerry(["explain", "interrupt", folder, ...operands, "--json"]);
    return JSON.parse(out).interrupts.map(({ device }: { device: string }) => device);
  };
  expect(await devicesOf("gic")).toEqual(["disk", "nic", "nic"]);
  expect(await devicesOf("gpio")).toEqual(["disk"]);
  expect(await devicesOf("cpu[2]")).toEqual(["nic", "nic"]);
  expect(await devicesOf()).toEqual(["disk", "nic", "nic", "nic"]);
});

test("what has no interrupt, or is not there, is refused", async () => {
  const quiet = `use "prelude/arm64"\nmachine m { core cpu: arm64 @ 1 GHz }\n`;
  const folder = folderOf({ "machine.skerry": quiet });
  expect(await skerry(["explain", "interrupt", folder])).toMatchObject({ code: 2 });
  const unknown = await skerry(["explain", "interrupt", folderOf({ "machine.skerry": machine }), "nick"]);
  expect([unknown.code, unknown.err]).toEqual([2, expect.stringContaining("Did you mean nic?")]);
});
