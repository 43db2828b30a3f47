import { describe, expect, it } from "vitest";
import { mostLost, predictAgreement } from "../../../src/analyses/replicas/predict-agreement.ts";
import type { Tree } from "../../../src/analyses/trees/tree.ts";
import { type Protocol, protocols } from "../../../src/model/state.ts";
import { leaf, uniform } from "../trees/priced.ts";

/** 0 tells 1 and 2; 1 tells 3 and 4. */
const tree: Tree = { core: 0, children: [{ core: 1, children: [leaf(3), leaf(4)] }, leaf(2)] };
const costs = uniform(10, 100);

const messages = (protocol: Protocol) =>
  predictAgreement(protocol, tree, 0, costs).phases.map((phase) => phase.messages);

describe("the messages of an agreement among five", () => {
  it.each([
    ["broadcast", [4, 5, 4]],
    ["twoPhase", [4, 5, 4, 5, 4]],
    ["majority", [4, 4, 4]],
    ["shootdown", [4, 4]],
  ] as const)("%s", (protocol, expected) => {
    expect(messages(protocol)).toEqual(expected);
  });
});

describe("the time of an agreement", () => {
  it("is that of a round along the tree, and the way of the word that all have it", () => {
    const { phases, knownAt } = predictAgreement("broadcast", tree, 0, costs);
    // 1 has it at 110 and says so at 140, 0 has read that at 330; 4 has it at 230, 1 has read both answers at 430 and says so.
    expect(phases.map(({ done }) => done)).toEqual([230, 540, 770]);
    expect([0, 1, 4].map(knownAt)).toEqual([540, 650, 770]);
  });

  it("takes two rounds where all vote", () => {
    expect(predictAgreement("twoPhase", tree, 0, costs).knownAt(0)).toBe(1080);
  });

  it("waits for two of four others where more than half count", () => {
    // The second answer is stored at 130; the leader reads the first from 120 until 220.
    expect(predictAgreement("majority", tree, 0, costs).knownAt(0)).toBe(320);
  });

  it("is that of a round from whoever begins a shootdown", () => {
    const fromLeaf = predictAgreement("shootdown", tree, 3, costs);
    expect(fromLeaf.knownAt(3)).toBeGreaterThan(predictAgreement("shootdown", tree, 0, costs).knownAt(0));
  });

  it("is nothing where one replica is all", () => {
    for (const protocol of protocols) expect(predictAgreement(protocol, leaf(7), 7, costs).knownAt(7)).toBe(0);
  });
});

describe("a broadcast of the hardware", () => {
  const bus = { ...costs, broadcast: () => "Bus" };

  it("is told of: along the tree, and for a majority from the leader to all", () => {
    expect(predictAgreement("twoPhase", tree, 0, bus).broadcasts).toEqual([
      { from: 0, to: [1, 2], over: "Bus" },
      { from: 1, to: [3, 4], over: "Bus" },
    ]);
    expect(predictAgreement("majority", tree, 0, bus).broadcasts).toEqual([{ from: 0, to: [1, 2, 3, 4], over: "Bus" }]);
    expect(predictAgreement("broadcast", tree, 0, costs).broadcasts).toEqual([]);
  });

  it("has all told sooner, by as many messages", () => {
    for (const protocol of protocols) {
      const [slow, quick] = [predictAgreement(protocol, tree, 0, costs), predictAgreement(protocol, tree, 0, bus)];
      expect(quick.phases.map((phase) => phase.messages)).toEqual(slow.phases.map((phase) => phase.messages));
      expect(quick.phases[0]?.done).toBeLessThan(slow.phases[0]?.done ?? 0);
      // The answers of all come to the leader one after the other, however soon they are there.
      expect(quick.phases.at(-1)?.done).toBeLessThanOrEqual(slow.phases.at(-1)?.done ?? 0);
    }
  });
});

describe("the losses that an object survives", () => {
  it("is less than half for a majority, and all but one for those that agree on the loss first", () => {
    expect([1, 2, 3, 4, 5].map((count) => mostLost("majority", count))).toEqual([0, 0, 1, 1, 2]);
    expect(mostLost("broadcast", 5)).toBe(4);
  });
});
