import { Command } from "commander";
import type { Run } from "../call.ts";
import type { DrawOptions } from "../draw.ts";
import { jsonOption, parsePath, systemOption } from "./options.ts";

export function drawCommand(run: Run): Command {
  return new Command("draw")
    .description("draw a machine as SVG: packages, cores, memories, links and devices")
    .argument("[files...]", "descriptions, or folders of them; `-` for standard input")
    .option("-o, --out <file>", "the file to write; standard output without it", parsePath)
    .addOption(systemOption())
    .addOption(jsonOption())
    .addHelpText("after", "\nExamples:\n  skerry draw examples/hotos09 --out hotos09.svg\n")
    .action((files: string[], options: DrawOptions) =>
      run(async (call) => (await import("../draw.ts")).draw(call, files, options), options),
    );
}
