import { expect, test } from "vitest";
import { Steps } from "../../../src/runtime/agreement/steps.ts";

test("what comes of a step, and what is asked for meanwhile, follows in order when it is done", () => {
  const steps = new Steps();
  const taken: string[] = [];
  const returned = steps.take(() => {
    steps.follow(() => {
      taken.push("came of it");
      steps.follow(() => taken.push("came of that"));
    });
    expect(steps.take(() => taken.push("asked meanwhile"))).toBeNull();
    taken.push("step");
    return 7;
  });
  expect(returned).toBe(7);
  expect(taken).toEqual(["step", "came of it", "asked meanwhile", "came of that"]);
});

test("what comes of a step that is taken alone waits until it is to go on", () => {
  const steps = new Steps();
  const taken: string[] = [];
  steps.takeAlone(() => steps.follow(() => taken.push("came of it")));
  expect(taken).toEqual([]);
  steps.goOn();
  expect(taken).toEqual(["came of it"]);
});

test("another step can be taken after one that has thrown", () => {
  const steps = new Steps();
  const fail = (): never => {
    throw new Error("no");
  };
  expect(() => steps.take(fail)).toThrow("no");
  expect(() => steps.takeAlone(fail)).toThrow("no");
  expect(steps.take(() => 7)).toBe(7);
});
