import { Command } from "commander";
import type { Run } from "../call.ts";
import type { ImportOptions } from "../import.ts";
import { jsonOption, parsePath } from "./options.ts";

export function importCommand(run: Run): Command {
  const command = new Command("import")
    .description("translate somebody else's description of a machine")
    .addHelpText("after", "\nExamples:\n  skerry import hwloc machine.xml --out machine.skerry\n");
  command.addCommand(hwlocCommand(run));
  return command;
}

function hwlocCommand(run: Run): Command {
  return new Command("hwloc")
    .description("hwloc's XML, version 2.0 or 3.0")
    .argument("<file>", "the XML; `-` for standard input")
    .option("-o, --out <file>", "the file to write; standard output without it", parsePath)
    .addOption(jsonOption())
    .addHelpText(
      "after",
      `
What the XML does not tell, and what it tells and the language cannot say yet, is listed on standard error and in the
description itself, never guessed.

Examples:
  lstopo --of xml machine.xml
  skerry import hwloc machine.xml --out machine.skerry
  lstopo -i "pack:2 numa:2 core:4 pu:2" --of xml - | skerry import hwloc - | skerry check -
`,
    )
    .action((file: string, options: ImportOptions) =>
      run(async (call) => (await import("../import.ts")).importHwloc(call, file, options), options),
    );
}
