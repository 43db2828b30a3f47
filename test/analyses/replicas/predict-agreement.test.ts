import { describe, expect, it } from "vitest";
import { mostLost, predictAgreement } from "../../../src/analyses/replicas/predict-agreement.ts";
import type { Tree, TreeCosts } from "../../../src/analyses/trees/tree.ts";
import { type Protocol, protocols } from "../../../src/model/state.ts";

const leaf = (core: number): Tree => ({ core, children: [] });
/** 0 tells 1 and 2; 1 tells 3 and 4. */
const tree: Tree = { core: 0, children: [{ core: 1, children: [leaf(3), leaf(4)] }, leaf(2)] };
const costs: TreeCosts = { send: () => 10, transit: () => 100 };

const messages = (protocol: Protocol) =>
  predictAgreement(protocol, tree, 0, costs).phases.map((phase) => phase.messages);

describe("the messages of an agreement among five", () => {
  it.each([
    ["broadcast", [4, 5, 4]],
    ["twoPhase", [4, 5, 4, 5, 4]],
    ["majority", [4, 4, 4, 4]],
    ["shootdown", [4, 4]],
  ] as const)("%s", (protocol, expected) => {
    expect(messages(protocol)).toEqual(expected);
  });
});

describe("the time of an agreement", () => {
  it("is that of a round along the tree, and the way of the word that all have it", () => {
    const { phases, knownAt } = predictAgreement("broadcast", tree, 0, costs);
    // Core 1 has it at 110, core 4 at 230; its answer is in at 1 at 340, and at the root at 450.
    expect(phases.map(({ done }) => done)).toEqual([230, 450, 680]);
    expect([0, 1, 4].map(knownAt)).toEqual([450, 560, 680]);
  });

  it("takes two rounds where all vote", () => {
    expect(predictAgreement("twoPhase", tree, 0, costs).knownAt(0)).toBe(900);
  });

  it("waits for two of four others where more than half count", () => {
    // The second answer is in at 220, when the leader has read the first.
    expect(predictAgreement("majority", tree, 0, costs).knownAt(0)).toBe(230);
  });

  it("is that of a round from whoever begins a shootdown", () => {
    const fromLeaf = predictAgreement("shootdown", tree, 3, costs);
    expect(fromLeaf.knownAt(3)).toBeGreaterThan(predictAgreement("shootdown", tree, 0, costs).knownAt(0));
  });

  it("is nothing where one replica is all", () => {
    for (const protocol of protocols) expect(predictAgreement(protocol, leaf(7), 7, costs).knownAt(7)).toBe(0);
  });
});

describe("the losses that an object survives", () => {
  it("is less than half for a majority, and all but one for those that agree on the loss first", () => {
    expect([1, 2, 3, 4, 5].map((count) => mostLost("majority", count))).toEqual([0, 0, 1, 1, 2]);
    expect(mostLost("broadcast", 5)).toBe(4);
  });
});
