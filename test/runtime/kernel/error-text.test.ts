import { expect, test } from "vitest";
import { locatedTextOf, textOf } from "../../../src/runtime/kernel/error-text.ts";

function errorWith(message: string, ...frames: readonly string[]): Error {
  const error = new TypeError(message);
  error.stack = [`TypeError: ${message}`, ...frames.map((frame) => `    at ${frame}`)].join("\n");
  return error;
}

test("names the innermost frame of a program, and no other", () => {
  const frames = ["read (node:fs:1:2)", "Object.echo (program:./my%20parrot.ts:8:42)", "program:./talker.ts:3:1"];
  expect(locatedTextOf(errorWith("no", ...frames))).toBe("TypeError: no (./my parrot.ts:8:42)");
  expect(locatedTextOf(errorWith("no", "async program:../a.ts:3:1"))).toBe("TypeError: no (../a.ts:3:1)");
  expect(locatedTextOf(errorWith("no", "run (/dist/worker.js:8:42)"))).toBe("TypeError: no");
  expect(locatedTextOf(errorWith("no\n    at f (program:./no.ts:1:1)"))).toMatch(/no\.ts:1:1\)$/);
});

test("whatever a program throws has a text", () => {
  const wicked = Object.defineProperty(new Error("x"), "stack", {
    get: () => {
      throw new Error("caught");
    },
  });
  expect(locatedTextOf(wicked)).toBe("x");
  expect(locatedTextOf(Object.create(null))).toBe("it threw what has no text");
  expect(textOf("a text")).toBe("a text");
});
