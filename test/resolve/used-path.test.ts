import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { pathToUse, usedPath } from "../../src/resolve/used-path.ts";

describe("paths after `use`", () => {
  test("are relative to the file that says them", () => {
    expect(usedPath("./b", "a.skerry")).toBe("b.skerry");
    expect(usedPath("b.skerry", "x/a.skerry")).toBe("x/b.skerry");
    expect(usedPath("../b", "x/a.skerry")).toBe("b.skerry");
    expect(usedPath("../../b", "x/a.skerry")).toBe("../b.skerry");
    expect(usedPath("./y/../././b", "x/a.skerry")).toBe("x/b.skerry");
  });

  test("mean the standard parts when they start with `prelude/`", () => {
    expect(usedPath("prelude/amd64", "x/y/a.skerry")).toBe("prelude/amd64.skerry");
    expect(usedPath("./prelude/amd64", "x/a.skerry")).toBe("x/prelude/amd64.skerry");
  });

  test.each(["", "/etc/passwd", "c:\\b", "x\\b", "http://b", "b/", "a\u0000b"])("%j is refused", (written) => {
    expect(usedPath(written, "a.skerry")).toBeNull();
  });

  const step = fc.constantFrom("a", "b", "c");
  const path = fc.array(step, { minLength: 1, maxLength: 4 }).map((steps) => `${steps.join("/")}.skerry`);
  test.prop([path, path])("the path that is proposed leads to the file", (used, user) => {
    expect(usedPath(pathToUse(used, user), user)).toBe(used);
  });
});
