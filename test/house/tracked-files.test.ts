import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Tracked files and new ones that are not ignored; without git (an unpacked archive) there are none to look at. */
function ownFiles(): readonly string[] | null {
  try {
    const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return listed.split("\n").filter((file) => file !== "" && existsSync(path.join(root, file)));
  } catch {
    return null;
  }
}

const files = ownFiles();

// Written in pieces so that this file does not find itself.
const forbidden = [
  ["a home folder", new RegExp(["/ho", "me/\\w|/Use", "rs/\\w|/ro", "ot/"].join(""))],
  ["a folder of one machine", new RegExp(["/wo", "rk/|/tm", "p/[\\w-]"].join(""))],
  ["a registry", new RegExp(["registry\\.np", 'mjs|"resol', 'ved":|verda', "ccio|artifac", "tory"].join(""), "i")],
  ["a private address", /\b(?:10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+)\b/],
] as const;

test.runIf(files !== null)("there are files to look at", () => {
  expect(files?.length).toBeGreaterThan(100);
});

test.runIf(files !== null).each(forbidden)("no file names %s", (_, pattern) => {
  const found = (files ?? []).flatMap((file) => {
    const text = readFileSync(path.join(root, file), "utf8");
    const line = text.split("\n").findIndex((each) => pattern.test(each));
    return line === -1 ? [] : [`${file}:${line + 1}`];
  });
  expect(found).toEqual([]);
});

test.runIf(files !== null)("text files end in one line break and have no trailing spaces", () => {
  const text = (files ?? []).filter(
    (file) => /\.(ts|js|json|skerry|yml|sh)$/.test(file) && !file.includes("scenarios/"),
  );
  const wrong = text.filter((file) => {
    const content = readFileSync(path.join(root, file), "utf8");
    return content !== "" && (!content.endsWith("\n") || content.endsWith("\n\n") || /[ \t]$/m.test(content));
  });
  expect(wrong).toEqual([]);
});
