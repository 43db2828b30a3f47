import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { alignmentDistance, closestName } from "../../src/algorithms/closest-name.ts";

const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 7 });

describe("the closest name", () => {
  test("forgives a letter, a swap, and case", () => {
    const known = ["HyperTransport", "Pcie3x16", "amd64"];
    expect(closestName("amd46", known)).toBe("amd64");
    expect(closestName("amd4", known)).toBe("amd64");
    expect(closestName("AMD64", known)).toBe("amd64");
    expect(closestName("HyperTransprot", known)).toBe("HyperTransport");
  });

  test("does not guess wildly", () => {
    expect(closestName("disk", ["names", "web"])).toBeNull();
    expect(closestName("x", ["yz"])).toBeNull();
    expect(closestName("x", ["y", ""])).toBeNull();
    expect(closestName("x", ["X"])).toBe("X");
    expect(closestName("anything", [])).toBeNull();
  });

  test("is never the name itself", () => {
    expect(closestName("cpu", ["cpu"])).toBeNull();
  });

  test("of equally near names is the first, whatever their order", () => {
    expect(closestName("cpx", ["cpz", "cpa"])).toBe("cpa");
    expect(closestName("cpx", ["cpa", "cpz"])).toBe("cpa");
  });

  test.prop([word, word])("the distance is symmetric, and zero just for equals", (a, b) => {
    expect(alignmentDistance(a, b)).toBe(alignmentDistance(b, a));
    expect(alignmentDistance(a, b) === 0).toBe(a === b);
  });

  test.prop([word, word])("the distance lies between the difference and the longer of the lengths", (a, b) => {
    expect(alignmentDistance(a, b)).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
    expect(alignmentDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
  });

  test.prop([word, word, fc.nat(5)])("a bound changes nothing below it, and is exceeded above", (a, b, most) => {
    const [distance, bounded] = [alignmentDistance(a, b), alignmentDistance(a, b, most)];
    if (distance <= most) expect(bounded).toBe(distance);
    else expect(bounded).toBeGreaterThan(most);
  });

  test("a swap of neighbours is one mistake", () => {
    expect(alignmentDistance("abcd", "abdc")).toBe(1);
    expect(alignmentDistance("ab", "ba")).toBe(1);
    expect(alignmentDistance("abc", "ca")).toBe(3);
  });
});
