import { expect, test } from "vitest";
import { statesTooMany } from "../../../src/checks/state/states-too-many.ts";
import { messagesBy, system } from "./state-system.ts";

test("every object has one of 255 endpoints", () => {
  const found = (states: string, programs?: string) => messagesBy(statesTooMany, system(states, programs));
  const many = (count: number) =>
    Array.from({ length: count }, (_, number) => `state s${number}: counter replicas every core`).join("\n");
  expect(found(many(255))).toEqual([]);
  expect(found(many(256))).toEqual(["the system `stated` has 256 replicated objects, and 255 are the most"]);
});
