import { expect, test } from "vitest";
import { stateUnused } from "../../../src/checks/state/state-unused.ts";
import { messagesBy, system } from "./state-system.ts";

test("state is there for a program", () => {
  const found = (states: string, programs?: string) => messagesBy(stateUnused, system(states, programs));
  expect(found("state a: counter replicas every core")).toEqual(["no program uses the state `a`"]);
  const user = 'client user = "./user.ts" on p[0].cpu[0] uses a';
  expect(found("state a: counter replicas every core", user)).toEqual([]);
});
