/** Options that mean the same in every command that has them. */
import { Option } from "commander";

export function jsonOption(): Option {
  return new Option("--json", "answer in JSON on standard output");
}

export function systemOption(): Option {
  return new Option("--system <name>", "the system meant, when the description has several");
}
