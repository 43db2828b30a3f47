import { expect, test } from "vitest";
import { stateContentsFit } from "../../../src/checks/state/state-contents-fit.ts";
import { messagesBy, system } from "./state-system.ts";

test("what is in state can be copied, and keys are compared by their bytes", () => {
  const found = (states: string, programs?: string) => messagesBy(stateContentsFit, system(states, programs));
  expect(found("state a: map<u32, f64, 4> replicas every core")).toEqual([]);
  expect(found("state a: set<f64, 4> replicas every core")).toEqual([
    "the element of `a` has an `f64` in it, and is compared by its bytes",
  ]);
  expect(found("state a: map<Things.Reading, u32, 4> replicas every core")[0]).toMatch(/^the key of `a` has an `f32`/);
  expect(found("state a: register<Things.Grant> replicas every core")).toEqual([
    "`a` cannot hold a region: that is a right of one program",
  ]);
});
