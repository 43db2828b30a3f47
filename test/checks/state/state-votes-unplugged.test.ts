import { expect, test } from "vitest";
import { stateVotesUnplugged } from "../../../src/checks/state/state-votes-unplugged.ts";
import { messagesBy, system } from "./state-system.ts";

test("what waits for all replicas does not wait for one that can be taken out", () => {
  const fixed = (states: string) => messagesBy(stateVotesUnplugged, system(states));
  const plugged = (states: string) =>
    messagesBy(stateVotesUnplugged, system(states).replace("package p[2]: Pair", "package p[2]: Pair, pluggable"));
  expect(fixed("state a: counter replicas one per package, agree twoPhase")).toEqual([]);
  expect(plugged("state a: counter replicas one per package, agree majority")).toEqual([]);
  expect(plugged("state a: counter replicas one per package, agree twoPhase")[0]).toMatch(
    /^every change of `a` waits for all its replicas \(twoPhase\), and `p\[0\]`/,
  );
});
