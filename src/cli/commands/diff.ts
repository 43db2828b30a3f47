import { Command } from "commander";
import type { Run } from "../call.ts";
import type { CompileOptions } from "../compile-files.ts";
import { jsonOption, parsePath, systemOption } from "./options.ts";

export function diffCommand(run: Run): Command {
  return new Command("diff")
    .description("say what differs between two machines and their systems: cores, links, memories, routes, services")
    .argument("<old>", "a description or its folder; a plan; or a bundle of `skerry build --bundle`", parsePath)
    .argument("<new>", "the same, later", parsePath)
    .addOption(systemOption())
    .addOption(jsonOption())
    .addHelpText(
      "after",
      `
Ends with 0 when they are the same, and with 1 when something differs. Where things stand in the text is no difference.
What a new version breaks for programs of the old one, skerry breaking says.

Examples:
  skerry diff old.zip new.zip
  skerry diff generated/hotos09/plan.json examples/hotos09
`,
    )
    .action((old: string, now: string, options: CompileOptions) =>
      run(async (call) => (await import("../diff/diff.ts")).diff(call, old, now, options), options),
    );
}
