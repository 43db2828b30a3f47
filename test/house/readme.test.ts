import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const source = `${root}src/`;

function readme(): string {
  return existsSync(`${root}README.md`) ? readFileSync(`${root}README.md`, "utf8") : "";
}

function roomsOfSource(): readonly string[] {
  return readdirSync(source, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** `text → syntax → … → files`, wherever it stands. */
function pipeline(): readonly string[] {
  const line = readme()
    .split("\n")
    .find((each) => each.trim().startsWith("text →"));
  return (line ?? "").split("→").map((stage) => stage.trim());
}

/** The folders named as `src/<room>/` in the first cell of a table or at the start of a line. */
function roomsOfTable(): readonly string[] {
  const rooms = [...readme().matchAll(/^(?:\|\s*)?`?src\/([\w-]+)\/`?/gm)].map(([, room = ""]) => room);
  return [...new Set(rooms)].sort();
}

describe("README", () => {
  test("exists", () => {
    expect(readme()).not.toBe("");
  });

  test("its pipeline names the rooms that text goes through, in order", () => {
    const stages = pipeline();
    expect([stages[0], stages.at(-1)]).toEqual(["text", "files"]);
    const inside = stages.slice(1, -1);
    expect(inside).toEqual(["syntax", "resolve", "model", "checks", "analyses", "plan", "emit"]);
    expect(roomsOfSource()).toEqual(expect.arrayContaining([...inside]));
  });

  test("its table of folders names every room of src, and none that is not there", () => {
    expect(roomsOfTable()).toEqual(roomsOfSource());
  });

  test("src/pipeline.ts goes through the same stages", () => {
    const text = readFileSync(`${source}pipeline.ts`, "utf8");
    for (const room of ["resolve", "checks", "plan"]) expect(text).toContain(`"./${room}/`);
  });
});
