import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { errorCodes } from "../../../src/cli/control/message.ts";
import { parseAnswer } from "../../../src/cli/control/parse-answer.ts";
import { parseRequest } from "../../../src/cli/control/parse-request.ts";

function parse(members: object): ReturnType<typeof parseRequest> {
  return parseRequest(JSON.stringify({ version: 1, id: 3, ...members }));
}

function codeOf(parsed: ReturnType<typeof parseRequest>): string | null {
  return parsed.kind === "fault" && !parsed.outcome.ok ? parsed.outcome.error.code : null;
}

describe("a request", () => {
  test.each([
    [{ command: "status" }, { command: "status" }],
    [
      { command: "kill", core: "p[3].cpu[0]" },
      { command: "kill", core: "p[3].cpu[0]" },
    ],
    [
      { command: "cut", link: "a -- b" },
      { command: "cut", link: "a -- b" },
    ],
    [
      { command: "offline", core: "a" },
      { command: "offline", core: "a", to: null, force: false, within: null },
    ],
    [
      { command: "move", service: "disk", core: "b", force: true, within: 50 },
      { command: "move", service: "disk", core: "b", force: true, within: 50 },
    ],
  ])("%j is one", (members, request) => {
    expect(parse(members)).toEqual({ kind: "request", id: 3, request });
  });

  test.each([
    [{ command: "kill" }, "malformed"],
    [{ command: "kill", core: 3 }, "malformed"],
    [{ command: "kill", core: "" }, "malformed"],
    [{ command: "kill", core: "x".repeat(600) }, "malformed"],
    [{ command: "kill", core: "a", force: true }, "malformed"],
    [{ command: "offline", core: "a", force: 1 }, "malformed"],
    [{ command: "offline", core: "a", within: -1 }, "malformed"],
    [{ command: "offline", core: "a", to: {} }, "malformed"],
    [{ command: "status", constructor: 1 }, "malformed"],
    [{ command: "constructor" }, "unknownCommand"],
    [{ command: "statsu" }, "unknownCommand"],
    [{ command: "status", version: 2 }, "version"],
    [{ command: "status", id: "3" }, "malformed"],
  ])("%j is none", (members, code) => {
    expect(codeOf(parse(members))).toBe(code);
  });

  test("that is misspelt is told what may have been meant", () => {
    expect(parse({ command: "offlien" })).toMatchObject({ outcome: { error: { advice: "Did you mean offline?" } } });
  });

  test("is nothing else, whatever it is", () => {
    const texts = fc.oneof(
      fc.string(),
      fc.json(),
      fc.json().map((json) => `{"version":1,"id":1,"command":${json}}`),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const parsed = parseRequest(text);
        expect(parsed.kind === "request" || errorCodes.some((code) => code === codeOf(parsed))).toBe(true);
      }),
    );
  });
});

test("what a system answers is an answer of this version, or nothing", () => {
  expect(parseAnswer('{"version":1,"id":2,"ok":true,"result":{}}')).toEqual({
    version: 1,
    id: 2,
    ok: true,
    result: {},
  });
  const error = { code: "refused", message: "no", advice: null };
  expect(parseAnswer(JSON.stringify({ version: 1, id: 2, ok: false, error }))).toMatchObject({ ok: false, error });
  for (const text of ["", "3", "{}", '{"version":2,"ok":true}', '{"version":1,"ok":false,"error":{"message":1}}']) {
    expect(parseAnswer(text)).toBeNull();
  }
  fc.assert(fc.property(fc.json(), (json) => void parseAnswer(json)));
});
