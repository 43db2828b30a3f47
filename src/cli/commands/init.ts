import { Command, Option } from "commander";
import type { Run } from "../call.ts";
import type { InitOptions } from "../init/init.ts";
import { type TemplateName, templateNames } from "../init/template-names.ts";
import { jsonOption } from "./options.ts";

const usual: TemplateName = "threads";

export function initCommand(run: Run): Command {
  return new Command("init")
    .description("start a project: a machine, an interface, a service and a client, ready to boot")
    .argument("[folder]", "where to; the current folder without it")
    .addOption(
      new Option(
        "--template <template>",
        "threads: this machine, probed, and programs in TypeScript; bare-metal: RISC-V in QEMU, and programs in C",
      )
        .choices(templateNames)
        .default(usual),
    )
    .option("--force", "replace files that are there")
    .addOption(jsonOption())
    .addHelpText(
      "after",
      `
Files that are there are never replaced without --force: then nothing is written at all.

Examples:
  skerry init hello
  skerry init board --template bare-metal
`,
    )
    .action((folder: string | undefined, options: InitOptions) =>
      run(async (call) => (await import("../init/init.ts")).init(call, folder ?? ".", options), options),
    );
}
