/** What the tests of the stages hold for each faulty description, held here for the program: no fault gets out as a trace. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { skerryHere as skerry } from "./in-process.ts";
import { root, skerry as skerryProcess, stackTrace } from "./skerry.ts";

const folder = path.join(root, "test", "scenarios", "faulty");
const scenarios = readdirSync(folder)
  .filter((name) => name.endsWith(".skerry"))
  .sort();
/** Starting a process for each would take minutes; every commit tries the same ones. */
const sample = scenarios.filter((_, index) => index % 12 === 0);

/** `file:line:column severity code` of each line that has one. */
function places(text: string): readonly string[] {
  return [...text.matchAll(/^(\S+:\d+:\d+):? (error|warning|note) (SK\d{4}): /gm)].map((match) =>
    match.slice(1).join(" "),
  );
}

test.each(sample)("%s", async (name) => {
  const { code, out, err } = await skerry(["check", name], { cwd: folder });
  const expected = places(readFileSync(path.join(folder, name.replace(/\.skerry$/, ".expected")), "utf8"));
  const isWrong = expected.some((place) => place.includes(" error "));
  expect({ code, wrong: out === "" }).toEqual({ code: isWrong ? 1 : 0, wrong: isWrong });
  // That their programs' modules are not there is said by the command line alone.
  expect(places(err).filter((place) => !place.endsWith(" SK8004"))).toEqual(expected);
  expect(err).not.toMatch(stackTrace);
});

test("all of them at once end in diagnostics too", async () => {
  const { code, out, err } = await skerryProcess(["check", folder, "--json"]);
  expect({ code, err }).toEqual({ code: 1, err: "" });
  const { ok, diagnostics } = JSON.parse(out);
  expect(ok).toBe(false);
  expect(diagnostics.length).toBeGreaterThan(scenarios.length / 2);
});

test.each(["boot", "draw", "dump plan", "explain latency", "explain route", "build --out nowhere"])(
  "%s says what is wrong as check does",
  async (command) => {
    const name = "link_port_used_twice.skerry";
    const operands = command === "explain route" ? ["a", "b"] : [];
    const checked = await skerry(["check", name], { cwd: folder });
    const { code, out, err } = await skerry([...command.split(" "), name, ...operands], { cwd: folder });
    expect({ code, out, err }).toEqual({ code: 1, out: "", err: checked.err });
  },
);
