import { expect, test } from "vitest";
import { findServer } from "../../../dsl/editor/vscode/src/find-server.ts";

const find = (there: readonly string[], more: Partial<Parameters<typeof findServer>[0]> = {}) => {
  const found = findServer({
    ...{ setting: "", folders: ["/a/b"], path: "/usr/bin:/opt", platform: "linux" as const },
    ...{ exists: (file: string) => there.includes(file), ...more },
  });
  return found.kind === "found" ? found.command : found.message;
};

test("the project's own server comes before one around it, that before the PATH, and what was set before all", () => {
  const all = ["/a/b/node_modules/.bin/skerry", "/a/node_modules/.bin/skerry", "/usr/bin/skerry", "/opt/skerry"];
  for (let gone = 0; gone < all.length; gone++) expect(find(all.slice(gone))).toBe(all[gone]);
  expect(find([...all, "/a/b/tools/skerry"], { setting: "tools/skerry" })).toBe("/a/b/tools/skerry");
  expect(find(all, { setting: "/elsewhere/skerry" })).toContain("There is no /elsewhere/skerry");
  expect(find([])).toContain("neither in node_modules of this folder or one around it, nor on the PATH");
});

test("on Windows it is the script that npm puts there", () => {
  const own = "C:\\a\\b\\node_modules\\.bin\\skerry.cmd";
  const windows = { folders: ["C:\\a\\b"], path: "C:\\bin;D:\\bin", platform: "win32" as const };
  expect(find([own], windows)).toBe(own);
  expect(find(["D:\\bin\\skerry.exe"], windows)).toBe("D:\\bin\\skerry.exe");
});
