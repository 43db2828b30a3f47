/** Where on a command line somebody asks what may stand there. */
import type { Command, Option } from "commander";
import type { ShellWords } from "./shell.ts";

export interface Spot {
  /** The deepest that the words before name. */
  readonly command: Command;
  /** Operands of it that stand before. */
  readonly operands: readonly string[];
  /** Options that stand before, by their attribute name, each with the last value that was given. */
  readonly options: ReadonlyMap<string, string>;
  /** The option whose value is asked for; null: an operand, a command or another option is. */
  readonly option: Option | null;
  /** What stands in the same word before what is asked for: `--host=`. */
  readonly head: string;
  /** As far as it is written. */
  readonly partial: string;
  /** Behind `--` nothing is an option. */
  readonly takesOptions: boolean;
}

type Reading = Pick<Spot, "command" | "operands" | "options" | "option" | "takesOptions">;

/** Follows the words through the grammar of the command line, without judging them. */
export function findSpot(program: Command, { before, last, isSplit }: ShellWords): Spot {
  const start: Reading = { command: program, operands: [], options: new Map(), option: null, takesOptions: true };
  const reading = before.reduce(readWord, start);
  const { command, option, takesOptions } = reading;
  if (option !== null) return { ...reading, takesOptions: false, head: "", partial: last };
  const given = takesOptions ? readOption(command, last) : null;
  if (given === null || given.value === null) return { ...reading, head: "", partial: last };
  const head = isSplit ? "" : last.slice(0, last.length - given.value.length);
  return { ...reading, option: given.option, takesOptions: false, head, partial: given.value };
}

function readWord(reading: Reading, word: string): Reading {
  const { command, operands, options, option, takesOptions } = reading;
  if (option !== null) return { ...reading, option: null, options: withOption(options, option, word) };
  if (takesOptions && word === "--") return { ...reading, takesOptions: false };
  const given = takesOptions ? readOption(command, word) : null;
  if (given !== null) {
    const isWaiting = given.value === null && given.option.required;
    const next = isWaiting ? given.option : null;
    return { ...reading, option: next, options: withOption(options, given.option, given.value ?? "") };
  }
  if (takesOptions && word.startsWith("-") && word !== "-") return reading;
  const inner = operands.length === 0 ? command.commands.find((each) => each.name() === word) : undefined;
  if (inner !== undefined) return { command: inner, operands: [], options: new Map(), option: null, takesOptions };
  return isHelp(command, word) ? reading : { ...reading, operands: [...operands, word] };
}

function withOption(options: Spot["options"], option: Option, value: string): Spot["options"] {
  return new Map([...options, [option.attributeName(), value]]);
}

interface GivenOption {
  readonly option: Option;
  /** In the same word; null where there is none. */
  readonly value: string | null;
}

/** `--host`, `--host=qemu`, `-o` or `-oout`; null where a word is no option of the command. */
function readOption(command: Command, word: string): GivenOption | null {
  const known = command.createHelp().visibleOptions(command);
  const equals = word.startsWith("--") ? word.indexOf("=") : -1;
  const flag = equals === -1 ? word : word.slice(0, equals);
  const option = known.find((each) => each.long === flag || each.short === flag);
  if (option !== undefined) return { option, value: equals === -1 ? null : word.slice(equals + 1) };
  const short = known.find((each) => each.required && each.short === word.slice(0, 2));
  return short === undefined || word.length < 3 ? null : { option: short, value: word.slice(2) };
}

/** Commander's own command, whose operands are commands again. */
function isHelp(command: Command, word: string): boolean {
  return word === "help" && command.commands.length > 0;
}
