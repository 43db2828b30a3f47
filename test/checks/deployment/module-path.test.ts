import { describe, expect, test } from "vitest";
import { modulePath } from "../../../src/checks/deployment/module-path.ts";
import { runChecks } from "../../../src/checks/run-checks.ts";
import { resolveText } from "../../resolve/resolve-text.ts";
import { small } from "../found-by.ts";

const found = (module: string) => {
  const { product } = resolveText(`${small}system a on small { client x = "${module}" }`);
  return runChecks(product, [modulePath]);
};

describe("module paths", () => {
  test.each(["./x.ts", "../x.mts", "./code/x.js", "../../shared/x.mjs", "./x.y.ts"])("%s is one", (module) => {
    expect(found(module)).toEqual([]);
  });

  test.each([
    ["", "empty"],
    ["/srv/x.ts", "relative"],
    ["file:///srv/x.ts", "relative"],
    ["c:/x.ts", "relative"],
    [".\\\\x.ts", "`/` between folders"],
    ["skerry/x.ts", "begin with"],
    ["./x.d.ts", "types only"],
    ["./x", ".ts, .mts"],
    ["./.ts", ".ts, .mts"],
    ["./folder/", ".ts, .mts"],
    ["./x.wasm", ".ts, .mts"],
  ])("%s is none: %s", (module, reason) => {
    const [first, ...others] = found(module);
    expect(first?.message).toContain(reason);
    expect(others).toEqual([]);
  });

  test("a bare name can be mended", () => {
    expect(found("x.ts")[0]?.fixes[0]?.edits[0]?.text).toBe('"./x.ts"');
    expect(found("x.py")[0]?.fixes).toEqual([]);
    expect(found("/x.ts")[0]?.fixes).toEqual([]);
  });
});
