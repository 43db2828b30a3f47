import { describe, expect, test } from "vitest";
import { BackOff } from "../../../src/runtime/membership/back-off.ts";
import { Campaign } from "../../../src/runtime/membership/campaign.ts";
import { Evidence } from "../../../src/runtime/membership/evidence.ts";
import { firstView, type View } from "../../../src/runtime/membership/view.ts";

const view = firstView([0, 1, 2, 3]);
const neighbours = [
  [1, 3],
  [0, 2],
  [1, 3],
  [0, 2],
];

function without(core: number, epoch = 2): View {
  return { ...view, epoch, members: new Set([...view.members].filter((each) => each !== core)) };
}

function campaign(changes: { readonly domains?: readonly (readonly number[])[] } = {}) {
  const evidence = new Evidence(neighbours);
  const options = { core: 0, incarnation: 0, retry: 50, gather: 400, doubt: 0, domains: [], links: [], ...changes };
  return { evidence, made: new Campaign(options, evidence) };
}

/** The waits that chance has for core 0. */
function waits(count: number): readonly number[] {
  const backOff = new BackOff(50, 0, 0);
  return Array.from({ length: count }, () => backOff.waitAfterBegin());
}

describe("a ballot begins", () => {
  test("at once for the first member, for others once those before them have had their turn", () => {
    for (const rank of [0, 1, 3]) {
      const { made } = campaign();
      const wanted = { view, wish: without(3), rank };
      expect(made.isDue(1000, wanted)).toBe(rank === 0);
      expect(made.beginAt).toBe(1000 + 50 * rank);
      expect(made.isDue(1000 + 50 * rank, wanted)).toBe(true);
    }
  });

  test("again when it has decided nothing, later each time", () => {
    const { made } = campaign();
    const wanted = { view, wish: without(3), rank: 0 };
    let now = 0;
    for (const wait of waits(5)) {
      expect(made.isDue(now, wanted)).toBe(true);
      made.begin(now, wanted);
      expect(made.beginAt).toBe(now + wait);
      expect(made.isDue(now + wait - 1, wanted)).toBe(false);
      now += wait;
    }
  });

  test("not while more is heard of another's; nothing is put off by what was heard before a new view", () => {
    const { made } = campaign();
    const wanted = { view, wish: without(3), rank: 1 };
    made.isDue(0, wanted);
    made.heardOfBallot();
    expect(made.isDue(50, wanted)).toBe(false);
    expect(made.beginAt).toBe(50 + new BackOff(50, 0, 0).wait());
    made.heardOfBallot();
    made.decided();
    expect([made.beginAt, made.isDue(60, wanted), made.beginAt]).toEqual([Number.POSITIVE_INFINITY, false, 110]);
  });

  test("once the rest of what fails together is missed too, or its time is over", () => {
    const { made } = campaign({ domains: [[2, 3]] });
    const torn = { view, wish: without(3), rank: 0 };
    expect([made.isDue(0, torn), made.isDue(399, torn), made.isDue(400, torn)]).toEqual([false, false, true]);
    const other = campaign({ domains: [[2, 3]] }).made;
    other.isDue(0, torn);
    expect(other.isDue(100, { view, wish: { ...view, epoch: 2, members: new Set([0, 1]) }, rank: 0 })).toBe(true);
  });

  test("anew when more is known to be dead than its last was about: of the first member", () => {
    const { made, evidence } = campaign();
    const wanted = { view, wish: without(3), rank: 0 };
    made.isDue(0, wanted);
    expect(made.begin(0, wanted)).toMatchObject({ dead: [], witnesses: [] });
    expect(made.isDue(10, wanted)).toBe(false);
    evidence.died({ core: 3, incarnation: 0 });
    expect(made.isDue(10, wanted)).toBe(true);
    expect(made.begin(10, wanted).dead).toEqual([3]);
  });
});
