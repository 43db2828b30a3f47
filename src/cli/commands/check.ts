import { Command } from "commander";
import type { Run } from "../call.ts";
import type { CheckOptions } from "../check.ts";
import { jsonOption } from "./options.ts";

export function checkCommand(run: Run): Command {
  return new Command("check")
    .description("say what is wrong with a description")
    .argument("[files...]", "descriptions, or folders of them; `-` for standard input")
    .option("-w, --watch", "check again whenever a file has changed, until Ctrl-C")
    .addOption(jsonOption())
    .addHelpText(
      "after",
      `
Examples:
  skerry check machine.skerry
  skerry check examples/hotos09 --json
  skerry probe | skerry check -
`,
    )
    .action((files: string[], options: CheckOptions) =>
      run(async (call) => (await import("../check.ts")).check(call, files, options), options),
    );
}
