/** Completion, as shells ask for it: the answers in process, then bash, zsh and fish themselves. */
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import { expect, test } from "vitest";
import { buildProgram } from "../../src/cli/command-line.ts";
import { targetNames } from "../../src/cli/commands/build.ts";
import { valuesOfArgument, valuesOfOperand, valuesOfOption } from "../../src/cli/completion/values.ts";
import { operandsOf, type Subject } from "../../src/cli/explain/subjects.ts";
import { catalogue } from "../../src/diagnostics/catalogue.ts";
import { bootTargets } from "../../src/emit/boot/targets.ts";
import { silentTerminal, skerryHere } from "./in-process.ts";
import { bin, ended, folderOf, hotos09, smallFolder } from "./skerry.ts";

const program = buildProgram(async () => {}, { terminal: silentTerminal }, false);
const everyCommand: readonly (readonly Command[])[] = pathsFrom([program]);

function pathsFrom(commands: readonly Command[]): readonly (readonly Command[])[] {
  const last = commands.at(-1);
  return [commands, ...(last?.commands ?? []).flatMap((each) => pathsFrom([...commands, each]))];
}

function nameOf(commands: readonly Command[]): string {
  return commands.map((command) => command.name()).join(" ");
}

interface Answer {
  readonly kind: string;
  readonly value: string;
}

/** What zsh would be answered; the last word is where the cursor is. */
async function complete(words: readonly string[], cwd?: string): Promise<readonly Answer[]> {
  const { code, out, err } = await skerryHere(["complete", "zsh", "--", ...words], cwd === undefined ? {} : { cwd });
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return out
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [kind = "", value = ""] = line.split("\t");
      return { kind, value };
    });
}

async function valuesAt(words: readonly string[], cwd?: string): Promise<readonly string[]> {
  return (await complete(words, cwd)).map(({ value }) => value);
}

test("every command and option of the table is offered, and every choice", async () => {
  for (const commands of everyCommand) {
    const words = commands.slice(1).map((command) => command.name());
    const command = commands.at(-1) ?? program;
    const help = command.createHelp();
    const inner = help.visibleCommands(command).map((each) => each.name());
    if (inner.length > 0) expect(await valuesAt([...words, ""])).toEqual(expect.arrayContaining(inner));
    const options = help.visibleOptions(command);
    expect(await valuesAt([...words, "-"])).toEqual(options.map((option) => option.long ?? option.short));
    for (const option of options.filter(({ argChoices }) => argChoices !== undefined)) {
      expect(await valuesAt([...words, option.long ?? "", ""])).toEqual(option.argChoices);
      expect(await valuesAt([...words, `${option.long}=`])).toEqual(
        option.argChoices?.map((choice) => `${option.long}=${choice}`),
      );
    }
    for (const argument of command.registeredArguments.slice(0, 1)) {
      if (argument.argChoices === undefined) continue;
      expect(await valuesAt([...words, ""])).toEqual(expect.arrayContaining([...argument.argChoices]));
    }
  }
});

test.each(everyCommand.map((commands) => [nameOf(commands), commands.at(-1) ?? program] as const))(
  "it is known what the values of %s are",
  (_, command) => {
    for (const argument of command.registeredArguments) {
      expect([argument.name(), valuesOfArgument(command, argument)]).not.toEqual([argument.name(), null]);
    }
    for (const option of command.options.filter(({ required, optional }) => required || optional)) {
      expect([option.flags, valuesOfOption(command, option)]).not.toEqual([option.flags, null]);
    }
  },
);

test("it is known what the operands of every subject of explain are", () => {
  for (const subject of Object.keys(operandsOf) as Subject[]) {
    for (const index of [0, 1, 2, 3]) {
      expect([subject, index, valuesOfOperand(subject, index)]).not.toEqual([subject, index, null]);
    }
  }
});

test("the targets that are offered are those there are", () => {
  expect(targetNames).toEqual(bootTargets.map(({ name }) => name));
});

test("files that fit, and folders on the way to them", async () => {
  const cwd = folderOf({ "machine.skerry": "", "notes.txt": "", "old.zip": "", "in/m.skerry": "", ".hidden/x": "" });
  expect(await complete(["check", ""], cwd)).toEqual([
    { kind: "folder", value: "in/" },
    { kind: "file", value: "machine.skerry" },
  ]);
  expect(await valuesAt(["boot", ""], cwd)).toEqual(["in/", "machine.skerry", "old.zip"]);
  expect(await valuesAt(["check", "machine.skerry", "in/"], cwd)).toEqual(["in/m.skerry"]);
  expect(await valuesAt(["build", "-o", ""], cwd)).toEqual(["in/"]);
  expect(await valuesAt(["draw", "--out=no"], cwd)).toEqual([]);
  expect(await valuesAt(["boot", "--for", ""], cwd)).toEqual([]);
  expect(await valuesAt(["check", "."], cwd)).toEqual([".hidden/"]);
  expect(await valuesAt(["check", "nowhere/"], cwd)).toEqual([]);
});

test("names in the description that lies here, or that is named", async () => {
  const cwd = smallFolder();
  const cores = ["cpu[0]", "cpu[1]", "cpu[2]", "cpu[3]"];
  expect(await valuesAt(["explain", "route", "cpu"], cwd)).toEqual(cores);
  expect(await valuesAt(["explain", "route", "cpu[0]", ""], cwd)).toEqual(cores);
  expect(await valuesAt(["explain", "route", ".", "cpu[0]", "cpu[1]", ""], cwd)).toEqual(["without"]);
  expect(await valuesAt(["explain", "placement", "p"], cwd)).toEqual(["parrot"]);
  expect(await valuesAt(["explain", "layout", "-f", "system.skerry", ""], cwd)).toEqual(["Echo", "Echo.echo"]);
  expect(await valuesAt(["boot", "--system", ""], cwd)).toEqual(["chat"]);
  expect(await valuesAt(["explain", "route", hotos09, "p[7]"])).toHaveLength(4);
  expect(await valuesAt(["explain", "failure", hotos09, "p[7].h"])).toContain("p[7].ht[0]");
  expect(await valuesAt(["explain", "tree", hotos09, "p[0].cpu[0]", "p[1].cpu[0]", "p[2].cpu[3"])).toEqual([
    "p[2].cpu[3]",
  ]);
});

test("codes of diagnostics, once one is begun", async () => {
  expect(await valuesAt(["explain", "S"])).toEqual(catalogue.map(({ code }) => code));
});

test("what is wrong, missing or nonsense is answered with nothing", async () => {
  const cwd = folderOf({ "broken.skerry": "machine {{{ core" });
  for (const words of [
    ["explain", "route", "broken.skerry", ""],
    ["explain", "route", "-", ""],
    ["nonsense", ""],
    ["boot", "--no-such-option", "--host", "x"],
    ["ctl", "kill", "a", "b", ""],
    ["check", "--", "--"],
  ]) {
    expect(await valuesAt(words, cwd)).toEqual([]);
  }
});

test("bash hands over words in quotes, and in pieces", async () => {
  const ask = async (...words: readonly string[]) => (await skerryHere(["complete", "bash", "--", ...words])).out;
  expect(await ask("explain", "route", "'examples/hotos09'", "'p[7].cpu[3")).toBe("word\tp[7].cpu[3]\n");
  expect(await ask("explain", "route", "examples/hotos09", "p\\[7\\].cpu\\[3")).toBe("word\tp[7].cpu[3]\n");
  expect(await ask("boot", "--host", "=", "q")).toBe("word\tqemu\n");
  expect(await ask("boot", "--host", "=")).toBe("word\tthreads\nword\tsimulation\nword\tqemu\n");
});

// ───────────────────────────── the shells themselves ─────────────────────────────

function isHere(program: string): boolean {
  return spawnSync(program, ["--version"]).status === 0;
}

/** A folder of the search path with `skerry` in it, and one to work in. */
function playground(): { readonly cwd: string; readonly env: Readonly<Record<string, string | undefined>> } {
  const cwd = smallFolder({ "a folder/inner.skerry": "" });
  mkdirSync(path.join(cwd, ".programs"));
  symlinkSync(bin, path.join(cwd, ".programs", "skerry"));
  const search = `${path.join(cwd, ".programs")}:${path.dirname(process.execPath)}:${process.env["PATH"]}`;
  return { cwd, env: { ...process.env, PATH: search, TERM: "xterm", HISTFILE: "" } };
}

/**
 * Types into an interactive shell at a terminal; what its line holds then, for each of the lines. They are typed when
 * the prompt is there: before that the terminal takes keys by itself, to which ^U is to forget the line.
 */
async function typeInto(shell: readonly string[], setUp: string, lines: readonly string[]): Promise<readonly string[]> {
  const { cwd, env } = playground();
  const child = spawn("script", ["-qfec", shell.join(" "), "/dev/null"], { cwd, env });
  const end = ended(child);
  child.stdin.write(`${setUp}\nPS1='go'' on> '\n`);
  await new Promise<void>((resolve) => {
    let shown = "";
    child.stdout.on("data", (text: string) => {
      shown += text;
      if (shown.includes("go on> ")) resolve();
    });
  });
  const keys = lines.map((line) => `${line}\t\u0007\u0015`).join("");
  child.stdin.write(`${keys}exit\n`);
  await end;
  return readFileSync(path.join(cwd, "line"), "utf8").trimEnd().split("\n");
}

const typed = [
  "skerry boo",
  "skerry boot --host q",
  "skerry boot --host=q",
  "skerry explain route cpu[3",
  "skerry explain route 'cpu[3",
  "skerry check a",
  "skerry check a\\ folder/i",
];

test.runIf(isHere("bash") && isHere("script"))("bash completes", async () => {
  const setUp = `source <(skerry completion bash); bind -x '"\\C-g": printf "%s|\\n" "$READLINE_LINE" >> line'; complete -p skerry`;
  expect(await typeInto(["bash", "--norc", "--noprofile", "-i"], setUp, typed)).toEqual([
    "skerry boot |",
    "skerry boot --host qemu |",
    "skerry boot --host=qemu |",
    "skerry explain route cpu\\[3\\] |",
    "skerry explain route 'cpu[3]' |",
    "skerry check a\\ folder/|",
    "skerry check a\\ folder/inner.skerry |",
  ]);
});

test.runIf(isHere("zsh") && isHere("script"))("zsh completes", async () => {
  const setUp =
    'autoload -U compinit; compinit -D -u; source <(skerry completion zsh); r() { print -r -- "$BUFFER|" >> line }; zle -N r; bindkey "^G" r';
  expect(await typeInto(["zsh", "-f", "-i"], setUp, typed)).toEqual([
    "skerry boot |",
    "skerry boot --host qemu |",
    "skerry boot --host=qemu |",
    // A bracket that is not quoted begins a pattern in zsh, which it does not complete.
    "skerry explain route cpu[3|",
    "skerry explain route 'cpu[3]' |",
    "skerry check a\\ folder/|",
    "skerry check a\\ folder/inner.skerry |",
  ]);
});

test.runIf(isHere("fish"))("fish completes", () => {
  const { cwd, env } = playground();
  const lines = [
    "skerry boo",
    "skerry boot --host q",
    "skerry boot --host=q",
    "skerry explain route 'cpu[3",
    "skerry check a",
  ];
  const asked = lines.map((line) => `complete -C ${JSON.stringify(line)}`).join("; ");
  const { stdout } = spawnSync("fish", ["--no-config", "-c", `skerry completion fish | source; ${asked}`], {
    ...{ cwd, env: { ...env, HOME: cwd }, encoding: "utf8" },
  });
  expect(stdout.trimEnd().split("\n")).toEqual([
    "boot\tbuild in memory and boot: one kernel a core",
    "qemu",
    "--host=qemu",
    "cpu[3]",
    "a folder/",
  ]);
});
