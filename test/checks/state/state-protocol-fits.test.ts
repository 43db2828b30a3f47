import { expect, test } from "vitest";
import { stateProtocolFits } from "../../../src/checks/state/state-protocol-fits.ts";
import { messagesBy, system } from "./state-system.ts";

test("only sets are agreed on without an order, and leases only by a majority", () => {
  const found = (states: string, programs?: string) => messagesBy(stateProtocolFits, system(states, programs));
  expect(found("state a: set<u32, 4> replicas every core, agree shootdown")).toEqual([]);
  expect(found("state a: lease 5 ms replicas every core, agree majority")).toEqual([]);
  for (const kind of ["counter", "register<u32>", "map<u32, u32, 4>", "log<u32, 4>"]) {
    expect(found(`state a: ${kind} replicas every core, agree shootdown`)[0]).toMatch(
      /^`a` is a \w+, which cannot be agreed on by shootdown: its changes have an order.*write `agree broadcast`$/,
    );
  }
  expect(found("state a: lease 5 ms replicas every core, agree twoPhase")[0]).toMatch(/write `agree majority`$/);
});
