/** Programs to be copied have to bear what happens to a machine: a client ends, or says what was lost. */
import { expect, test } from "vitest";
import { root, skerry } from "../cli/skerry.ts";

test.each([
  ["hotos09", 40],
  ["linux-server", 40],
  ["omap4", 40],
  ["smartnic", 15],
  ["this-machine", 40],
  ["zynqmp", 40],
])(
  "the programs of %s do nothing under faults that those do not excuse",
  async (name, seeds) => {
    const { code, out, err } = await skerry(["simulate", `examples/${name}`, "--seeds", `1..${seeds}`], { cwd: root });
    expect(out).toMatch(new RegExp(`\\n${seeds} seeds: all passed\\.\\n$`));
    expect({ code, err }).toEqual({ code: 0, err: "" });
  },
  120_000,
);
