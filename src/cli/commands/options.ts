/** Options that mean the same in every command that has them. */
import { InvalidArgumentError, Option } from "commander";

export function jsonOption(): Option {
  return new Option("--json", "answer in JSON on standard output");
}

export function systemOption(): Option {
  return new Option("--system <name>", "the system meant, when the description has several");
}

/** A path; the empty one would mean the current folder. */
export function parsePath(text: string): string {
  if (text === "") throw new InvalidArgumentError("It is empty.");
  return text;
}
