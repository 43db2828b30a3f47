import { expect, test } from "vitest";
import { outcomeOf } from "./ledger-kills.ts";

/** Both included; set `SKERRY_SEEDS` for others, `SKERRY_KILLS` for more kills with each. */
const [first = 1, last = 3] = (process.env["SKERRY_SEEDS"] ?? "1..3").split("..").map(Number);
const kills = Number(process.env["SKERRY_KILLS"] ?? 10);
const seeds = Array.from({ length: last - first + 1 }, (_, index) => first + index);

test.each(seeds)(
  "kernels are killed and start anew by seed %i: nothing is lost, and all goes on",
  { timeout: 120_000 + kills * 5000 },
  async (seed) => {
    const { faults, standings } = await outcomeOf(seed, kills);
    expect(faults.slice(0, 10), standings).toEqual([]);
  },
);
