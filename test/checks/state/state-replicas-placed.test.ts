import { expect, test } from "vitest";
import { stateReplicasPlaced } from "../../../src/checks/state/state-replicas-placed.ts";
import { messagesBy, system } from "./state-system.ts";

test("replicas lie on cores that are online, each in a part of its own", () => {
  const found = (states: string, programs?: string) => messagesBy(stateReplicasPlaced, system(states, programs));
  expect(found("state a: counter replicas 2 spread by package")).toEqual([]);
  expect(found("state a: counter replicas on spare")).toEqual(["a replica of `a` is put on `spare`, which is offline"]);
  expect(found("state a: counter replicas 3 spread by package")).toEqual([
    "`a` is to have 3 replicas, each in a package of its own, but the machine `small` has 2",
  ]);
  expect(found("state a: counter replicas one per die")[0]).toMatch(/^`a` would have no replica: .* has no die /);
});
