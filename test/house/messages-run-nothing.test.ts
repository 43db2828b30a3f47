import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Everything that messages pass through: kernels, state, channels, codecs, and the stubs that are generated. */
const rooms = ["src/runtime", "generated"];
/** Hosts load the programs that the boot configuration names, before there is any message. */
const loaders = /^src\/runtime\/hosts\//;

/** What could make a text from a message into code, a path or a property of every object. */
const forbidden: readonly RegExp[] = [
  /\beval\s*\(/,
  /\bFunction\s*\(/,
  /\bimport\s*\(/,
  /\brequire\s*\(/,
  /\bset(?:Timeout|Interval)\s*\(\s*["'`]/,
  /["'](?:node:)?(?:fs|fs\/promises|path|vm|child_process|module)["']/,
  /__proto__/,
  /\bsetPrototypeOf\b/,
  /\bObject\.assign\s*\(/,
];

function filesOf(room: string): readonly string[] {
  return readdirSync(path.join(root, room), { recursive: true, encoding: "utf8" })
    .map((file) => `${room}/${file.split(path.sep).join("/")}`)
    .filter((file) => file.endsWith(".ts") && !loaders.test(file));
}

/** Without comments; programs.ts loads services by the names that stand in the file itself. */
function codeOf(file: string): string {
  const text = readFileSync(path.join(root, file), "utf8").replace(/^\s*(\/\/|\*|\/\*).*$/gm, "");
  return text.replaceAll(/import\("[^"$]+"\)/g, "");
}

test("nothing that messages pass through evaluates, loads, opens files or reaches for prototypes", () => {
  const files = rooms.flatMap(filesOf);
  expect(files.length).toBeGreaterThan(100);
  const found = files.flatMap((file) => {
    const code = codeOf(file);
    return forbidden.filter((pattern) => pattern.test(code)).map((pattern) => `${file}: ${pattern.source}`);
  });
  expect(found).toEqual([]);
});
