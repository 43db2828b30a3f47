/** `skerry complete`: what a shell asks while a call is being written. It answers what fits and never that something is wrong. */
import type { Command, Option } from "commander";
import { catalogue } from "../../diagnostics/catalogue.ts";
import type { Call, Ending } from "../call.ts";
import { findDescription } from "../description-files.ts";
import { exitCode } from "../exit-code.ts";
import { operandsOf, type Subject } from "../explain/subjects.ts";
import { type Candidate, printCandidates } from "./candidate.ts";
import { listElements } from "./elements.ts";
import { listFileNames } from "./file-names.ts";
import { listRunning } from "./running.ts";
import { readShellWords, type Shell } from "./shell.ts";
import { findSpot, type Spot } from "./spot.ts";
import { type Values, valuesOfArgument, valuesOfOperand, valuesOfOption } from "./values.ts";

/** Answers what may stand in place of the last of these words, which follow the program's name. */
export async function complete(call: Call, program: Command, shell: Shell, words: readonly string[]): Promise<Ending> {
  const spot = findSpot(program, readShellWords(shell, words));
  const found = await candidatesAt(call, spot);
  const fitting = found.filter(({ value }) => value.startsWith(spot.partial));
  call.terminal.print(printCandidates(shell, spot.head, fitting));
  return exitCode.done;
}

async function candidatesAt(call: Call, spot: Spot): Promise<readonly Candidate[]> {
  const { command, option, partial, operands, takesOptions } = spot;
  if (option !== null) return ofValues(call, spot, valuesOfOption(command, option));
  if (takesOptions && partial.startsWith("-")) return optionsOf(spot);
  const commands = operands.length === 0 ? commandsOf(command) : [];
  const others = await operandsAt(call, spot);
  const all = [...commands, ...others];
  const isBare = command.registeredArguments.length === 0 && operands.length === 0;
  return all.length === 0 && takesOptions && isBare ? optionsOf(spot) : all;
}

function commandsOf(command: Command): readonly Candidate[] {
  const help = command.createHelp();
  return help
    .visibleCommands(command)
    .map((each) => ({ kind: "word", value: each.name(), description: help.subcommandDescription(each) }));
}

/** Those that stand there already are of no more use, but where they gather values. */
function optionsOf({ command, options }: Spot): readonly Candidate[] {
  const help = command.createHelp();
  const isUseful = (option: Option) => !options.has(option.attributeName()) || Array.isArray(option.defaultValue);
  return help
    .visibleOptions(command)
    .filter(isUseful)
    .map((option) => ({
      ...{ kind: "word", value: option.long ?? option.short ?? "" },
      description: option.description,
    }));
}

async function operandsAt(call: Call, spot: Spot): Promise<readonly Candidate[]> {
  const { command, operands } = spot;
  const known = command.registeredArguments;
  const last = known.at(-1);
  const argument = known[operands.length] ?? (last?.variadic === true ? last : undefined);
  return argument === undefined ? [] : ofValues(call, spot, valuesOfArgument(command, argument));
}

async function ofValues(call: Call, spot: Spot, values: Values | null): Promise<readonly Candidate[]> {
  switch (values?.kind) {
    case "files":
      return filesFor(call, spot.partial, values.endings);
    case "folders":
      return filesFor(call, spot.partial, null);
    case "words":
      return words(values.words);
    case "elements":
      return words(listElements(call, filesNamed(call, spot), values.of));
    case "running":
      return words(await runningOrDescribed(call, values.of, spot));
    case "subject":
      return ofSubject(call, spot);
    case "code":
      return spot.partial === "" ? [] : catalogue.map(({ code, title }) => word(code, title));
    default:
      return [];
  }
}

function word(value: string, description = ""): Candidate {
  return { kind: "word", value, description };
}

function words(values: readonly string[]): readonly Candidate[] {
  return values.map((value) => word(value));
}

function filesFor({ workingFolder }: Call, partial: string, endings: readonly string[] | null): readonly Candidate[] {
  const { files, folders } = listFileNames(workingFolder, partial, endings);
  return [
    ...folders.map((value): Candidate => ({ kind: "folder", value, description: "" })),
    ...files.map((value): Candidate => ({ kind: "file", value, description: "" })),
  ];
}

/** What runs is asked first: that is what the command will do something to. */
async function runningOrDescribed(
  call: Call,
  kind: Extract<Values, { kind: "running" }>["of"],
  { options }: Spot,
): Promise<readonly string[]> {
  const running = await listRunning(kind, options.get("system") ?? null);
  return running.length > 0 || kind === "system" ? running : listElements(call, [], [kind]);
}

/** Descriptions that the words before name, for options that ask for a name in them. */
function filesNamed({ workingFolder }: Call, { operands, options }: Spot): readonly string[] {
  const file = options.get("file");
  const isFile = (operand: string) => findDescription([operand], workingFolder).kind === "found";
  return file === undefined ? operands.filter(isFile) : [file];
}

/** Where the first operand is no description, it is already something in the one that lies here. */
function ofSubject(call: Call, spot: Spot): readonly Candidate[] {
  const { command, operands, options, partial } = spot;
  const subject = Object.keys(operandsOf).find((each): each is Subject => each === command.name());
  if (subject === undefined) return [];
  const [first] = operands;
  const isNamed = !options.has("file") && first !== undefined && filesNamed(call, spot)[0] === first;
  const file = options.get("file") ?? (isNamed ? first : undefined);
  const values = valuesOfOperand(subject, operands.length - (isNamed ? 1 : 0));
  const named = file === undefined ? [] : [file];
  const elements = values?.kind === "elements" ? words(listElements(call, named, values.of)) : [];
  const literal = values?.kind === "words" ? words(values.words) : [];
  const files = first === undefined && file === undefined ? filesFor(call, partial, [".skerry"]) : [];
  return [...elements, ...literal, ...files];
}
