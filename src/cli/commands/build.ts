import { Command, Option } from "commander";
import type { BuildOptions } from "../build.ts";
import type { Run } from "../call.ts";
import { jsonOption, parsePath, systemOption } from "./options.ts";

/** Of all that can be built for; a test holds it to the targets themselves, which are not loaded for a list of options. */
export const targetNames = ["linux-multikernel", "kerf", "microkit", "qemu", "system-device-tree", "barrelfish"];

export function buildCommand(run: Run): Command {
  return new Command("build")
    .description("write stubs, routing tables, boot configurations and pictures")
    .argument("[files...]", "descriptions, or folders of them; `-` for standard input")
    .option("-o, --out <folder>", "the folder to write to", parsePath)
    .option("--bundle <file>", "write one zip with the sources, all that is made of them, and hashes", parsePath)
    .option(
      "--types [folder]",
      'write types for `import … from "./block.skerry"` as well, beside the descriptions or in a folder',
    )
    .option("--in-place", "write views and writers of messages as well: `block-in-place.ts` beside `block.ts`")
    .option("--c", "write headers for C of all interfaces as well, in `c/`; those of programs in C are written anyway")
    .option(
      "--promela",
      "write models that SPIN proves as well: of rings, doorbells and replicated state, in `formal/`",
    )
    .addOption(
      new Option("-t, --target <name>", "write boot input of another system as well, in `boot/<name>/`; `all` that fit")
        .choices([...targetNames, "all"])
        .argParser((name: string, names: readonly string[]) => [...names, ...name.split(",")])
        .default([], "none"),
    )
    .option("--force", "replace files there that Skerry did not write")
    .option("-w, --watch", "build again whenever a file has changed, until Ctrl-C")
    .addOption(systemOption())
    .addOption(jsonOption())
    .addHelpText(
      "after",
      `
Writes everything or, when the description is wrong, nothing. Files of an earlier build that are no longer made are
removed; other files in the folder are left alone.

Examples:
  skerry build examples/hotos09 --out generated/hotos09
  skerry build examples/hotos09 --out generated/hotos09 --in-place
  skerry build interfaces/ --out generated --c
  skerry build interfaces/ --types
  skerry build examples/hotos09 --out generated/hotos09 --watch
  skerry build examples/hotos09 --out generated/hotos09 --target linux-multikernel
  skerry build examples/hotos09 --bundle hotos09.zip
`,
    )
    .action((files: string[], options: BuildOptions) =>
      run(async (call) => (await import("../build.ts")).build(call, files, options), options),
    );
}
