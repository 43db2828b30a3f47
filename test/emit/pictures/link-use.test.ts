import { expect, test } from "vitest";
import { gatherLinkUse, shadeLabels } from "../../../src/emit/pictures/link-use.ts";
import type { Plan, PlanLoad } from "../../../src/plan/plan.ts";
import { described } from "./pictured-machines.ts";

const load = (link: number, utilisation: number | null, direction: "forward" | "backward" = "forward"): PlanLoad => {
  return { carrier: { link, direction }, demand: 1, utilisation, wait: null, filledBy: [] };
};

test("a link has the shade of its busier direction, and none without traffic or bandwidth", () => {
  const plan: Plan = {
    ...described(`use "prelude/amd64"\nmachine m { core a: amd64 @ 1 GHz }`),
    traffic: {
      flows: [],
      loads: [load(0, 0.2), load(0, 0.0846, "backward"), load(1, 0.00001), load(2, null), load(3, 1), load(4, 0.01)],
    },
  };
  const uses = [...gatherLinkUse(plan)].map(([link, { shade, text }]) => [link, shadeLabels[shade], text]);
  expect(uses).toEqual([
    [0, "traffic below 50 %", "20 % used"],
    [1, "traffic below 1 %", "less than 0.1 % used"],
    [3, "more traffic than it carries", "100 % used"],
    [4, "traffic below 10 %", "1 % used"],
  ]);
  expect(gatherLinkUse({ ...plan, traffic: null }).size).toBe(0);
});
