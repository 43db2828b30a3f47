import { expect, test } from "vitest";
import { mostOpenQuestions, OpenQuestions } from "../../../src/runtime/state/open-questions.ts";

test("a question that is asked again while it is open is not begun again", () => {
  const questions = new OpenQuestions();
  expect([questions.open(3, 7), questions.open(3, 7), questions.open(4, 7)]).toEqual([true, false, true]);
  questions.close(3, 7);
  expect([questions.open(3, 7), questions.open(4, 7)]).toEqual([true, false]);
});

test("one kernel's questions take no other kernel's place, and one that is answered makes room for the next", () => {
  const questions = new OpenQuestions();
  const tickets = Array.from({ length: mostOpenQuestions }, (_, ticket) => ticket);
  expect(tickets.every((ticket) => questions.open(1, ticket))).toBe(true);
  expect([questions.open(1, mostOpenQuestions), questions.open(2, 0)]).toEqual([false, true]);
  questions.close(1, 5);
  questions.close(1, 5);
  expect([questions.open(1, mostOpenQuestions), questions.open(1, mostOpenQuestions + 1)]).toEqual([true, false]);
});
