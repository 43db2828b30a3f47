import { Argument, Command } from "commander";
import type { Run } from "../call.ts";
import type { CompileOptions } from "../compile-files.ts";
import type { DumpSubject } from "../dump.ts";
import { jsonOption, systemOption } from "./options.ts";

export function dumpCommand(run: Run): Command {
  return new Command("dump")
    .description("print what a stage of the compiler makes, as JSON")
    .addArgument(
      new Argument("<what>", "the plan, or the tokens or syntax tree of one file").choices(["plan", "ast", "tokens"]),
    )
    .argument("[files...]", "descriptions, or folders of them; `-` for standard input")
    .addOption(systemOption())
    .addOption(jsonOption())
    .addHelpText(
      "after",
      `
Examples:
  skerry dump plan examples/hotos09 | jq .boot.order
  skerry dump ast examples/hotos09/block.skerry
`,
    )
    .action((what: DumpSubject, files: string[], options: CompileOptions) =>
      run(async (call) => (await import("../dump.ts")).dump(call, what, files, options), options),
    );
}
