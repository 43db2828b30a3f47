import { expect, test } from "vitest";
import { stateReplicasFew } from "../../../src/checks/state/state-replicas-few.ts";
import { messagesBy, system } from "./state-system.ts";

test("one replica is lost with its core, and two are no majority without each other", () => {
  const found = (states: string, programs?: string) => messagesBy(stateReplicasFew, system(states, programs));
  expect(found("state a: counter replicas every core, agree majority")).toEqual([]);
  expect(found("state a: counter replicas on p[0].cpu[0]")).toEqual(["`a` has one replica: it is lost with its core"]);
  expect(found("state a: counter replicas one per package, agree majority")).toEqual([
    "`a` has two replicas, and more than half of two is both: it stops when either is lost",
  ]);
});
