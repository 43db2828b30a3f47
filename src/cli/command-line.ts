/** The grammar of the command line, and how every call of it ends. */
import { Command, CommanderError } from "commander";
import { printableLines } from "../diagnostics/render-width.ts";
import { version } from "../files/installation.ts";
import type { Call, Ending, Run } from "./call.ts";
import { bootCommand } from "./commands/boot.ts";
import { breakingCommand } from "./commands/breaking.ts";
import { buildCommand } from "./commands/build.ts";
import { checkCommand } from "./commands/check.ts";
import { completeCommand, completionCommand } from "./commands/completion.ts";
import { ctlCommand } from "./commands/ctl.ts";
import { diffCommand } from "./commands/diff.ts";
import { doctorCommand } from "./commands/doctor.ts";
import { drawCommand } from "./commands/draw.ts";
import { dumpCommand } from "./commands/dump.ts";
import { explainCommand } from "./commands/explain.ts";
import { formatCommand } from "./commands/format.ts";
import { importCommand } from "./commands/import.ts";
import { initCommand } from "./commands/init.ts";
import { languageServerCommand } from "./commands/language-server.ts";
import { probeCommand } from "./commands/probe.ts";
import { simulateCommand } from "./commands/simulate.ts";
import { viewCommand } from "./commands/view.ts";
import { type ExitCode, exitCode } from "./exit-code.ts";
import { printJson } from "./print-json.ts";
import { type Refusal, refuseCall } from "./refusal.ts";

const help = `
Exit codes:
  0   done
  1   the description is wrong
  2   the call is wrong
  3   something that is needed is missing here; the message says what and how to get it
  4   a service or client failed while it ran, or a kernel died
  70  a bug in Skerry

Examples:
  skerry check examples/hotos09
  skerry boot examples/hotos09
  skerry explain SK3004
`;

/** Runs one call; `args` are what follows the program's name. */
export async function runCommandLine(args: readonly string[], call: Call): Promise<ExitCode> {
  let ended: ExitCode = exitCode.done;
  const run: Run = async (work, options) => {
    const ending = await work(call);
    call.terminal.progress("");
    ended = finish(call, ending, options.json === true);
  };
  const json = wantsJson(args);
  const program = buildProgram(run, call, json);
  try {
    await program.parseAsync(askedFor(program, args), { from: "user" });
    return ended;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return exitCode.done;
    const advice = adviceFor(program, args);
    if (json) return finish(call, refusalOf(error, advice), json);
    if (!isAdvised(error)) call.terminal.say(`${advice}\n`);
    return exitCode.wrongCall;
  }
}

/** Help about a command that there is not would be the help about all: it is an unknown command. */
function askedFor(program: Command, args: readonly string[]): readonly string[] {
  const [word, about] = args;
  if (word !== "help" || about === undefined || about.startsWith("-")) return args;
  if (about === "help") return ["--help"];
  return program.commands.some((command) => command.name() === about) ? args : [about];
}

/** Where the help was shown, or what was meant is said, there is nothing to add. */
function isAdvised({ code, message }: CommanderError): boolean {
  return ["commander.help", "commander.invalidArgument"].includes(code) || message.includes("(Did you mean");
}

/** Where to read how the command is called that was meant. */
function adviceFor(program: Command, args: readonly string[]): string {
  let [command, name] = [program, "skerry"];
  for (const word of args) {
    const inner = command.commands.find((each) => each.name() === word);
    if (inner === undefined) break;
    [command, name] = [inner, `${name} ${word}`];
  }
  return `${name} --help says how it is called.`;
}

/** Before the grammar is known to hold. */
function wantsJson(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  return args.slice(0, end === -1 ? args.length : end).includes("--json");
}

/** Commander's own words; where it would show the help, there are none. */
function refusalOf(error: CommanderError, help: string): Refusal {
  if (error.code === "commander.help") return refuseCall("the call is not complete", help);
  const [first = "", ...advice] = error.message.replace(/^error: /, "").split("\n");
  return refuseCall(first.replace(/\.$/, ""), (isAdvised(error) ? advice : [...advice, help]).join(" "));
}

/** Every command there is; `json`: what is wrong with a call is not said in text. */
export function buildProgram(run: Run, { terminal }: Pick<Call, "terminal">, json: boolean): Command {
  const program = new Command("skerry")
    .description("Every core is an island. Skerry compiles the map.")
    .version(version(), "-V, --version")
    .addHelpText("after", help);
  const commands = [
    initCommand,
    checkCommand,
    buildCommand,
    bootCommand,
    ctlCommand,
    simulateCommand,
    explainCommand,
    probeCommand,
    formatCommand,
    drawCommand,
    viewCommand,
    breakingCommand,
    diffCommand,
    importCommand,
    dumpCommand,
    languageServerCommand,
    doctorCommand,
    completionCommand,
  ];
  for (const command of commands) program.addCommand(command(run));
  program.addCommand(completeCommand(run), { hidden: true });
  for (const command of everyCommand(program)) {
    // So that `explain latency --json` is an option of the latter, not of the former.
    command.enablePositionalOptions();
    command
      .exitOverride()
      .showSuggestionAfterError()
      .configureOutput({
        writeOut: terminal.print,
        writeErr: json ? () => {} : terminal.say,
        outputError: (text, write) => write(printableLines(`skerry: ${text.replace(/^error: /, "")}`)),
      });
  }
  return program;
}

function everyCommand(command: Command): Command[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}

function finish(call: Call, ending: Ending, json: boolean): ExitCode {
  if (typeof ending === "number") return ending;
  if (json) printJson(call.terminal, { ok: false, error: { message: ending.message, advice: ending.advice } });
  else call.terminal.say(sentence(ending));
  return ending.exitCode;
}

/** Names that were typed may hold anything. */
function sentence({ message, advice }: Refusal): string {
  return printableLines(`skerry: ${message}.${advice === null ? "" : `\n${advice}`}\n`);
}
