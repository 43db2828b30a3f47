import { expect, test } from "vitest";
import { stateNameTaken } from "../../../src/checks/state/state-name-taken.ts";
import { messagesBy, system } from "./state-system.ts";

test("what programs can use has different names", () => {
  const found = (states: string, programs?: string) => messagesBy(stateNameTaken, system(states, programs));
  expect(found("state a: counter replicas every core")).toEqual([]);
  expect(found("state user: counter replicas every core")[0]).toMatch(
    /^the client `user` has the name of the state at /,
  );
  const twice = "state a: counter replicas every core state a: counter replicas every core";
  expect(found(twice)[0]).toMatch(/^the state `a` has the name of the state at /);
});
