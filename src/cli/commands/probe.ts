import { Command } from "commander";
import type { Run } from "../call.ts";
import type { ProbeOptions } from "../probe.ts";
import { jsonOption } from "./options.ts";

export function probeCommand(run: Run): Command {
  return new Command("probe")
    .description("describe the machine this runs on")
    .option("--measure", "measure core-to-core round trips too; takes some seconds")
    .option("--root <folder>", "read /sys and /proc of another machine, recorded under this folder")
    .addOption(jsonOption())
    .addHelpText(
      "after",
      `
Reads Linux's /sys and /proc. What can't be read is said on standard error, never guessed.

Examples:
  skerry probe > machine.skerry
  skerry probe --measure | skerry check -
`,
    )
    .action((options: ProbeOptions) =>
      run(async (call) => (await import("../probe.ts")).probe(call, options), options),
    );
}
