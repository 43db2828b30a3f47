/** Help texts: every command has examples, and every example is a call that there is. */
import { existsSync } from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import { expect, test } from "vitest";
import { buildProgram } from "../../src/cli/command-line.ts";
import { silentTerminal, skerryHere } from "./in-process.ts";
import { root } from "./skerry.ts";

const program = buildProgram(async () => {}, { terminal: silentTerminal }, false);

function pathsFrom(command: Command, above: readonly string[]): readonly (readonly string[])[] {
  return [above, ...command.commands.flatMap((inner) => pathsFrom(inner, [...above, inner.name()]))];
}

const commands = pathsFrom(program, []);

/** The lines below `Examples:`. */
function examplesIn(help: string): readonly string[] {
  const [, below = ""] = help.split("\nExamples:\n");
  return below.split("\n").filter((line) => line.startsWith("  "));
}

/** The words of each call of skerry on a line that may hold pipes, redirections and a word on what it does. */
function callsIn(line: string): readonly (readonly string[])[] {
  const command = line.trim().split(/ {3,}/)[0] ?? "";
  return command
    .split(/\s*(?:\||&|<\(|\)$)\s*/)
    .map((piece) => piece.replace(/\s*>+\s*\S+$/, ""))
    .filter((piece) => piece.startsWith("skerry "))
    .map((piece) =>
      [...piece.slice("skerry ".length).matchAll(/'([^']*)'|\S+/g)].map(([word, quoted]) => quoted ?? word),
    );
}

test.each(commands.map((words) => [`skerry ${words.join(" ")}`.trim(), words] as const))(
  "the examples of %s are calls of it",
  async (_, words) => {
    const { code, out, err } = await skerryHere([...words, "--help"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const examples = examplesIn(out);
    expect(examples.flatMap(callsIn).filter((call) => words.every((word, at) => call[at] === word))).not.toEqual([]);
    for (const call of examples.flatMap(callsIn)) expect(await isCall(call)).toBe(true);
    const places = examples.flatMap(callsIn).flatMap((call) => call.filter((word) => word.startsWith("examples/")));
    expect(places.filter((place) => !existsSync(path.join(root, place)))).toEqual([]);
  },
);

/** Whether the grammar takes it, and a command would be run. */
async function isCall(words: readonly string[]): Promise<boolean> {
  let isRun = false;
  const run = async () => {
    isRun = true;
  };
  await buildProgram(run, { terminal: silentTerminal }, true).parseAsync(words, { from: "user" });
  return isRun;
}
