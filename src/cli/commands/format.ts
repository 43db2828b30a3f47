import { Command } from "commander";
import type { Run } from "../call.ts";
import type { FormatOptions } from "../format.ts";
import { jsonOption } from "./options.ts";

export function formatCommand(run: Run): Command {
  return new Command("format")
    .description("print descriptions as canonical text")
    .argument("<files...>", "descriptions, or folders of them; `-` for standard input")
    .option("-w, --write", "write the text back into the files")
    .option("-c, --check", "only say which files are not canonical, and end with 1 when there are any")
    .addOption(jsonOption())
    .addHelpText(
      "after",
      `
Examples:
  skerry format machine.skerry            print it
  skerry format --write .                 all files of this folder
  skerry format --check examples/hotos09
`,
    )
    .action((files: string[], options: FormatOptions) =>
      run(async (call) => (await import("../format.ts")).format(call, files, options), options),
    );
}
